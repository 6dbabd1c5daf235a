package dev.riffle.trainer.clustering.deep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.riffle.trainer.network.Autoencoder;
import dev.riffle.trainer.network.KeptAssignment;
import dev.riffle.trainer.network.Minibatches;
import dev.riffle.trainer.network.NetworkThreads;
import dev.riffle.trainer.network.ReconstructionLoss;
import dev.riffle.trainer.network.ReconstructionTraining;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptErrorsTest {
    private static final int AUTOENCODERS = 5;
    private static final float[][] ROWS = Blobs.of(90, 6, 0.3, 1).rows();

    private final ClusterAutoencoders parts = parts();

    @Test
    void onlyTheBestOfARowAreAskedAgainAndAllInEveryFifthRound() {
        KeptErrors errors = new KeptErrors(AUTOENCODERS, ROWS.length);
        try (NetworkThreads threads = new NetworkThreads(2)) {
            List<double[]> first = copies(errors.refresh(parts, ROWS, threads, 0));
            assertThat(first).usingRecursiveComparison().isEqualTo(parts.errors(ROWS, threads));

            learn();
            List<double[]> now = parts.errors(ROWS, threads);
            List<double[]> second = copies(errors.refresh(parts, ROWS, threads, 1));
            for (int row = 0; row < ROWS.length; row++) {
                List<Integer> best = best(first, row);
                for (int i = 0; i < AUTOENCODERS; i++) {
                    assertThat(second.get(i)[row])
                            .isCloseTo((best.contains(i) ? now : first).get(i)[row], withinPercentage(1e-4));
                }
            }
            assertThat(copies(errors.refresh(parts, ROWS, threads, 5)))
                    .usingRecursiveComparison()
                    .isEqualTo(now);
        }
    }

    private static List<Integer> best(List<double[]> errors, int row) {
        return IntStream.range(0, AUTOENCODERS)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> errors.get(i)[row]))
                .limit(3)
                .toList();
    }

    private void learn() {
        ReconstructionTraining training = new ReconstructionTraining(ROWS, ReconstructionLoss.CROSS_ENTROPY);
        parts.autoencoders()
                .forEach(each -> training.epoch(each, parts.minibatches().get(0), 0));
    }

    private static List<double[]> copies(List<double[]> errors) {
        return errors.stream().map(double[]::clone).toList();
    }

    private static ClusterAutoencoders parts() {
        return new ClusterAutoencoders(
                IntStream.range(0, AUTOENCODERS)
                        .mapToObj(i -> Autoencoder.create(
                                CommonAutoencoder.layout(ROWS).withoutNormalisation(), CommonAutoencoder.OPTIMISER, i))
                        .toList(),
                Arrays.asList(new Minibatches[] {new Minibatches(30, 1)}),
                new KeptAssignment(ROWS.length));
    }
}
