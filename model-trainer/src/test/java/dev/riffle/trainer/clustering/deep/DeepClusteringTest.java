package dev.riffle.trainer.clustering.deep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.trainer.clustering.ClusteringAlgorithms;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.evaluation.ClusteringMetrics;
import dev.riffle.trainer.network.Autoencoder;
import dev.riffle.trainer.network.Minibatches;
import dev.riffle.trainer.network.NetworkThreads;
import dev.riffle.trainer.network.ReconstructionLoss;
import dev.riffle.trainer.network.ReconstructionTraining;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeepClusteringTest {
    private static final Blobs SEPARATED = Blobs.of(300, 20, 0.15, 5);
    private static final Blobs TOUCHING = Blobs.of(300, 20, 0.7, 6);

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @ParameterizedTest
    @CsvSource({"k-dae,5", "dec,10", "dcn,10", "damic,5"})
    void separatedBlobsAreFound(String algorithm, int epochs) {
        assertThat(figures(algorithm, epochs, SEPARATED).ari()).isGreaterThan(0.9);
    }

    @ParameterizedTest
    @CsvSource({"k-dae,10", "dec,10", "dcn,10", "damic,5"})
    void touchingBlobsAreToldApartBetterThanByChance(String algorithm, int epochs) {
        assertThat(figures(algorithm, epochs, TOUCHING).ari()).isGreaterThan(0.3);
    }

    /** As the method is meant: ten times as many centroids as classes, most of which win no row. */
    @Test
    void autoencodedKMeansFindsSeparatedBlobsAmongManyCentroids() {
        Blobs blobs = Blobs.of(300, 20, 0.15, 6);

        int[] assignment = ClusteringAlgorithms.named("autoencoded-kmeans")
                .cluster(
                        blobs.rows(),
                        new ClusteringSettings(10 * Blobs.CLUSTERS, OptionalInt.of(20), 1),
                        Progress.NONE);

        assertThat(ClusteringMetrics.of(blobs.labels(), assignment).ari()).isGreaterThan(0.9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k-dae", "k-dae-soft", "dec", "dcn", "damic", "autoencoded-kmeans"})
    void theSameSeedGivesTheSameLossesAndClusters(String algorithm) {
        List<Double> first = new ArrayList<>();
        List<Double> second = new ArrayList<>();

        int[] once = cluster(algorithm, 1, TOUCHING, step -> first.add(step.loss()));
        int[] again = cluster(algorithm, 1, TOUCHING, step -> second.add(step.loss()));

        assertThat(again).isEqualTo(once);
        assertThat(second).isNotEmpty().isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k-dae", "k-dae-soft", "dec", "dcn", "damic", "autoencoded-kmeans"})
    void anInterruptEndsTheTraining(String algorithm) {
        Progress interrupting = step -> {
            if (step.epoch() == 1) {
                Thread.currentThread().interrupt();
            }
        };

        assertThatThrownBy(() -> cluster(algorithm, 3, TOUCHING, interrupting))
                .isInstanceOf(TrainingInterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void autoencodersSideBySideEndWithAnInterruptToo() {
        Progress interrupting = step -> {
            if (step.epoch() == 3) {
                Thread.currentThread().interrupt();
            }
        };

        assertThatThrownBy(() -> cluster("k-dae", 2, TOUCHING, interrupting))
                .isInstanceOf(TrainingInterruptedException.class);
    }

    @Test
    void networksOnOneThreadLearnWhatTheyLearnOnThree() {
        List<double[]> one = errors(1);
        List<double[]> three = errors(3);

        for (int i = 0; i < one.size(); i++) {
            assertThat(three.get(i)).isEqualTo(one.get(i));
        }
    }

    private static List<double[]> errors(int threadCount) {
        try (NetworkThreads threads = new NetworkThreads(threadCount)) {
            return threads.forEach(3, i -> {
                Autoencoder autoencoder =
                        Autoencoder.create(CommonAutoencoder.layout(SEPARATED.rows()), CommonAutoencoder.OPTIMISER, i);
                ReconstructionTraining training =
                        new ReconstructionTraining(SEPARATED.rows(), ReconstructionLoss.CROSS_ENTROPY);
                training.epoch(autoencoder, new Minibatches(64, i), 0);
                training.epoch(autoencoder, new Minibatches(64, i), 1);
                return autoencoder.errors(SEPARATED.rows());
            });
        }
    }

    private static ClusteringMetrics figures(String algorithm, int epochs, Blobs blobs) {
        return ClusteringMetrics.of(blobs.labels(), cluster(algorithm, epochs, blobs, Progress.NONE));
    }

    private static int[] cluster(String algorithm, int epochs, Blobs blobs, Progress progress) {
        return ClusteringAlgorithms.named(algorithm)
                .cluster(blobs.rows(), new ClusteringSettings(Blobs.CLUSTERS, OptionalInt.of(epochs), 1), progress);
    }
}
