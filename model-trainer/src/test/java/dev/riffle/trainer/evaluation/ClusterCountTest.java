package dev.riffle.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.trainer.training.Progress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClusterCountTest {
    @Test
    void findsTheNumberOfClustersThatLieFarApart() {
        Random random = new Random(1);
        float[][] rows = new float[200][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {i % 4 * 10 + random.nextFloat(), i % 2 * 10 + random.nextFloat()};
        }

        ClusterCount count = ClusterCount.of(rows, 2, 9, 1, Progress.NONE);

        assertThat(count.tried()).hasSize(8);
        assertThat(count.bySilhouette()).isEqualTo(4);
        assertThat(count.byElbow()).isEqualTo(4);
    }

    /** The line from (1, 100) to (5, 20) passes 80, 60, 40 at 2, 3, 4: below it by 50, 35 and 18. */
    @Test
    void theElbowLiesFurthestBelowTheLine() {
        ClusterCount count = new ClusterCount(List.of(
                new ClusterCount.Try(1, 100, Double.NaN),
                new ClusterCount.Try(2, 30, 0.5),
                new ClusterCount.Try(3, 25, 0.6),
                new ClusterCount.Try(4, 22, 0.6),
                new ClusterCount.Try(5, 20, 0.1)));

        assertThat(count.byElbow()).isEqualTo(2);
        assertThat(count.bySilhouette()).isEqualTo(3);
    }

    @Test
    void neverTriesMoreThanTheRows() {
        assertThat(ClusterCount.of(new float[][] {{1}, {2}, {9}}, 2, 20, 1, Progress.NONE)
                        .tried())
                .extracting(ClusterCount.Try::k)
                .containsExactly(2, 3);
        assertThatThrownBy(() -> ClusterCount.of(new float[][] {{1}}, 2, 20, 1, Progress.NONE))
                .hasMessageContaining("k of 2 to 20 for 1 rows");
    }
}
