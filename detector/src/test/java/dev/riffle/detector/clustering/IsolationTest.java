package dev.riffle.detector.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class IsolationTest {
    @Property(tries = 20)
    void aGroupOfAnomaliesIsMoreIsolatedThanAnyUsualRowHoweverCloseTogetherItIs(@ForAll long seed) {
        // 1,000 rows around the origin; 20 that are all but the same, eight standard deviations away.
        float[][] rows = rows(1_000, 20, 4, 8, 1e-3, seed);

        double[] isolation = Isolation.of(rows, seed);

        double usual = Arrays.stream(isolation, 0, 1_000).average().orElseThrow();
        double group = Arrays.stream(isolation, 1_000, 1_020).average().orElseThrow();
        assertThat(group).isGreaterThan(3 * usual);
    }

    @Property(tries = 50)
    void isolationGrowsInProportionToTheRows(@ForAll long seed) {
        float[][] rows = rows(60, 0, 3, 0, 1, seed);
        float[][] doubled = Arrays.stream(rows)
                .map(row -> new float[] {2 * row[0], 2 * row[1], 2 * row[2]})
                .toArray(float[][]::new);

        double[] one = Isolation.of(rows, seed);
        double[] two = Isolation.of(doubled, seed);

        for (int i = 0; i < one.length; i++) {
            assertThat(two[i]).isEqualTo(2 * one[i]);
        }
    }

    @Test
    void rowsThatAreAllTheSameAreNotIsolated() {
        assertThat(Isolation.of(new float[50][3], 1)).containsOnly(0);
    }

    @Test
    void noRowIsItsOwnNeighbour() {
        // With two rows every sample holds both.
        assertThat(Isolation.of(new float[][] {{0, 0}, {3, 4}}, 1)).containsExactly(5, 5);
        assertThat(Isolation.of(new float[][] {{7}}, 1)).containsExactly(0);
        assertThat(Isolation.of(new float[0][], 1)).isEmpty();
    }

    /** Gaussian rows, and behind them as many that lie a distance away in every dimension. */
    static float[][] rows(int usual, int group, int dimension, float distance, double spread, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[usual + group][dimension];
        for (int i = 0; i < rows.length; i++) {
            for (int d = 0; d < dimension; d++) {
                double noise = random.nextGaussian();
                rows[i][d] = (float) (i < usual ? noise : distance + spread * noise);
            }
        }
        return rows;
    }
}
