package dev.riffle.detector.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KMeansTest {
    @Test
    void findsWellSeparatedGroups() {
        float[][] rows = threeGroups(300, 7);

        KMeans.Fit fit = KMeans.fit(rows, 3, 50, 1);

        assertThat(fit.centroids().masses()).containsExactly(100, 100, 100);
        for (int i = 0; i < rows.length; i++) {
            assertThat(fit.assignment()[i]).isEqualTo(fit.assignment()[i % 3]);
        }
        for (float variance : fit.centroids().variances()) {
            assertThat(variance).isCloseTo(0.01f, within(0.005f));
        }
        assertThat(fit.inertia()).isCloseTo(300 * 2 * 0.01, within(1.5));
    }

    @Test
    void givesTheSameResultForTheSameSeed() {
        float[][] rows = threeGroups(200, 3);

        assertThat(KMeans.fit(rows, 8, 20, 5).centroids())
                .isEqualTo(KMeans.fit(rows, 8, 20, 5).centroids());
    }

    @Test
    void centresAreTheMeansOfTheirRowsOnceItHasConverged() {
        float[][] rows = threeGroups(90, 11);

        KMeans.Fit fit = KMeans.fit(rows, 5, 1000, 2);

        for (int j = 0; j < 5; j++) {
            int cluster = j;
            for (int f = 0; f < 2; f++) {
                int column = f;
                double mean = IntStream.range(0, rows.length)
                        .filter(i -> fit.assignment()[i] == cluster)
                        .mapToDouble(i -> rows[i][column])
                        .average()
                        .orElseThrow();
                assertThat((double) fit.centroids().centres()[2 * j + f]).isCloseTo(mean, within(1e-5));
            }
        }
    }

    @Test
    void copesWithFewerDistinctRowsThanClusters() {
        float[][] rows = {{1, 1}, {1, 1}, {1, 1}, {5, 5}};

        KMeans.Fit fit = KMeans.fit(rows, 6, 10, 1);

        assertThat(fit.centroids().count()).isEqualTo(4);
        assertThat(fit.inertia()).isZero();
        assertThat(Arrays.stream(fit.centroids().masses()).sum()).isEqualTo(4);
    }

    @Test
    void goesOnFromAPartitionThatIsThereInsteadOfLookingForAnother() {
        float[][] rows = threeGroups(300, 5);
        // The first two groups as one cluster, the third cut in two: no good partition, but the one that is continued.
        int[] former = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            former[i] = i % 3 < 2 ? 0 : 1 + i / 3 % 2;
        }
        former[0] = -1;

        KMeans.Fit fit = KMeans.continued(rows, former, 3, 2);

        assertThat(fit.centroids().count()).isEqualTo(3);
        assertThat(fit.assignment()[0]).isEqualTo(fit.assignment()[1]).isEqualTo(fit.assignment()[3]);
        assertThat(fit.assignment()[2]).isNotEqualTo(fit.assignment()[0]);
    }

    @Test
    void clustersBeyondTheFormerOnesStartFarFromThem() {
        float[][] rows = threeGroups(300, 5);

        KMeans.Fit fit = KMeans.continued(rows, new int[rows.length], 3, 10);

        assertThat(fit.assignment()[0]).isNotEqualTo(fit.assignment()[1]);
        assertThat(fit.assignment()[1]).isNotEqualTo(fit.assignment()[2]);
        assertThat(fit.assignment()[0]).isNotEqualTo(fit.assignment()[2]);
    }

    @Test
    void refusesToContinueNothing() {
        float[][] rows = threeGroups(3, 1);
        assertThatThrownBy(() -> KMeans.continued(rows, new int[] {-1, -1, -1}, 2, 1))
                .hasMessageContaining("expected at least one");
    }

    @Test
    void refusesNoRows() {
        assertThatThrownBy(() -> KMeans.fit(new float[0][], 2, 10, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static float[][] threeGroups(int count, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[count][2];
        for (int i = 0; i < count; i++) {
            rows[i][0] = (float) (10 * (i % 3) + 0.1 * random.nextGaussian());
            rows[i][1] = (float) (-5 * (i % 3) + 0.1 * random.nextGaussian());
        }
        return rows;
    }
}
