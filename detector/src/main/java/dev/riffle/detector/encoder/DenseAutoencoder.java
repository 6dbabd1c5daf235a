package dev.riffle.detector.encoder;

import java.util.List;

/**
 * An autoencoder of dense layers.
 *
 * @param layers encoder and decoder layers in order; widths chain, the last one's outputs equal the first one's inputs
 * @param encoderLayers how many of them make up the encoder, at least 1 and fewer than all
 */
public record DenseAutoencoder(List<DenseLayer> layers, int encoderLayers) implements Encoder {
    /** @throws IllegalArgumentException if the widths do not chain or either half has no layer */
    public DenseAutoencoder {
        layers = List.copyOf(layers);
        if (encoderLayers < 1 || encoderLayers >= layers.size()) {
            throw new IllegalArgumentException("Autoencoder of " + layers.size() + " layers has " + encoderLayers
                    + " encoder layers; expected at least 1 and fewer than all");
        }
        for (int i = 1; i < layers.size(); i++) {
            if (layers.get(i).inputs() != layers.get(i - 1).outputs()) {
                throw new IllegalArgumentException(
                        "Autoencoder's layer " + i + " has " + layers.get(i).inputs() + " inputs; expected "
                                + layers.get(i - 1).outputs() + ", the outputs of layer " + (i - 1));
            }
        }
        int inputs = layers.get(0).inputs();
        int reconstructed = layers.get(layers.size() - 1).outputs();
        if (reconstructed != inputs) {
            throw new IllegalArgumentException("Autoencoder's last layer has " + reconstructed + " outputs; expected "
                    + inputs + ", the inputs of the first");
        }
    }

    @Override
    public int inputs() {
        return layers.get(0).inputs();
    }

    @Override
    public int latentDimension() {
        return layers.get(encoderLayers - 1).outputs();
    }

    /** The layers that map a scaled input to latent space. */
    public DenseStack encoder() {
        return new DenseStack(inputs(), layers.subList(0, encoderLayers));
    }

    /** The layers that map a position in latent space to a reconstruction. */
    public DenseStack decoder() {
        return new DenseStack(latentDimension(), layers.subList(encoderLayers, layers.size()));
    }
}
