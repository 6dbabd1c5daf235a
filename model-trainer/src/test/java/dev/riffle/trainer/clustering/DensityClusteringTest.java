package dev.riffle.trainer.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.trainer.training.Progress;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DensityClusteringTest {
    private static final EpochReports SILENT = new EpochReports(Progress.NONE, 1);

    /** On a line: 0 1 2 are core or border within 1.1, 10 11 12 too, 50 is alone. */
    @Test
    void dbscanConnectsCorePointsAndLeavesNoise() {
        float[][] line = {{0}, {10}, {1}, {50}, {11}, {2}, {12}};

        assertThat(Dbscan.cluster(new RowDistances(line), 1.1, 3, SILENT))
                .containsExactly(0, 1, 0, ClusteringAlgorithm.NOISE, 1, 0, 1);
    }

    /** Row 3, at 2, is within 1 of both groups, but with three rows around it no core point of 4: it joins one of them. */
    @Test
    void aRowAtTheBorderOfTwoClustersDoesNotJoinThem() {
        float[][] line = {{0}, {0.5f}, {1}, {2}, {3}, {3.5f}, {4}};

        int[] clusters = Dbscan.cluster(new RowDistances(line), 1, 4, SILENT);

        assertThat(clusters[3]).isNotEqualTo(ClusteringAlgorithm.NOISE);
        assertThat(clusters[0]).isEqualTo(clusters[2]).isNotEqualTo(clusters[6]);
        assertThat(clusters[4]).isEqualTo(clusters[6]);
    }

    @Test
    void dbscanAgreesWithItsDefinition() {
        float[][] rows = scattered(300, 5);
        double radius = 0.05;
        int least = 5;

        int[] clusters = Dbscan.cluster(new RowDistances(rows), radius, least, SILENT);

        boolean[] core = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int around = 0;
            for (float[] other : rows) {
                around += distance(rows[i], other) <= radius ? 1 : 0;
            }
            core[i] = around >= least;
        }
        assertThat(core).contains(true).contains(false);
        for (int i = 0; i < rows.length; i++) {
            boolean reached = false;
            for (int j = 0; j < rows.length; j++) {
                if (core[j] && distance(rows[i], rows[j]) <= radius) {
                    reached = true;
                    if (core[i]) {
                        assertThat(clusters[i]).isEqualTo(clusters[j]);
                    }
                }
            }
            assertThat(clusters[i] == ClusteringAlgorithm.NOISE).isEqualTo(!reached);
        }
    }

    /** Core distances of 2 neighbours on the line 0 1 3 7: 1 1 2 4. From 0: 1 at 1, then 3 at 2, then 7 at 4. */
    @Test
    void theOrderingOfOpticsByHand() {
        OpticsOrdering ordering = OpticsOrdering.of(new RowDistances(new float[][] {{0}, {7}, {3}, {1}}), 2, SILENT);

        assertThat(ordering.order()).containsExactly(0, 3, 2, 1);
        assertThat(ordering.reachability()).containsExactly(Double.POSITIVE_INFINITY, 4, 2, 1);
        assertThat(ordering.core()).containsExactly(1, 4, 2, 1);
    }

    @Test
    void theOrderingCutAtARadiusHasDbscansCorePointsTogether() {
        float[][] rows = scattered(300, 6);
        double radius = 0.05;
        RowDistances distances = new RowDistances(rows);
        OpticsOrdering ordering = OpticsOrdering.of(distances, 5, SILENT);

        int[] cut = ordering.clustersAt(radius);
        int[] dbscan = Dbscan.cluster(distances, radius, 5, SILENT);

        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < i; j++) {
                if (ordering.core()[i] <= radius && ordering.core()[j] <= radius) {
                    assertThat(cut[i] == cut[j]).isEqualTo(dbscan[i] == dbscan[j]);
                }
            }
        }
    }

    @Test
    void valleysOfDifferentDensityAreBothFound() {
        Random random = new Random(4);
        float[][] rows = new float[200][];
        for (int i = 0; i < rows.length; i++) {
            double spread = i < 100 ? 0.01 : 0.3;
            double centre = i < 100 ? 0 : 5;
            rows[i] = new float[] {
                (float) (centre + spread * random.nextGaussian()), (float) (centre + spread * random.nextGaussian())
            };
        }
        OpticsOrdering ordering = OpticsOrdering.of(new RowDistances(rows), 20, SILENT);

        int[] clusters = XiClusters.of(ordering, 0.05, 20, 20);

        int[] first =
                Arrays.stream(clusters, 0, 100).filter(c -> c >= 0).distinct().toArray();
        int[] second =
                Arrays.stream(clusters, 100, 200).filter(c -> c >= 0).distinct().toArray();
        assertThat(first).isNotEmpty().doesNotContain(second);
        assertThat(second).isNotEmpty();
    }

    @Test
    void rowsThatAreAllTheSameAreOneClusterWithoutAValley() {
        float[][] same = new float[30][2];
        OpticsOrdering ordering = OpticsOrdering.of(new RowDistances(same), 5, SILENT);

        assertThat(ordering.clustersAt(0)).containsOnly(0);
        assertThat(Dbscan.cluster(new RowDistances(same), 0, 5, SILENT)).containsOnly(0);
    }

    @Test
    void theNearestOfARankIsThatOfTheSortedDistances() {
        float[][] rows = scattered(500, 9);
        RowDistances distances = new RowDistances(rows);
        float[] sorted = distances.from(17).clone();
        Arrays.sort(sorted);

        for (int rank : new int[] {1, 2, 5, 250, 499, 500}) {
            assertThat(distances.nearest(rank)).isEqualTo(Math.sqrt(sorted[rank - 1]));
        }
    }

    private static float[][] scattered(int count, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[count][2];
        for (float[] row : rows) {
            row[0] = random.nextFloat();
            row[1] = random.nextFloat() * random.nextFloat();
        }
        return rows;
    }

    private static double distance(float[] a, float[] b) {
        return Math.sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]));
    }
}
