package dev.riffle.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SilhouetteTest {
    private static final float[][] LINE = {{0}, {1}, {4}, {6}};

    /**
     * Clusters {0, 1} and {4, 6} on a line. Row 0: a = 1, b = (4 + 6) / 2 = 5, (5 - 1) / 5 = 0.8. Row 1: a = 1, b = (3 +
     * 5) / 2 = 4, 0.75. Row 4: a = 2, b = (4 + 3) / 2 = 3.5, 3/7. Row 6: a = 2, b = (6 + 5) / 2 = 5.5, 7/11.
     */
    @Test
    void agreesWithArithmeticByHand() {
        double expected = (0.8 + 0.75 + 3.0 / 7 + 7.0 / 11) / 4;

        assertThat(new Silhouette(LINE, 1).of(new int[] {5, 5, 2, 2})).isCloseTo(expected, within(1e-7));
    }

    /** Row 6 is alone and counts 0; row 4 is nearer to its own mates' distance 3.5 than to 6: a = 3.5, b = 2. */
    @Test
    void aRowOnItsOwnCountsZero() {
        double first = (6 - 2.5) / 6;
        double second = (5 - 2.0) / 5;
        double third = (2 - 3.5) / 3.5;

        assertThat(new Silhouette(LINE, 1).of(new int[] {0, 0, 0, 1}))
                .isCloseTo((first + second + third + 0) / 4, within(1e-7));
    }

    @Test
    void noiseIsLeftOut() {
        float[][] withNoise = {{0}, {1}, {1000}, {4}, {6}};

        assertThat(new Silhouette(withNoise, 1).of(new int[] {0, 0, -1, 1, 1}))
                .isEqualTo(new Silhouette(LINE, 1).of(new int[] {0, 0, 1, 1}));
    }

    @Test
    void isNotDefinedForFewerThanTwoClusters() {
        Silhouette silhouette = new Silhouette(LINE, 1);

        assertThat(silhouette.of(new int[] {0, 0, 0, 0})).isNaN();
        assertThat(silhouette.of(new int[] {-1, -1, -1, -1})).isNaN();
        assertThatThrownBy(() -> silhouette.of(new int[3])).hasMessageContaining("3 assignments for 4 rows");
    }

    @Test
    void equalRowsInDifferentClustersCountZero() {
        assertThat(new Silhouette(new float[][] {{1}, {1}, {1}, {1}}, 1).of(new int[] {0, 0, 1, 1}))
                .isZero();
    }

    @Test
    void aSampleStandsForManyRows() {
        Random random = new Random(3);
        float[][] rows = new float[2 * Silhouette.MOST_ROWS][];
        int[] clusters = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            clusters[i] = i % 2;
            rows[i] = new float[] {clusters[i] * 100 + random.nextFloat()};
        }

        // Within a unit interval rows are 1/3 apart in the mean, and 100 from the other cluster.
        assertThat(new Silhouette(rows, 1).of(clusters)).isCloseTo(1 - 1.0 / 300, within(1e-3));
        assertThat(new Silhouette(rows, 200, 1).of(clusters)).isCloseTo(1 - 1.0 / 300, within(3e-3));
        assertThatThrownBy(() -> new Silhouette(rows, Silhouette.MOST_ROWS + 1, 1))
                .hasMessageContaining("sample is of 5001 rows; 1 to 5000 were expected");
    }
}
