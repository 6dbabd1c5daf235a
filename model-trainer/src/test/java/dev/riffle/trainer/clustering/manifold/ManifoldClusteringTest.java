package dev.riffle.trainer.clustering.manifold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.trainer.clustering.ClusterModel;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.clustering.FittedClustering;
import dev.riffle.trainer.clustering.LloydKMeans;
import dev.riffle.trainer.evaluation.ClusteringMetrics;
import dev.riffle.trainer.training.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifoldClusteringTest {
    private static final ManifoldClustering MANIFOLD = new ManifoldClustering();
    private static final ClusteringSettings TWO = new ClusteringSettings(2, 1);

    @Test
    void findsRingsThatKMeansCannotDivide() {
        Shapes rings = Shapes.rings(200, 1);

        assertThat(acc(rings, new LloydKMeans().cluster(rings.rows(), TWO, Progress.NONE)))
                .isLessThan(0.7);
        assertThat(acc(rings, MANIFOLD.cluster(rings.rows(), TWO, Progress.NONE)))
                .isEqualTo(1);
    }

    @Test
    void findsMoonsThatKMeansCannotDivide() {
        Shapes moons = Shapes.moons(200, 2);

        assertThat(acc(moons, new LloydKMeans().cluster(moons.rows(), TWO, Progress.NONE)))
                .isLessThan(0.9);
        assertThat(acc(moons, MANIFOLD.cluster(moons.rows(), TWO, Progress.NONE)))
                .isGreaterThan(0.99);
    }

    private static double acc(Shapes shapes, int[] clusters) {
        return ClusteringMetrics.of(shapes.labels(), clusters).acc();
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        float[][] rows = Shapes.cloud(300, 4, 3);
        ClusteringSettings settings = new ClusteringSettings(5, 11);

        FittedClustering fit = MANIFOLD.fit(rows, settings, Progress.NONE);
        FittedClustering again = MANIFOLD.fit(rows, settings, Progress.NONE);

        assertThat(again.assignment()).isEqualTo(fit.assignment());
        assertThat(((ClusterModel.CorePoints) again.model()).points())
                .isDeepEqualTo(((ClusterModel.CorePoints) fit.model()).points());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void copesWithAFewRows(int count) {
        int[] clusters = MANIFOLD.cluster(Shapes.cloud(count, 2, 1), new ClusteringSettings(count, 1), Progress.NONE);

        assertThat(clusters).hasSize(count);
        for (int cluster : clusters) {
            assertThat(cluster).isBetween(0, count - 1);
        }
    }

    @Test
    void moreClustersThanRowsAreRefused() {
        assertThatThrownBy(() -> MANIFOLD.cluster(new float[1][2], TWO, Progress.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("k is 2, more than the 1 rows");
    }
}
