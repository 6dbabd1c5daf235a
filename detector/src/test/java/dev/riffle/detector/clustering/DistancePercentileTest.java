package dev.riffle.detector.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DistancePercentileTest {
    private static final ClusterModel LATENT = new ClusterModel.LatentCentroids();

    @Test
    void isTheShareOfNearerEventsOfAGaussianCluster() {
        float[] variances = {4, 1, 0.25f};
        Centroids one = Centroids.fresh(3, new double[] {1}, new float[3], variances);
        Random random = new Random(1);
        int events = 20_000;
        double limit = 3;
        int nearer = 0;
        for (int i = 0; i < events; i++) {
            double squared = 0;
            for (float variance : variances) {
                double value = Math.sqrt(variance) * random.nextGaussian();
                squared += value * value;
            }
            nearer += Math.sqrt(squared) < limit ? 1 : 0;
        }
        assertThat(DistancePercentile.of(LATENT, one, 0, limit)).isCloseTo(100.0 * nearer / events, within(2.0));
    }

    @Test
    void growsFromNothingToAHundredAndStaysThere() {
        Centroids one = Centroids.fresh(2, new double[] {1}, new float[2], new float[] {1, 0});
        double last = -1;
        for (double distance = 0; distance < 10; distance += 0.1) {
            double percentile = DistancePercentile.of(LATENT, one, 0, distance);
            assertThat(percentile).isGreaterThanOrEqualTo(last);
            last = percentile;
        }
        assertThat(DistancePercentile.of(LATENT, one, 0, 0)).isBetween(0.0, 10.0);
        assertThat(last).isGreaterThan(99.99);
        assertThat(DistancePercentile.of(LATENT, one, 0, 1e30)).isEqualTo(100);
    }

    @Test
    void copesWithAClusterOfEqualEvents() {
        Centroids one = Centroids.fresh(2, new double[] {1}, new float[2], new float[2]);
        assertThat(DistancePercentile.of(LATENT, one, 0, 0)).isLessThan(50);
        assertThat(DistancePercentile.of(LATENT, one, 0, 1)).isEqualTo(100);
    }
}
