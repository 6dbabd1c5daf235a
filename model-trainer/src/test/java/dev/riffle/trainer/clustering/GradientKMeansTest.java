package dev.riffle.trainer.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.trainer.clustering.GradientKMeans.Start;
import dev.riffle.trainer.evaluation.ClusteringMetrics;
import dev.riffle.trainer.training.Progress;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GradientKMeansTest {
    @Test
    void fromThePseudoIdentityClustersComeIntoUseOneAfterTheOther() {
        float[][] rows = strokes(3_000, 30, 5);

        int after1 = used(rows, 1);
        int after10 = used(rows, 10);
        int after80 = used(rows, 80);

        assertThat(after1).isLessThan(after10);
        assertThat(after10).isLessThan(after80);
    }

    @Test
    void fewClustersAndRowsThatAreNoPixelsStartFromSeeds() {
        float[][] pixels = noise(300, 4, 1);
        float[][] others = noise(300, 4, 1);
        others[7][2] = -0.5f;

        assertThat(cluster(pixels, 49, Start.BY_ROWS)).isEqualTo(cluster(pixels, 49, Start.SEEDS));
        assertThat(cluster(pixels, 50, Start.BY_ROWS)).isEqualTo(cluster(pixels, 50, Start.PSEUDO_IDENTITY));
        assertThat(cluster(others, 50, Start.BY_ROWS)).isEqualTo(cluster(others, 50, Start.SEEDS));
        assertThat(cluster(pixels, 50, Start.SEEDS)).isNotEqualTo(cluster(pixels, 50, Start.PSEUDO_IDENTITY));
    }

    @Test
    void moreClustersThanColumnsBeginAtTheOriginTogetherAndStillDivideRows() {
        int[] clusters = cluster(noise(500, 2, 2), 50, Start.PSEUDO_IDENTITY);

        assertThat(Arrays.stream(clusters).distinct().count()).isGreaterThan(1);
    }

    private static int used(float[][] rows, int epochs) {
        int[] clusters = new GradientKMeans(Start.PSEUDO_IDENTITY)
                .cluster(rows, new ClusteringSettings(60, OptionalInt.of(epochs), 1), Progress.NONE);
        return ClusteringMetrics.of(new int[rows.length], clusters).clusters();
    }

    private static int[] cluster(float[][] rows, int k, Start start) {
        return new GradientKMeans(start).cluster(rows, new ClusteringSettings(k, OptionalInt.of(5), 3), Progress.NONE);
    }

    /** Mostly dark, with a bright stretch somewhere, as pixels are. */
    private static float[][] strokes(int count, int columns, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[count][columns];
        for (float[] row : rows) {
            int from = random.nextInt(columns - 8);
            Arrays.fill(row, from, from + 3 + random.nextInt(5), 0.3f + 0.7f * random.nextFloat());
        }
        return rows;
    }

    private static float[][] noise(int count, int columns, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[count][columns];
        for (float[] row : rows) {
            for (int f = 0; f < columns; f++) {
                row[f] = random.nextFloat();
            }
        }
        return rows;
    }
}
