package dev.riffle.detector.kernel;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseLayer;
import dev.riffle.detector.encoder.DenseStack;
import java.util.ArrayList;
import java.util.List;

/** The Vector API's kernel: each layer's outputs are padded to whole vectors, so no loop has a tail. */
final class VectorStackKernel implements StackKernel {
    private final int inputs;
    private final int outputs;
    private final Layer[] layers;

    VectorStackKernel(DenseStack stack) {
        inputs = stack.inputs();
        outputs = stack.outputs();
        layers = stack.layers().stream().map(Layer::of).toArray(Layer[]::new);
    }

    @Override
    public String name() {
        return "vector-" + VectorBlock.SPECIES.vectorBitSize();
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
        float[] out = input;
        for (int l = 0; l < layers.length; l++) {
            Layer layer = layers[l];
            // What was just written in vectors is slow to be copied: without a copy where no padding asks for it.
            boolean last = l == layers.length - 1 && output.length == layer.output.length && output != input;
            out = last ? output : layer.output;
            for (Step step : layer.steps) {
                step.run(in, out);
            }
            in = out;
        }
        if (out != output) {
            System.arraycopy(out, 0, output, 0, outputs);
        }
    }

    /**
     * A part of a layer. Behind an interface so that the JIT compiler makes code of every kind by itself: all of them
     * inlined into one method exhaust its budget, and then every vector is an object, which is 10 to 60 times slower.
     */
    @FunctionalInterface
    interface Step {
        /**
         * @param input the layer's, at least as long as it has inputs
         * @param output of the layer, padded to whole vectors
         */
        void run(float[] input, float[] output);
    }

    /**
     * One layer.
     *
     * @param output padded with what the activation makes of 0; the next layer reads only its own inputs
     */
    private record Layer(Step[] steps, float[] output) {
        static Layer of(DenseLayer layer) {
            int lanes = VectorBlock.LANES;
            int vectors = (layer.outputs() + lanes - 1) / lanes;
            List<Step> steps = new ArrayList<>();
            for (int from = 0; from < vectors; ) {
                int together = Math.min(VectorBlock.MOST_VECTORS, vectors - from);
                steps.add(VectorBlock.of(layer, from * lanes, together));
                from += together;
            }
            if (layer.activation() != Activation.IDENTITY) {
                steps.add(VectorActivation.of(layer.activation()));
            }
            return new Layer(steps.toArray(Step[]::new), new float[vectors * lanes]);
        }
    }
}
