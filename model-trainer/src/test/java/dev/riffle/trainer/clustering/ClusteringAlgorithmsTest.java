package dev.riffle.trainer.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.trainer.evaluation.ClusteringMetrics;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusteringAlgorithmsTest {
    private static final Blobs BLOBS = Blobs.of(600, 3, 6, 1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kmeans",
                "minibatch-kmeans",
                "gradient-kmeans",
                "ae-kmeans",
                "deep-ae-kmeans",
                "wide-ae-kmeans",
                "vae-kmeans",
                "ae-dbscan",
                "ae-optics-radius",
                "manifold"
            })
    void findsClustersThatLieFarApartAndFindsThemAgain(String name) {
        ClusteringAlgorithm algorithm = ClusteringAlgorithms.named(name);
        ClusteringSettings settings = new ClusteringSettings(3, OptionalInt.of(15), 7);
        List<Progress.Step> steps = new ArrayList<>();

        int[] clusters = algorithm.cluster(BLOBS.rows(), settings, steps::add);

        ClusteringMetrics metrics = ClusteringMetrics.of(BLOBS.labels(), clusters);
        assertThat(metrics.clusters()).isEqualTo(3);
        assertThat(metrics.acc()).isGreaterThan(0.95);
        assertThat(steps).isNotEmpty();
        assertThat(ClusteringAlgorithms.named(name).cluster(BLOBS.rows(), settings, Progress.NONE))
                .isEqualTo(clusters);
    }

    /** Steepness knows no k: within a blob it may find more valleys, but never one that spans two blobs. */
    @Test
    void theValleysOfOpticsDoNotMixBlobs() {
        int[] clusters = ClusteringAlgorithms.named("ae-optics")
                .cluster(BLOBS.rows(), new ClusteringSettings(3, OptionalInt.of(15), 7), Progress.NONE);

        ClusteringMetrics metrics = ClusteringMetrics.of(BLOBS.labels(), clusters);
        assertThat(metrics.clusters()).isGreaterThanOrEqualTo(3);
        for (int i = 0; i < clusters.length; i++) {
            for (int j = 0; j < i; j++) {
                if (clusters[i] != ClusteringAlgorithm.NOISE && clusters[i] == clusters[j]) {
                    assertThat(BLOBS.labels()[i]).isEqualTo(BLOBS.labels()[j]);
                }
            }
        }
    }

    @Test
    void leavesTheRowsAsTheyWere() {
        float[][] before = new float[BLOBS.rows().length][];
        for (int i = 0; i < before.length; i++) {
            before[i] = BLOBS.rows()[i].clone();
        }
        for (String name : ClusteringAlgorithms.names()) {
            ClusteringAlgorithms.named(name)
                    .cluster(BLOBS.rows(), new ClusteringSettings(3, OptionalInt.of(1), 1), Progress.NONE);
        }
        assertThat(BLOBS.rows()).isDeepEqualTo(before);
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> ClusteringAlgorithms.named("k-means"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown algorithm 'k-means'")
                .hasMessageContaining("ae-optics")
                .hasMessageEndingWith("Did you mean 'kmeans'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kmeans", "gradient-kmeans", "ae-kmeans", "ae-dbscan"})
    void anInterruptEndsTheTrainingAndStaysSet(String name) {
        ClusteringAlgorithm algorithm = ClusteringAlgorithms.named(name);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> algorithm.cluster(BLOBS.rows(), new ClusteringSettings(3, 1), Progress.NONE))
                    .isInstanceOf(TrainingInterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void refusesWhatCannotBeClustered() {
        ClusteringAlgorithm algorithm = ClusteringAlgorithms.named("kmeans");

        assertThatThrownBy(() -> new ClusteringSettings(0, 1)).hasMessageContaining("k is 0");
        assertThatThrownBy(() -> new ClusteringSettings(2, OptionalInt.of(0), 1))
                .hasMessageContaining("epochs are 0");
        assertRefused(algorithm, new float[][] {{1}, {2}}, 3, "k is 3, more than the 2 rows");
        assertRefused(algorithm, new float[0][], 1, "no rows");
        assertRefused(algorithm, new float[][] {{1, 2}, {1}}, 1, "row 1 has 1 columns; 2");
        assertRefused(algorithm, new float[][] {{1, Float.NaN}}, 1, "row 0 holds NaN in column 1");
    }

    private static void assertRefused(ClusteringAlgorithm algorithm, float[][] rows, int k, String message) {
        assertThatThrownBy(() -> algorithm.cluster(rows, new ClusteringSettings(k, 1), Progress.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
