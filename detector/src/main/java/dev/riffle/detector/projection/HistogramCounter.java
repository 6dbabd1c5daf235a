package dev.riffle.detector.projection;

import java.util.Arrays;

/**
 * Counts events into bins, up to 2^31 of them between two calls of {@link #drain}, which hands out immutable
 * {@link Histograms}. A live object for one thread.
 */
public final class HistogramCounter {
    private final int bins;
    /** Not doubles: half the memory stays in the processor's nearest cache. */
    private final int[] counts;

    /** @param like histograms of the shape to count in */
    public HistogramCounter(Histograms like) {
        bins = like.bins();
        counts = new int[like.masses().length];
    }

    /** @param cells the event's cell per projection: {@code projection * (bins + 2) + bin} */
    public void add(int[] cells) {
        for (int cell : cells) {
            counts[cell]++;
        }
    }

    /** Hands out the counts and starts afresh. */
    public Histograms drain() {
        double[] masses = new double[counts.length];
        for (int i = 0; i < masses.length; i++) {
            masses[i] = counts[i];
        }
        Arrays.fill(counts, 0);
        return new Histograms(bins, masses);
    }
}
