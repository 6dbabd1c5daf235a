package dev.riffle.detector.kernel;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseLayer;
import java.util.Arrays;
import java.util.List;

/** Plain loops, shaped such that the JIT compiler vectorises them: one weight row per input, added to all outputs. */
final class PlainDenseKernel implements DenseKernel {
    private final int inputs;
    private final int latentDimension;
    private final Layer[] encoder;
    private final Layer[] decoder;

    PlainDenseKernel(DenseAutoencoder autoencoder) {
        inputs = autoencoder.inputs();
        latentDimension = autoencoder.latentDimension();
        encoder = layers(autoencoder.encoder());
        decoder = layers(autoencoder.decoder());
    }

    private static Layer[] layers(List<DenseLayer> layers) {
        return layers.stream().map(Layer::new).toArray(Layer[]::new);
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
    public int latentDimension() {
        return latentDimension;
    }

    @Override
    public void encode(float[] scaled, float[] latent) {
        Lengths.require("scaled", scaled, inputs);
        Lengths.require("latent", latent, latentDimension);
        run(encoder, scaled, latent);
    }

    @Override
    public void decode(float[] latent, float[] reconstruction) {
        Lengths.require("latent", latent, latentDimension);
        Lengths.require("reconstruction", reconstruction, inputs);
        run(decoder, latent, reconstruction);
    }

    private static void run(Layer[] layers, float[] input, float[] output) {
        float[] in = input;
        for (Layer layer : layers) {
            layer.run(in);
            in = layer.output;
        }
        System.arraycopy(in, 0, output, 0, output.length);
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
