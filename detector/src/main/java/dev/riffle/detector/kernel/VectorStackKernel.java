package dev.riffle.detector.kernel;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseLayer;
import dev.riffle.detector.encoder.DenseStack;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The Vector API's kernel: each layer's outputs are padded to whole vectors, so no loop has a tail. */
final class VectorStackKernel implements StackKernel {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private final int inputs;
    private final int outputs;
    private final Layer[] layers;

    VectorStackKernel(DenseStack stack) {
        inputs = stack.inputs();
        outputs = stack.outputs();
        layers = stack.layers().stream().map(Layer::new).toArray(Layer[]::new);
    }

    @Override
    public String name() {
        return "vector-" + SPECIES.vectorBitSize();
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
        private final int inputs;
        private final float[] weights;
        private final float[] biases;
        private final Activation activation;
        /** Padded with what the activation makes of 0; the next layer reads only its own inputs. */
        final float[] output;

        Layer(DenseLayer layer) {
            inputs = layer.inputs();
            int outputs = layer.outputs();
            int padded = (outputs + LANES - 1) / LANES * LANES;
            weights = new float[Math.multiplyExact(inputs, padded)];
            for (int i = 0; i < inputs; i++) {
                System.arraycopy(layer.weights(), i * outputs, weights, i * padded, outputs);
            }
            biases = Arrays.copyOf(layer.biases(), padded);
            activation = layer.activation();
            output = new float[padded];
        }

        void run(float[] input) {
            multiply(input, inputs, weights, biases, output);
            // A pass of its own: inlined into the loop above the activation made it 20 to 60 times slower.
            activate(activation, output);
        }

        /** Two vectors of outputs at a time, so that one's multiply-add hides the latency of the other's. */
        private static void multiply(float[] input, int inputs, float[] weights, float[] biases, float[] output) {
            int padded = output.length;
            int o = 0;
            for (; o + 2 * LANES <= padded; o += 2 * LANES) {
                FloatVector first = FloatVector.fromArray(SPECIES, biases, o);
                FloatVector second = FloatVector.fromArray(SPECIES, biases, o + LANES);
                for (int i = 0, w = o; i < inputs; i++, w += padded) {
                    FloatVector x = FloatVector.broadcast(SPECIES, input[i]);
                    first = x.fma(FloatVector.fromArray(SPECIES, weights, w), first);
                    second = x.fma(FloatVector.fromArray(SPECIES, weights, w + LANES), second);
                }
                first.intoArray(output, o);
                second.intoArray(output, o + LANES);
            }
            if (o < padded) {
                FloatVector sum = FloatVector.fromArray(SPECIES, biases, o);
                for (int i = 0, w = o; i < inputs; i++, w += padded) {
                    FloatVector x = FloatVector.broadcast(SPECIES, input[i]);
                    sum = x.fma(FloatVector.fromArray(SPECIES, weights, w), sum);
                }
                sum.intoArray(output, o);
            }
        }

        private static void activate(Activation activation, float[] values) {
            switch (activation) {
                case IDENTITY -> {}
                case TANH -> {
                    for (int i = 0; i < values.length; i += LANES) {
                        tanh(FloatVector.fromArray(SPECIES, values, i)).intoArray(values, i);
                    }
                }
                case RELU -> {
                    for (int i = 0; i < values.length; i += LANES) {
                        FloatVector.fromArray(SPECIES, values, i).max(0f).intoArray(values, i);
                    }
                }
                case ELU -> {
                    for (int i = 0; i < values.length; i += LANES) {
                        elu(FloatVector.fromArray(SPECIES, values, i)).intoArray(values, i);
                    }
                }
                case SIGMOID -> {
                    for (int i = 0; i < values.length; i += LANES) {
                        FloatVector x = FloatVector.fromArray(SPECIES, values, i);
                        tanh(x.mul(0.5f)).mul(0.5f).add(0.5f).intoArray(values, i);
                    }
                }
            }
        }

        /** {@link Rational#tanh}, lane by lane. */
        private static FloatVector tanh(FloatVector value) {
            FloatVector x = value.max(-Rational.TANH_LIMIT).min(Rational.TANH_LIMIT);
            FloatVector x2 = x.mul(x);
            FloatVector p = x2.mul(Rational.P13).add(Rational.P11);
            p = x2.mul(p).add(Rational.P9);
            p = x2.mul(p).add(Rational.P7);
            p = x2.mul(p).add(Rational.P5);
            p = x2.mul(p).add(Rational.P3);
            p = x2.mul(p).add(Rational.P1);
            FloatVector q = x2.mul(Rational.Q6).add(Rational.Q4);
            q = x2.mul(q).add(Rational.Q2);
            q = x2.mul(q).add(Rational.Q0);
            return x.mul(p).div(q);
        }

        /** {@link Rational#elu}, lane by lane. */
        private static FloatVector elu(FloatVector x) {
            FloatVector t = tanh(x.min(0f).mul(0.5f));
            return x.max(0f).add(t.mul(2f).div(t.neg().add(1f)));
        }
    }
}
