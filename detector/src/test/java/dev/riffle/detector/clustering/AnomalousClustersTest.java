package dev.riffle.detector.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AnomalousClustersTest {
    /** Clusters of 12, 4, 3 and 1 rows. */
    private static final KMeans.Fit FIT = fit(12, 4, 3, 1);

    @Test
    void whatIsSmallAndIsolatedGoesFirst() {
        // The second is the most isolated, the fourth the smallest; by both places the fourth comes before the second.
        double[] isolation = isolation(1, 9, 2, 8);

        assertThat(AnomalousClusters.without(FIT, isolation, 0.05).ids()).containsExactly(0, 1, 2);
        assertThat(AnomalousClusters.without(FIT, isolation, 0.25).ids()).containsExactly(0, 2);
    }

    @Test
    void aSmallClusterAmongTheUsualRowsStays() {
        double[] isolation = isolation(2, 9, 8, 1);

        assertThat(AnomalousClusters.without(FIT, isolation, 0.2).ids()).contains(3);
    }

    @Test
    void noneGoesThatWouldTakeMoreThanTheShareWithIt() {
        // The third goes first, with 3 of 20 rows.
        double[] isolation = isolation(1, 2, 9, 3);

        assertThat(AnomalousClusters.without(FIT, isolation, 0.14)).isEqualTo(FIT.centroids());
        assertThat(AnomalousClusters.without(FIT, isolation, 0.15).ids()).containsExactly(0, 1, 3);
        assertThat(AnomalousClusters.without(FIT, isolation, 0)).isEqualTo(FIT.centroids());
    }

    @Test
    void theLastClusterStays() {
        assertThat(AnomalousClusters.without(fit(5), isolation(new int[] {5}, 3), 0.9)
                        .count())
                .isEqualTo(1);
    }

    @Property(tries = 20)
    void aGroupOfAnomaliesGoesThoughClustersOfUsualRowsAreSmaller(@ForAll long seed) {
        // 20 rows that are close together, far from the 1,000 others; a cluster has some 30 rows.
        float[][] rows = IsolationTest.rows(1_000, 20, 4, 8, 0.1, seed);
        KMeans.Fit fit = KMeans.fit(rows, 32, 30, seed);

        Centroids kept = AnomalousClusters.without(fit, Isolation.of(rows, seed), 0.2);

        for (int j = 0; j < kept.count(); j++) {
            assertThat(kept.centres()[j * 4]).isLessThan(6);
        }
    }

    private static KMeans.Fit fit(int... sizes) {
        int rows = 0;
        for (int size : sizes) {
            rows += size;
        }
        int[] assignment = new int[rows];
        double[] masses = new double[sizes.length];
        int row = 0;
        for (int j = 0; j < sizes.length; j++) {
            masses[j] = sizes[j];
            for (int i = 0; i < sizes[j]; i++) {
                assignment[row++] = j;
            }
        }
        return new KMeans.Fit(
                Centroids.fresh(1, masses, new float[sizes.length], new float[sizes.length]), assignment, 0);
    }

    private static double[] isolation(double... ofClusters) {
        return isolation(new int[] {12, 4, 3, 1}, ofClusters);
    }

    private static double[] isolation(int[] sizes, double... ofClusters) {
        KMeans.Fit fit = fit(sizes);
        double[] isolation = new double[fit.assignment().length];
        for (int i = 0; i < isolation.length; i++) {
            isolation[i] = ofClusters[fit.assignment()[i]];
        }
        return isolation;
    }
}
