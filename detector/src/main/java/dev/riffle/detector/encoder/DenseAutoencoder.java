package dev.riffle.detector.encoder;

import java.util.List;

/**
 * An autoencoder of dense layers.
 *
 * @param layers encoder and decoder layers in order; widths chain, the last one's outputs equal the first one's inputs
 * @param encoderLayers how many of them make up the encoder, at least 1 and fewer than all
 */
public record DenseAutoencoder(List<DenseLayer> layers, int encoderLayers) implements Encoder {
    public DenseAutoencoder {
        layers = List.copyOf(layers);
    }

    @Override
    public int inputs() {
        return layers.get(0).inputs();
    }

    @Override
    public int latentDimension() {
        return layers.get(encoderLayers - 1).outputs();
    }
}
