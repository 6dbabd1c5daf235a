package dev.riffle.detector.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CentroidsTest {
    @Test
    void equalByContent() {
        assertThat(centroids(0f, 1)).isEqualTo(centroids(0f, 1)).hasSameHashCodeAs(centroids(0f, 1));
        assertThat(centroids(0f, 1)).isNotEqualTo(centroids(2f, 1));
    }

    @Test
    void refusesPositionsThatAreNotFinite() {
        assertThatThrownBy(() -> centroids(Float.NaN, 1))
                .hasMessage("centre of centroid 1 is NaN in dimension 0, expected a finite value");
    }

    @Test
    void refusesANegativeMass() {
        assertThatThrownBy(() -> centroids(0f, -1)).hasMessageContaining("mass of centroid 0 is -1.0");
    }

    @Test
    void refusesAnIdTwice() {
        assertThatThrownBy(() -> centroids(0f, 1).withIds(new long[] {3, 3})).hasMessageContaining("unique");
    }

    @Test
    void refusesStatisticsThatLearnedMoreThanTheySaw() {
        CentroidSums none = CentroidSums.empty(centroids(0f, 1));
        assertThatThrownBy(() -> new LearningStatistics(1, 0, 4, 5, none, none))
                .hasMessageContaining("5 learned of 4 events");
    }

    @Test
    void refusesToAddStatisticsAboutOtherCentroids() {
        CentroidSums none = CentroidSums.empty(centroids(0f, 1));
        LearningStatistics one = new LearningStatistics(1, 0, 4, 4, none, none);
        assertThatThrownBy(() -> one.plus(new LearningStatistics(1, 1, 4, 4, none, none)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lightCentroidsAreRaisedInProportionAndHeavyOnesLeftAlone() {
        assertThat(centroids(2f, 3).weighingAtLeast(100).masses()).containsExactly(75, 25);
        assertThat(centroids(2f, 300).weighingAtLeast(100).masses()).containsExactly(300, 1);
    }

    private static Centroids centroids(float second, double mass) {
        return Centroids.fresh(1, new double[] {mass, 1}, new float[] {0, second}, new float[2]);
    }
}
