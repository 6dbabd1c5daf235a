package dev.riffle.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.trainer.clustering.ClusteringAlgorithms;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingFailedException;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochLoopTest {
    private static final float[][] ROWS = rows();

    @TempDir
    Path folder;

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    /** Interrupted in every phase: autoencoder, parts, gating, joint training. */
    @ParameterizedTest
    @CsvSource({
        "k-dae,1",
        "k-dae,3",
        "k-dae,5",
        "k-dae-soft,5",
        "damic,5",
        "damic,7",
        "dec,1",
        "dec,3",
        "dcn,1",
        "dcn,3",
        "autoencoded-kmeans,1",
        "ae-kmeans,1",
        "wide-ae-kmeans,1",
        "manifold,1",
        "vae-kmeans,1"
    })
    void aTrainingThatWasInterruptedEndsAsIfItHadNotBeen(String algorithm, int interruptedAfter) {
        Path file = folder.resolve("training.checkpoint");
        ClusteringSettings kept = new ClusteringSettings(3, OptionalInt.of(2), 5, Optional.of(file));
        List<Double> undisturbed = new ArrayList<>();
        int[] expected = ClusteringAlgorithms.named(algorithm)
                .cluster(ROWS, new ClusteringSettings(3, OptionalInt.of(2), 5), step -> fitted(step, undisturbed));

        List<Double> losses = new ArrayList<>();
        assertThatThrownBy(() -> ClusteringAlgorithms.named(algorithm).cluster(ROWS, kept, step -> {
                    fitted(step, losses);
                    if (losses.size() == interruptedAfter) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .isInstanceOf(TrainingInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).exists();
        int[] found = ClusteringAlgorithms.named(algorithm).cluster(ROWS, kept, step -> fitted(step, losses));

        assertThat(found).isEqualTo(expected);
        assertThat(losses).isEqualTo(undisturbed);
        assertThat(file).doesNotExist();
    }

    @Test
    void trainingsThatBeginAlikeShareTheirBeginning() {
        List<Double> alone = new ArrayList<>();
        int[] expected = ClusteringAlgorithms.named("damic")
                .cluster(ROWS, new ClusteringSettings(3, OptionalInt.of(2), 5), step -> fitted(step, alone));
        ClusteringSettings sharing =
                new ClusteringSettings(3, OptionalInt.of(2), 5, Optional.empty(), Optional.of(folder));

        ClusteringAlgorithms.named("wide-ae-kmeans").cluster(ROWS, sharing, Progress.NONE);
        List<Double> losses = new ArrayList<>();
        int[] found = ClusteringAlgorithms.named("damic").cluster(ROWS, sharing, step -> fitted(step, losses));

        assertThat(found).isEqualTo(expected);
        assertThat(losses).isEqualTo(alone.subList(2, alone.size()));
    }

    @Test
    void aBeginningOfOtherRowsOrAnotherSeedIsNotTaken() throws IOException {
        for (long seed : new long[] {5, 6}) {
            for (int rows : new int[] {80, 90}) {
                ClusteringAlgorithms.named("wide-ae-kmeans")
                        .cluster(
                                Arrays.copyOf(ROWS, rows),
                                new ClusteringSettings(
                                        3, OptionalInt.of(1), seed, Optional.empty(), Optional.of(folder)),
                                Progress.NONE);
            }
        }

        try (Stream<Path> kept = Files.list(folder)) {
            assertThat(kept).hasSize(4);
        }
    }

    @Test
    void aCheckpointOfAnotherTrainingOrADamagedOneIsRefused() throws IOException {
        Path file = folder.resolve("training.checkpoint");
        interrupted("dcn", file, 5);

        assertThatThrownBy(() -> interrupted("dec", file, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it is of another training (dcn")
                .hasMessageContaining("expected dec");
        assertThatThrownBy(() -> interrupted("dcn", file, 6)).hasMessageContaining("seed 6");

        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> interrupted("dcn", file, 5)).hasMessageContaining("checksum differs");
        Files.write(file, Arrays.copyOf(bytes, 100));
        assertThatThrownBy(() -> interrupted("dcn", file, 5)).hasMessageContaining("cannot be continued");
        Files.writeString(file, "not a checkpoint");
        assertThatThrownBy(() -> interrupted("dcn", file, 5)).hasMessageContaining("it is no checkpoint of a training");
    }

    @Test
    void aLossThatIsNotFiniteEndsTheTraining() {
        EpochLoop loop = new EpochLoop(Progress.NONE, 3, Optional.empty());

        assertThatThrownBy(() -> loop.phase(3, List.of(), epoch -> epoch == 1 ? Double.NaN : 1))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("Loss is NaN in epoch 2");
    }

    @Test
    void aLossThatStaysExhaustsPatience() {
        Patience patience = new Patience(2, 0.1);

        assertThat(patience.exhausted(10)).isFalse();
        assertThat(patience.exhausted(9.5)).isFalse();
        assertThat(patience.exhausted(8.5)).isFalse();
        assertThat(patience.exhausted(8)).isFalse();
        assertThat(patience.exhausted(8.4)).isTrue();
    }

    private static void interrupted(String algorithm, Path file, long seed) {
        ClusteringSettings settings = new ClusteringSettings(3, OptionalInt.of(2), seed, Optional.of(file));
        try {
            ClusteringAlgorithms.named(algorithm)
                    .cluster(ROWS, settings, step -> Thread.currentThread().interrupt());
        } catch (TrainingInterruptedException expected) {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static void fitted(Progress.Step step, List<Double> losses) {
        if (step.phase() == Progress.Phase.FITTING_NETWORK) {
            losses.add(step.loss());
        }
    }

    private static float[][] rows() {
        Random random = new Random(2);
        float[][] rows = new float[90][6];
        for (int i = 0; i < rows.length; i++) {
            for (int f = 0; f < 6; f++) {
                rows[i][f] =
                        (float) Math.min(1, Math.max(0, (f % 3 == i % 3 ? 0.8 : 0.2) + 0.1 * random.nextGaussian()));
            }
        }
        return rows;
    }
}
