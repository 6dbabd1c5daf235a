package dev.riffle.detector.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.detector.clustering.ClusterModel.AutoencoderMixture;
import dev.riffle.detector.clustering.ClusterModel.CorePoints;
import dev.riffle.detector.clustering.ClusterModel.EncodedCentroids;
import dev.riffle.detector.clustering.ClusterModel.LatentCentroids;
import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseLayer;
import dev.riffle.detector.encoder.DenseStack;
import dev.riffle.detector.encoder.SeededAutoencoder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClusterModelTest {
    private static final DenseStack INPUT = new DenseStack(2, List.of());

    @Test
    void saysWhatSpaceItsCentroidsLieIn() {
        DenseLayer layer = SeededAutoencoder.layer(new Random(1), 2, 7, Activation.TANH);
        DenseAutoencoder autoencoder = SeededAutoencoder.of(1, Activation.TANH, 2, 1, 2);

        assertThat(new LatentCentroids().dimension(3)).isEqualTo(3);
        assertThat(new EncodedCentroids(INPUT).dimension(3)).isEqualTo(2);
        assertThat(new EncodedCentroids(new DenseStack(2, List.of(layer))).dimension(3))
                .isEqualTo(7);
        assertThat(new AutoencoderMixture(List.of(autoencoder)).dimension(3)).isEqualTo(1);
        assertThat(new CorePoints(INPUT, new float[4], new int[] {0, 1}, 1).dimension(3))
                .isEqualTo(1);
    }

    @Test
    void refusesMixturesThatAreEmptyOrOfSeveralWidths() {
        assertRefused(() -> new AutoencoderMixture(List.of()), "Mixture has 0 autoencoders; expected at least 1");
        assertRefused(
                () -> new AutoencoderMixture(List.of(
                        SeededAutoencoder.of(1, Activation.TANH, 2, 1, 2),
                        SeededAutoencoder.of(1, Activation.TANH, 3, 1, 3))),
                "Mixture's autoencoder 1 has 3 inputs; expected 2, as autoencoder 0 has");
    }

    @Test
    void refusesCorePointsThatCannotAssign() {
        assertRefused(() -> corePoints(new float[0], 1), "There are 0 core points; expected at least 1");
        assertRefused(() -> corePoints(new float[3], 1, 0), "1 core points have 3 values; expected 2 each");
        assertRefused(
                () -> corePoints(new float[] {0, Float.NaN}, 1, 0),
                "Core point 0 is NaN in dimension 1; expected a finite value");
        assertRefused(() -> corePoints(new float[2], 1, -1), "Core point 0 belongs to cluster -1; expected 0 to 4095");
        assertRefused(
                () -> corePoints(new float[2], 1, Integer.MAX_VALUE),
                "Core point 0 belongs to cluster 2147483647; expected 0 to 4095");
        assertRefused(() -> corePoints(new float[4], 1, 0, 2), "No core point belongs to cluster 1 of 3");
        for (double radius : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRefused(
                    () -> corePoints(new float[2], radius, 0),
                    "Radius of core points is " + radius + "; expected a finite value above 0");
        }
    }

    @Test
    void refusesLayersThatDoNotChain() {
        DenseLayer layer = SeededAutoencoder.layer(new Random(1), 3, 2, Activation.TANH);
        assertRefused(() -> new DenseStack(0, List.of()), "Stack of layers has 0 inputs; expected at least 1");
        assertRefused(
                () -> new DenseStack(2, List.of(layer)), "Stack's layer 0 has 3 inputs; expected 2, the stack's own");
        assertRefused(
                () -> new DenseStack(3, List.of(layer, layer)),
                "Stack's layer 1 has 3 inputs; expected 2, the outputs of layer 0");
    }

    private static CorePoints corePoints(float[] points, double radius, int... clusters) {
        return new CorePoints(INPUT, points, clusters, radius);
    }

    private static void assertRefused(Runnable construction, String message) {
        assertThatThrownBy(construction::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
