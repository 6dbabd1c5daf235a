package dev.riffle.detector.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DenseAutoencoderTest {
    @Test
    void knowsItsWidthsAndHalves() {
        DenseAutoencoder autoencoder = SeededAutoencoder.of(1, Activation.TANH, 30, 64, 8, 64, 30);

        assertThat(autoencoder.inputs()).isEqualTo(30);
        assertThat(autoencoder.latentDimension()).isEqualTo(8);
        assertThat(autoencoder.encoder().layers()).hasSize(2);
        assertThat(autoencoder.decoder().layers()).hasSize(2);
    }

    @Test
    void refusesLayersThatDoNotChain() {
        assertThatThrownBy(() -> new DenseAutoencoder(List.of(layer(3, 2), layer(4, 3)), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Autoencoder's layer 1 has 4 inputs; expected 2, the outputs of layer 0");
    }

    @Test
    void refusesAReconstructionOfAnotherWidth() {
        assertThatThrownBy(() -> new DenseAutoencoder(List.of(layer(3, 2), layer(2, 4)), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Autoencoder's last layer has 4 outputs; expected 3, the inputs of the first");
    }

    @Test
    void refusesAHalfWithoutLayers() {
        List<DenseLayer> layers = List.of(layer(3, 2), layer(2, 3));
        for (int encoderLayers : new int[] {-1, 0, 2, 3}) {
            assertThatThrownBy(() -> new DenseAutoencoder(layers, encoderLayers))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has " + encoderLayers + " encoder layers");
        }
        assertThatThrownBy(() -> new DenseAutoencoder(List.of(), 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWeightsOfAnotherShape() {
        assertThatThrownBy(() -> new DenseLayer(3, 2, new float[5], new float[2], Activation.TANH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Dense layer has 5 weights; expected 3 inputs x 2 outputs = 6");
        assertThatThrownBy(() -> new DenseLayer(3, 2, new float[6], new float[3], Activation.TANH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Dense layer has 3 biases; expected one for each of its 2 outputs");
        assertThatThrownBy(() -> new DenseLayer(65_536, 65_536, new float[0], new float[65_536], Activation.TANH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("= 4294967296");
        assertThatThrownBy(() -> new DenseLayer(0, 2, new float[0], new float[2], Activation.TANH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1");
    }

    @Test
    void refusesWeightsThatAreNotFinite() {
        float[] weights = new float[6];
        weights[4] = Float.NaN;
        assertThatThrownBy(() -> new DenseLayer(3, 2, weights, new float[2], Activation.TANH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Dense layer's weight at index 4 is NaN; expected a finite value");
        assertThatThrownBy(() ->
                        new DenseLayer(3, 2, new float[6], new float[] {0, Float.NEGATIVE_INFINITY}, Activation.TANH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Dense layer's bias at index 1 is -Infinity; expected a finite value");
    }

    private static DenseLayer layer(int inputs, int outputs) {
        return new DenseLayer(inputs, outputs, new float[inputs * outputs], new float[outputs], Activation.IDENTITY);
    }
}
