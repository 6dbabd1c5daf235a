package dev.riffle.detector.projection;

/** Counts events into bins. A live object for one thread; {@link #drain} hands out immutable {@link Histograms}. */
public final class HistogramCounter {
    private final int projections;
    private final int bins;
    private double[] counts;

    /** @param like histograms of the shape to count in */
    public HistogramCounter(Histograms like) {
        projections = like.projections();
        bins = like.bins();
        counts = new double[like.masses().length];
    }

    /** @param bin the event's bin per projection, 0 to the number of inner bins + 1 */
    public void add(byte[] bin) {
        for (int p = 0, row = 0; p < bin.length; p++, row += bins + 2) {
            counts[row + bin[p]]++;
        }
    }

    /** Hands out the counts and starts afresh. */
    public Histograms drain() {
        Histograms drained = new Histograms(bins, counts);
        counts = new double[projections * (bins + 2)];
        return drained;
    }
}
