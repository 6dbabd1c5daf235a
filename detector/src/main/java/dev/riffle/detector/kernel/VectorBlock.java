package dev.riffle.detector.kernel;

import dev.riffle.detector.encoder.DenseLayer;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Some neighbouring outputs of a dense layer, without its activation: one to four vectors that are computed together. At
 * least three sums are in flight at a time, so that one's multiply-add hides the latency of the others'; with few vectors
 * every other or fourth input has a sum of its own.
 */
abstract sealed class VectorBlock implements VectorStackKernel.Step {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();
    static final int MOST_VECTORS = 4;

    final int inputs;
    /** Index of the first output. */
    final int first;
    /** Row-major {@code [input][vector][lane]}: what is read together lies together. */
    final float[] weights;

    final float[] biases;

    private VectorBlock(DenseLayer layer, int first, int vectors) {
        this.inputs = layer.inputs();
        this.first = first;
        int width = vectors * LANES;
        int last = Math.min(first + width, layer.outputs());
        weights = new float[Math.multiplyExact(inputs, width)];
        for (int i = 0; i < inputs; i++) {
            System.arraycopy(layer.weights(), i * layer.outputs() + first, weights, i * width, last - first);
        }
        biases = Arrays.copyOf(Arrays.copyOfRange(layer.biases(), first, last), width);
    }

    /**
     * Outputs {@code first} to {@code first + vectors * LANES - 1}, those beyond the layer's being 0.
     *
     * @param vectors 1 to {@value #MOST_VECTORS}
     */
    static VectorBlock of(DenseLayer layer, int first, int vectors) {
        return switch (vectors) {
            case 1 -> new One(layer, first);
            case 2 -> new Two(layer, first);
            case 3 -> new Three(layer, first);
            case 4 -> new Four(layer, first);
            default ->
                throw new IllegalArgumentException(
                        "found a block of " + vectors + " vectors, expected 1 to " + MOST_VECTORS);
        };
    }

    private static final class One extends VectorBlock {
        One(DenseLayer layer, int first) {
            super(layer, first, 1);
        }

        @Override
        public void run(float[] input, float[] output) {
            multiply(input, inputs, weights, biases, output, first);
        }

        private static void multiply(
                float[] input, int inputs, float[] weights, float[] biases, float[] output, int o) {
            FloatVector a = FloatVector.fromArray(SPECIES, biases, 0);
            FloatVector b = FloatVector.zero(SPECIES);
            FloatVector c = FloatVector.zero(SPECIES);
            FloatVector d = FloatVector.zero(SPECIES);
            int fours = inputs & -4;
            for (int i = 0; i < fours; i += 4) {
                int w = i * LANES;
                a = FloatVector.broadcast(SPECIES, input[i]).fma(FloatVector.fromArray(SPECIES, weights, w), a);
                b = FloatVector.broadcast(SPECIES, input[i + 1])
                        .fma(FloatVector.fromArray(SPECIES, weights, w + LANES), b);
                c = FloatVector.broadcast(SPECIES, input[i + 2])
                        .fma(FloatVector.fromArray(SPECIES, weights, w + 2 * LANES), c);
                d = FloatVector.broadcast(SPECIES, input[i + 3])
                        .fma(FloatVector.fromArray(SPECIES, weights, w + 3 * LANES), d);
            }
            for (int i = fours; i < inputs; i++) {
                a = FloatVector.broadcast(SPECIES, input[i]).fma(FloatVector.fromArray(SPECIES, weights, i * LANES), a);
            }
            a.add(b).add(c.add(d)).intoArray(output, o);
        }
    }

    private static final class Two extends VectorBlock {
        Two(DenseLayer layer, int first) {
            super(layer, first, 2);
        }

        @Override
        public void run(float[] input, float[] output) {
            multiply(input, inputs, weights, biases, output, first);
        }

