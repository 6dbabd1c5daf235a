package dev.riffle.benchmarks.learning;

import dev.riffle.benchmarks.peers.Standardised;
import dev.riffle.benchmarks.quality.QualitySet;
import dev.riffle.benchmarks.quality.QualitySet.Group;
import dev.riffle.benchmarks.quality.Stream;
import dev.riffle.benchmarks.quality.Stream.Handicap;
import java.util.Arrays;
import java.util.Random;

/**
 * Rows to learn clusters from.
 *
 * @param rows standardised by the warm-up
 * @param warmUp how many of the first rows clusterers begin with
 * @param learned how many of the first rows are learned, the warm-up among them
 * @param judgedFrom first of the rows that final centres are held against, which run to the end: all after the warm-up, or,
 *     where the stream drifts, those that come next
 */
record LearningStream(float[][] rows, int warmUp, int learned, int judgedFrom) {
    static final String DRIFT = "drift";

    private static final int DRIFTING_WARM_UP = 5_000;
    /** Ends in the middle of one of {@link BlockKMeans}'s blocks. */
    private static final int DRIFTING_ROWS = 52_500;

    private static final int DRIFTING_COLUMNS = 10;
    private static final int DRIFTING_GROUPS = 16;
    private static final double SPREAD_OF_GROUPS = 6;
    private static final double DRIFT_OF_GROUPS = 12;
    private static final int NEXT = 2_500;

    /** The columns of a set as protocol P hands them to peers. */
    static LearningStream of(QualitySet set, long seed) {
        Stream stream = Stream.of(set, seed, new Handicap(set.group() == Group.TABULAR, 0));
        return new LearningStream(
                Standardised.byWarmUp(stream.rows(), stream.warmUp()),
                stream.warmUp(),
                stream.rows().length,
                stream.warmUp());
    }

    /**
     * Groups that move: 16 of unit variance in 10 columns, their centres drawn with a deviation of 6, each on its way along
     * a line of its own of length 12 over the rows that are learned. Judged are the 2,500 rows after them.
     */
    static LearningStream drifting(long seed) {
        Random random = new Random(seed);
        double[][] centres = new double[DRIFTING_GROUPS][];
        double[][] ways = new double[DRIFTING_GROUPS][];
        for (int g = 0; g < DRIFTING_GROUPS; g++) {
            centres[g] = gaussians(random, SPREAD_OF_GROUPS);
            ways[g] = gaussians(random, 1);
            double length =
                    Math.sqrt(Arrays.stream(ways[g]).map(step -> step * step).sum());
            for (int f = 0; f < DRIFTING_COLUMNS; f++) {
                ways[g][f] *= DRIFT_OF_GROUPS / length;
            }
        }
        double[][] rows = new double[DRIFTING_ROWS + NEXT][DRIFTING_COLUMNS];
        for (int i = 0; i < rows.length; i++) {
            int g = random.nextInt(DRIFTING_GROUPS);
            double time = (double) i / DRIFTING_ROWS;
            for (int f = 0; f < DRIFTING_COLUMNS; f++) {
                rows[i][f] = centres[g][f] + time * ways[g][f] + random.nextGaussian();
            }
        }
        return new LearningStream(
                Standardised.byWarmUp(rows, DRIFTING_WARM_UP), DRIFTING_WARM_UP, DRIFTING_ROWS, DRIFTING_ROWS);
    }

    private static double[] gaussians(Random random, double deviation) {
        double[] values = new double[DRIFTING_COLUMNS];
        Arrays.setAll(values, f -> deviation * random.nextGaussian());
        return values;
    }

    float[][] warmUpRows() {
        return Arrays.copyOf(rows, warmUp);
    }

    /** What final centres are held against. */
    float[][] judged() {
        return Arrays.copyOfRange(rows, judgedFrom, rows.length);
    }

    int columns() {
        return rows[0].length;
    }
}
