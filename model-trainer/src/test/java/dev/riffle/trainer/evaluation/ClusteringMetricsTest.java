package dev.riffle.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ClusteringMetricsTest {
    private static final Offset<Double> EXACT = within(1e-12);

    /**
     * Six rows, classes 000111, clusters 001122, so the table is
     *
     * <pre>
     *            cluster 0  1  2
     *   class 0          2  1  0
     *   class 1          0  1  2
     * </pre>
     *
     * H(class) = ln 2, H(cluster) = ln 3. I = 2 (1/3 ln((1/3) / (1/2 * 1/3)) + 1/6 ln((1/6) / (1/2 * 1/3))) = 2/3 ln 2.
     * Pairs: 15 in all; 2 share both, 6 their class, 3 their cluster: 4 class only, 1 cluster only, 8 neither. Rand =
     * (2 + 8) / 15. ARI = (2 - 6 * 3 / 15) / ((6 + 3) / 2 - 6 * 3 / 15) = 0.8 / 3.3. ACC: 0 to 0 and 1 to 2 is best, 4
     * of 6.
     */
    @Test
    void agreesWithArithmeticByHandForMoreClustersThanClasses() {
        ClusteringMetrics metrics = ClusteringMetrics.of(new int[] {0, 0, 0, 1, 1, 1}, new int[] {0, 0, 1, 1, 2, 2});

        double information = 2.0 / 3 * Math.log(2);
        assertThat(metrics.nmi()).isCloseTo(information / ((Math.log(2) + Math.log(3)) / 2), EXACT);
        assertThat(metrics.nmi()).isCloseTo(0.5158037429793889, EXACT);
        assertThat(metrics.nmiGeometric()).isCloseTo(information / Math.sqrt(Math.log(2) * Math.log(3)), EXACT);
        assertThat(metrics.nmiMax()).isCloseTo(information / Math.log(3), EXACT);
        assertThat(metrics.homogeneity()).isCloseTo(2.0 / 3, EXACT);
        assertThat(metrics.completeness()).isCloseTo(0.42061983571430495, EXACT);
        assertThat(metrics.vMeasure()).isCloseTo(0.5158037429793889, EXACT);
        assertThat(metrics.rand()).isCloseTo(10.0 / 15, EXACT);
        assertThat(metrics.ari()).isCloseTo(0.8 / 3.3, EXACT);
        assertThat(metrics.acc()).isCloseTo(4.0 / 6, EXACT);
        assertThat(metrics.clusters()).isEqualTo(3);
    }

    /**
     * Four rows, classes 0011, clusters 0101: every cell is 1. Nothing is shared: I = 0. Pairs: 6; none share both, 2
     * class only, 2 cluster only, 2 neither. Rand = 2/6; ARI = (0 - 2 * 2 / 6) / (2 - 2 * 2 / 6) = -0.5, its least value.
     */
    @Test
    void independentClustersShareNothing() {
        ClusteringMetrics metrics = ClusteringMetrics.of(new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1});

        assertThat(metrics.nmi()).isZero();
        assertThat(metrics.vMeasure()).isZero();
        assertThat(metrics.rand()).isCloseTo(2.0 / 6, EXACT);
        assertThat(metrics.ari()).isCloseTo(-0.5, EXACT);
        assertThat(metrics.acc()).isCloseTo(0.5, EXACT);
    }

    /** A greedy match of the largest cell first (5 + 0) loses against 4 + 4 on the other diagonal. */
    @Test
    void accuracyTakesTheBestMatchingNotTheGreedyOne() {
        int[] labels = concat(repeat(0, 9), repeat(1, 4));
        int[] clusters = concat(repeat(0, 5), repeat(1, 4), repeat(0, 4));

        assertThat(ClusteringMetrics.of(labels, clusters).acc()).isCloseTo(8.0 / 13, EXACT);
    }

    /** No entropy in the clusters: complete, not homogeneous; 6 of 15 pairs share both, as chance has it: ARI 0. */
    @Test
    void oneClusterIsCompleteAndTellsNothing() {
        ClusteringMetrics metrics = ClusteringMetrics.of(new int[] {0, 0, 0, 1, 1, 1}, new int[6]);

        assertThat(metrics.completeness()).isEqualTo(1);
        assertThat(metrics.homogeneity()).isZero();
        assertThat(metrics.vMeasure()).isZero();
        assertThat(metrics.nmi()).isZero();
        assertThat(metrics.nmiGeometric()).isZero();
        assertThat(metrics.nmiMax()).isZero();
        assertThat(metrics.ari()).isZero();
        assertThat(metrics.rand()).isCloseTo(6.0 / 15, EXACT);
        assertThat(metrics.acc()).isEqualTo(0.5);
        assertThat(metrics.clusters()).isEqualTo(1);
    }

    /** I = H(class) = ln 2 and H(cluster) = ln 6: NMI = 2 ln 2 / (ln 2 + ln 6). One row per class can be right. */
    @Test
    void singletonsAreHomogeneousAndScatterTheClasses() {
        ClusteringMetrics metrics = ClusteringMetrics.of(new int[] {0, 0, 0, 1, 1, 1}, new int[] {0, 1, 2, 3, 4, 5});

        assertThat(metrics.homogeneity()).isEqualTo(1, EXACT);
        assertThat(metrics.completeness()).isCloseTo(Math.log(2) / Math.log(6), EXACT);
        assertThat(metrics.nmi()).isCloseTo(2 * Math.log(2) / (Math.log(2) + Math.log(6)), EXACT);
        assertThat(metrics.ari()).isEqualTo(0);
        assertThat(metrics.acc()).isCloseTo(2.0 / 6, EXACT);
    }

    @Test
    void clustersThatNoRowHasDoNotCount() {
        int[] labels = {0, 0, 0, 1, 1, 1};

        assertThat(ClusteringMetrics.of(labels, new int[] {0, 0, 7, 7, 90, 90}))
                .isEqualTo(ClusteringMetrics.of(labels, new int[] {0, 0, 1, 1, 2, 2}));
    }

    /**
     * Classes 0011, clusters 0 0 1 and one row of noise. As a third cluster: I = H(class) = ln 2, H(cluster) = 3/2 ln
     * 2, so NMI = ln 2 / (5/4 ln 2) = 0.8. ACC: the row of noise is right for no class, 3 of 4.
     */
    @Test
    void noiseIsAClusterOfItsOwnThatIsRightForNoClass() {
        ClusteringMetrics metrics = ClusteringMetrics.of(new int[] {0, 0, 1, 1}, new int[] {0, 0, 1, -1});

        assertThat(metrics.nmi()).isCloseTo(0.8, EXACT);
        assertThat(metrics.acc()).isEqualTo(0.75);
        assertThat(metrics.clusters()).isEqualTo(2);
    }

    @Test
    void nothingButNoiseIsNoClusterAndNeverRight() {
        ClusteringMetrics metrics = ClusteringMetrics.of(new int[] {0, 0, 1, 1}, new int[] {-1, -1, -1, -1});

        assertThat(metrics.acc()).isZero();
        assertThat(metrics.nmi()).isZero();
        assertThat(metrics.clusters()).isZero();
    }

    @Test
    void oneRowAgreesWithItself() {
        ClusteringMetrics metrics = ClusteringMetrics.of(new int[] {3}, new int[] {8});

        assertThat(metrics).isEqualTo(new ClusteringMetrics(1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
    }

    @Test
    void refusesLengthsThatDiffer() {
        assertThatThrownBy(() -> ClusteringMetrics.of(new int[] {1, 2}, new int[] {1}))
                .hasMessageContaining("2 labels and 1 assignments");
        assertThatThrownBy(() -> ClusteringMetrics.of(new int[0], new int[0])).hasMessageContaining("0 labels");
    }

    /** 35,000 squared overflows an int and the product of pair counts a long. */
    @Test
    void countsOfMillionsOfPairsDoNotOverflow() {
        int[] labels = concat(repeat(0, 400_000), repeat(1, 400_000));

        assertThat(ClusteringMetrics.of(labels, labels).ari()).isEqualTo(1);
        assertThat(ClusteringMetrics.of(labels, new int[800_000]).ari()).isCloseTo(0, within(1e-9));
        assertThat(ClusteringMetrics.of(labels, new int[800_000]).rand()).isCloseTo(0.5, within(1e-5));
    }

    @Property(tries = 200)
    void namesOfClustersAndOrderOfRowsDoNotMatter(@ForAll("labelled") Labelled rows, @ForAll long seed) {
        ClusteringMetrics metrics = ClusteringMetrics.of(rows.labels(), rows.clusters());
        int[] names = shuffled(7, seed);
        int[] order = shuffled(rows.labels().length, seed);
        int[] labels = Arrays.stream(order).map(i -> rows.labels()[i]).toArray();
        int[] clusters =
                Arrays.stream(order).map(i -> names[rows.clusters()[i]]).toArray();

        assertThat(values(ClusteringMetrics.of(labels, clusters))).containsExactly(values(metrics), within(1e-9));
    }

    @Property(tries = 200)
    void figuresAreSymmetricExceptThatHomogeneityIsCompletenessTheOtherWayRound(@ForAll("labelled") Labelled rows) {
        ClusteringMetrics there = ClusteringMetrics.of(rows.labels(), rows.clusters());
        ClusteringMetrics back = ClusteringMetrics.of(rows.clusters(), rows.labels());

        assertThat(back.nmi()).isCloseTo(there.nmi(), EXACT);
        assertThat(back.nmiGeometric()).isCloseTo(there.nmiGeometric(), EXACT);
        assertThat(back.nmiMax()).isCloseTo(there.nmiMax(), EXACT);
        assertThat(back.ari()).isCloseTo(there.ari(), EXACT);
        assertThat(back.acc()).isCloseTo(there.acc(), EXACT);
        assertThat(back.rand()).isCloseTo(there.rand(), EXACT);
        assertThat(back.vMeasure()).isCloseTo(there.vMeasure(), EXACT);
        assertThat(back.homogeneity()).isCloseTo(there.completeness(), EXACT);
    }

    @Property(tries = 200)
    void figuresStayInTheirRangesAndOrder(@ForAll("labelled") Labelled rows) {
        ClusteringMetrics metrics = ClusteringMetrics.of(rows.labels(), rows.clusters());

        assertThat(metrics.ari()).isBetween(-0.5, 1.0);
        for (double value : values(metrics)) {
            assertThat(value).isBetween(-0.5, 1.0);
        }
        assertThat(metrics.nmiMax()).isBetween(0.0, metrics.nmi() + 1e-12);
        assertThat(metrics.nmi()).isBetween(0.0, metrics.nmiGeometric() + 1e-12);
        assertThat(metrics.vMeasure()).isCloseTo(metrics.nmi(), within(1e-9));
        assertThat(metrics.acc()).isPositive();
    }

    @Property(tries = 100)
    void anyClusteringAgreesFullyWithItself(@ForAll("labelled") Labelled rows) {
        assertThat(values(ClusteringMetrics.of(rows.labels(), rows.labels())))
                .containsOnly(new double[] {1}, within(1e-9));
    }

    @Property(tries = 100)
    void theBestMatchingIsThatOfAllPermutations(@ForAll long seed) {
        Random random = new Random(seed);
        long[][] weights = new long[1 + random.nextInt(5)][1 + random.nextInt(5)];
        for (long[] row : weights) {
            Arrays.setAll(row, j -> random.nextInt(20));
        }

        assertThat(BestMatching.sum(weights)).isEqualTo(bestBySearch(weights, 0, 0));
    }

    private static long bestBySearch(long[][] weights, int row, int taken) {
        if (row == weights.length) {
            return 0;
        }
        long best = bestBySearch(weights, row + 1, taken);
        for (int j = 0; j < weights[row].length; j++) {
            if ((taken & (1 << j)) == 0) {
                best = Math.max(best, weights[row][j] + bestBySearch(weights, row + 1, taken | (1 << j)));
            }
        }
        return best;
    }

    private record Labelled(int[] labels, int[] clusters) {}

    @Provide
    Arbitrary<Labelled> labelled() {
        return Arbitraries.integers().between(1, 60).flatMap(rows -> {
            Arbitrary<int[]> ids =
                    Arbitraries.integers().between(0, 6).array(int[].class).ofSize(rows);
            return Combinators.combine(ids, ids).as(Labelled::new);
        });
    }

    private static double[] values(ClusteringMetrics metrics) {
        return new double[] {
            metrics.nmi(),
            metrics.nmiGeometric(),
            metrics.nmiMax(),
            metrics.ari(),
            metrics.acc(),
            metrics.vMeasure(),
            metrics.homogeneity(),
            metrics.completeness(),
            metrics.rand()
        };
    }

    private static int[] shuffled(int count, long seed) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] repeat(int value, int times) {
        int[] values = new int[times];
        Arrays.fill(values, value);
        return values;
    }

    private static int[] concat(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }
}