        private static void multiply(
                float[] input, int inputs, float[] weights, float[] biases, float[] output, int o) {
            FloatVector a = FloatVector.fromArray(SPECIES, biases, 0);
            FloatVector b = FloatVector.fromArray(SPECIES, biases, LANES);
            FloatVector c = FloatVector.zero(SPECIES);
            FloatVector d = FloatVector.zero(SPECIES);
            int pairs = inputs & -2;
            for (int i = 0; i < pairs; i += 2) {
                FloatVector x = FloatVector.broadcast(SPECIES, input[i]);
                FloatVector y = FloatVector.broadcast(SPECIES, input[i + 1]);
                int w = i * (2 * LANES);
                a = x.fma(FloatVector.fromArray(SPECIES, weights, w), a);
                b = x.fma(FloatVector.fromArray(SPECIES, weights, w + LANES), b);
                c = y.fma(FloatVector.fromArray(SPECIES, weights, w + 2 * LANES), c);
                d = y.fma(FloatVector.fromArray(SPECIES, weights, w + 3 * LANES), d);
            }
            if (pairs < inputs) {
                FloatVector x = FloatVector.broadcast(SPECIES, input[pairs]);
                int w = pairs * (2 * LANES);
                a = x.fma(FloatVector.fromArray(SPECIES, weights, w), a);
                b = x.fma(FloatVector.fromArray(SPECIES, weights, w + LANES), b);
            }
            a.add(c).intoArray(output, o);
            b.add(d).intoArray(output, o + LANES);
        }
    }

    private static final class Three extends VectorBlock {
        Three(DenseLayer layer, int first) {
            super(layer, first, 3);
        }

        @Override
        public void run(float[] input, float[] output) {
            multiply(input, inputs, weights, biases, output, first);
        }

        private static void multiply(
                float[] input, int inputs, float[] weights, float[] biases, float[] output, int o) {
            FloatVector a = FloatVector.fromArray(SPECIES, biases, 0);
            FloatVector b = FloatVector.fromArray(SPECIES, biases, LANES);
            FloatVector c = FloatVector.fromArray(SPECIES, biases, 2 * LANES);
            for (int i = 0; i < inputs; i++) {
                FloatVector x = FloatVector.broadcast(SPECIES, input[i]);
                int w = i * (3 * LANES);
                a = x.fma(FloatVector.fromArray(SPECIES, weights, w), a);
                b = x.fma(FloatVector.fromArray(SPECIES, weights, w + LANES), b);
                c = x.fma(FloatVector.fromArray(SPECIES, weights, w + 2 * LANES), c);
            }
            a.intoArray(output, o);
            b.intoArray(output, o + LANES);
            c.intoArray(output, o + 2 * LANES);
        }
    }

    private static final class Four extends VectorBlock {
        Four(DenseLayer layer, int first) {
            super(layer, first, 4);
        }

        @Override
        public void run(float[] input, float[] output) {
            multiply(input, inputs, weights, biases, output, first);
        }

        private static void multiply(
                float[] input, int inputs, float[] weights, float[] biases, float[] output, int o) {
            FloatVector a = FloatVector.fromArray(SPECIES, biases, 0);
            FloatVector b = FloatVector.fromArray(SPECIES, biases, LANES);
            FloatVector c = FloatVector.fromArray(SPECIES, biases, 2 * LANES);
            FloatVector d = FloatVector.fromArray(SPECIES, biases, 3 * LANES);
            for (int i = 0; i < inputs; i++) {
                FloatVector x = FloatVector.broadcast(SPECIES, input[i]);
                int w = i * (4 * LANES);
                a = x.fma(FloatVector.fromArray(SPECIES, weights, w), a);
                b = x.fma(FloatVector.fromArray(SPECIES, weights, w + LANES), b);
                c = x.fma(FloatVector.fromArray(SPECIES, weights, w + 2 * LANES), c);
                d = x.fma(FloatVector.fromArray(SPECIES, weights, w + 3 * LANES), d);
            }
            a.intoArray(output, o);
            b.intoArray(output, o + LANES);
            c.intoArray(output, o + 2 * LANES);
            d.intoArray(output, o + 3 * LANES);
        }
    }
}
