package dev.riffle.detector.drift;

import dev.riffle.detector.Detection;
import dev.riffle.detector.bundle.ModelBundle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Watches a stream under one model for change, by an {@link Adwin} per signal over the means of blocks of
 * {@value #BLOCK} events:
 *
 * <ul>
 *   <li>the reconstruction error's tail probability, uniform on [0, 1] where the model fits,
 *   <li>the mix of assignments: {@value #MIXES} fixed random values per cluster, whose means move when the mix does,
 *   <li>every feature's scaled value, as z clipped to +-3 and brought to [0, 1].
 * </ul>
 *
 * <p>After a drift it is silent for {@value #QUIET_EVENTS} events: the change goes on being one, and a model that
 * knows it is under way. A new model has a new watch. A live object for one thread.
 */
public final class DriftWatch {
    /** Events per block: cheap, and short against the 2,000 events within which drift shall be found. */
    static final int BLOCK = 16;

    static final long QUIET_EVENTS = 50_000;

    private static final int MIXES = 3;
    private static final float CLIP = 3;
    /** Block means of all signals are looked at some million times in a billion events. */
    private static final double CONFIDENCE = 1e-9;
    /** A quarter of a uniform variable's standard deviation. */
    private static final double LEAST_RECONSTRUCTION = 0.07;

    private static final double LEAST_MIX = 0.1;
    /** Half a standard deviation of a scaled column, which has 1: as much as a sixth of the clipped range's half. */
    private static final double LEAST_FEATURE = 0.5 / (2 * CLIP);

    private final List<String> names = new ArrayList<>();
    private final List<Adwin> windows = new ArrayList<>();
    private final double[][] mixes;
    /** The block's scaled columns, event by event. */
    private final float[] rows;
    /** Sums over the block of what is watched beside the columns. */
    private final double[] sums;

    private final float[] columnSums;
    /** Block means that the windows have not taken in yet, block by block. */
    private final double[] means;

    private final BlockTimes times = new BlockTimes();
    private final int columns;
    private int inBlock;
    private int blocks;
    private long events;
    private long quietUntil;

    /** @param bundle the model whose detections are watched */
    public DriftWatch(ModelBundle bundle) {
        columns = bundle.pipeline().columns().size();
        mixes = new double[MIXES][bundle.clusters().latent().count()];
        watch("reconstruction", LEAST_RECONSTRUCTION);
        for (int m = 0; m < MIXES; m++) {
            watch("assignment", LEAST_MIX);
            for (int c = 0; c < mixes[m].length; c++) {
                mixes[m][c] = fixed(m, c);
            }
        }
        for (String column : bundle.pipeline().columns()) {
            watch("feature " + column, LEAST_FEATURE);
        }
        rows = new float[BLOCK * columns];
        sums = new double[1 + MIXES];
        columnSums = new float[columns];
        means = new double[Adwin.CHECK_EVERY * names.size()];
    }

    private void watch(String name, double leastDifference) {
        names.add(name);
        windows.add(new Adwin(CONFIDENCE, leastDifference));
    }

    /**
     * Takes a detection in.
     *
     * @param eventTimeMillis the event's time, milliseconds since 1970-01-01T00:00Z
     * @return what has changed, once per change
     */
    public Optional<Drift> observe(Detection detection, long eventTimeMillis) {
        sums[0] += Math.exp(-detection.reconstructionSurprise());
        for (int m = 0; m < MIXES; m++) {
            sums[1 + m] += mixes[m][detection.clusterIndex()];
        }
        System.arraycopy(detection.scaled(), 0, rows, inBlock * columns, columns);
        events++;
        if (++inBlock < BLOCK) {
            return Optional.empty();
        }
        inBlock = 0;
        times.add(eventTimeMillis);
        endBlock();
        if (++blocks < Adwin.CHECK_EVERY) {
            return Optional.empty();
        }
        blocks = 0;
        return takeIn();
    }

    private void endBlock() {
        int at = blocks * names.size();
        for (int s = 0; s < sums.length; s++) {
            means[at++] = Math.max(0, Math.min(1, sums[s] / BLOCK));
            sums[s] = 0;
        }
        // All of the block at once: short loops are not vectorised.
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Math.max(-CLIP, Math.min(CLIP, rows[i]));
        }
        Arrays.fill(columnSums, 0);
        for (int first = 0; first < rows.length; first += columns) {
            for (int f = 0; f < columns; f++) {
                columnSums[f] += rows[first + f];
            }
        }
        for (float sum : columnSums) {
            means[at++] = Math.max(0, Math.min(1, 0.5 + sum / (2 * CLIP * BLOCK)));
        }
    }

    /**
     * Hands over what the windows look at together anyway: window by window, since all of them together are more than
     * the processor's nearest cache holds.
     */
    private Optional<Drift> takeIn() {
        Optional<Drift> first = Optional.empty();
        for (int s = 0; s < names.size(); s++) {
            Adwin window = windows.get(s);
            for (int at = s; at < means.length; at += names.size()) {
                Optional<Adwin.Cut> cut = window.add(means[at]);
                if (cut.isPresent() && first.isEmpty() && events >= quietUntil) {
                    first = cut.map(drift(names.get(s)));
                }
            }
        }
        if (first.isPresent()) {
            quietUntil = events + QUIET_EVENTS;
        }
        return first;
    }

    private Function<Adwin.Cut, Drift> drift(String signal) {
        return cut -> new Drift(signal, cut.before(), cut.after(), cut.newer() * BLOCK, times.ago(cut.newer()));
    }

    /** The same value in [0, 1] for the same indices, everywhere and for good (SplitMix64's finaliser). */
    private static double fixed(int mix, int cluster) {
        long z = (mix * 1_000_003L + cluster + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z >>> 11) * 0x1.0p-53;
    }

    /** When the newest blocks ended. */
    private static final class BlockTimes {
        private static final int KEPT = 4_096;

        private final long[] times = new long[KEPT];
        private long count;

        void add(long time) {
            times[(int) (count++ % KEPT)] = time;
        }

        /** The time so many blocks ago, or of the oldest that is known. */
        long ago(long blocks) {
            long back = Math.max(1, Math.min(blocks, Math.min(count, KEPT)));
            return times[(int) ((count - back) % KEPT)];
        }
    }
}
