package dev.riffle.benchmarks.endtoend;

import java.util.BitSet;
import java.util.Random;

/**
 * A stream of events by number, the same for the same workload: eight groups, four decimals a value, one event in a
 * thousand far from all groups. Keys come in a mixed order; a millisecond lies between two events.
 */
final class SyntheticEvents {
    /** 2023-11-14T22:13:20Z. */
    static final long START_MILLIS = 1_700_000_000_000L;

    private static final int GROUPS = 8;
    private static final int ROWS = 1 << 13;
    private static final int ONE_ODD_IN = 1_000;
    private static final double DECIMALS = 1e4;

    private final double[][] rows = new double[ROWS][];
    private final String[] keys;

    SyntheticEvents(Workload workload) {
        Random random = new Random(1);
        double[][] centres = new double[GROUPS][workload.columns()];
        for (double[] centre : centres) {
            for (int i = 0; i < centre.length; i++) {
                centre[i] = 3 * random.nextGaussian();
            }
        }
        for (int r = 0; r < ROWS; r++) {
            double[] centre = centres[random.nextInt(GROUPS)];
            double spread = r % ONE_ODD_IN == ONE_ODD_IN - 1 ? 8 : 1;
            double[] row = new double[centre.length];
            for (int i = 0; i < row.length; i++) {
                row[i] = Math.rint((centre[i] + spread * random.nextGaussian()) * DECIMALS) / DECIMALS;
            }
            rows[r] = row;
        }
        keys = new String[workload.keys()];
        for (int k = 0; k < keys.length; k++) {
            keys[k] = "customer-" + k;
        }
    }

    String id(long number) {
        return Long.toString(number);
    }

    String key(long number) {
        return keys[(int) (mixed(number) % keys.length)];
    }

    long timeMillis(long number) {
        return START_MILLIS + number;
    }

    /** Not to be written to. */
    double[] row(long number) {
        return rows[(int) (mixed(number + 1) & (ROWS - 1))];
    }

    /** Different keys among the first events. */
    int differentKeys(long events) {
        BitSet seen = new BitSet(keys.length);
        for (long number = 0; number < events; number++) {
            seen.set((int) (mixed(number) % keys.length));
        }
        return seen.cardinality();
    }

    private static long mixed(long number) {
        long mixed = number * 0x9E3779B97F4A7C15L;
        return (mixed ^ (mixed >>> 32)) >>> 1;
    }
}
