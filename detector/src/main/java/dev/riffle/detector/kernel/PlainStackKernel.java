package dev.riffle.detector.kernel;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseLayer;
import dev.riffle.detector.encoder.DenseStack;
import java.util.Arrays;

/** Plain loops, shaped such that the JIT compiler vectorises them: one weight row per input, added to all outputs. */
final class PlainStackKernel implements StackKernel {
    private final int inputs;
    private final int outputs;
    private final Layer[] layers;

    PlainStackKernel(DenseStack stack) {
        inputs = stack.inputs();
        outputs = stack.outputs();
        layers = stack.layers().stream().map(Layer::new).toArray(Layer[]::new);
    }

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public void run(float[] input, float[] output) {
        Lengths.require("input", input, inputs);
        Lengths.require("output", output, outputs);
        float[] in = input;
        for (Layer layer : layers) {
            layer.run(in);
            in = layer.output;
        }
        System.arraycopy(in, 0, output, 0, outputs);
    }

    private static final class Layer {
        private final float[][] weights;
        private final float[] biases;
        private final Activation activation;
        final float[] output;

        Layer(DenseLayer layer) {
            int outputs = layer.outputs();
            // Rows of their own: with one flat array and an offset the JIT compiler's code is 3 to 4 times slower.
            weights = new float[layer.inputs()][];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = Arrays.copyOfRange(layer.weights(), i * outputs, (i + 1) * outputs);
            }
            biases = layer.biases().clone();
            activation = layer.activation();
            output = new float[outputs];
        }

        void run(float[] input) {
            System.arraycopy(biases, 0, output, 0, output.length);
            for (int i = 0; i < weights.length; i++) {
                addScaled(input[i], weights[i], output);
            }
            Rational.apply(activation, output, output.length);
        }

        private static void addScaled(float factor, float[] row, float[] sum) {
            for (int o = 0; o < sum.length; o++) {
                sum[o] += factor * row[o];
            }
        }
    }
}
