package dev.riffle.detector.anomaly;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import com.datadoghq.sketch.ddsketch.store.Store;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Iterator;

/**
 * The upper tail of a stream of surprises, older events counting less: a DDSketch (Masson, Rim and Lee 2019) whose
 * weights grow by 2^(1/halfLife) per event instead of all bins shrinking (forward decay), and a calibrated exponential
 * prior that counts as some events seen before the first one and fades like them. A live object for one thread.
 */
final class DecayedTail {
    /** Most bins: they span a factor of 3,600, so that only surprises below a 3,600th of the largest are merged. */
    private static final int MOST_BINS = 4096;

    /**
     * Larger surprises are counted as this: float64 knows no smaller probability than e^-745, and a single one of a
     * million would merge all usual surprises into one bin.
     */
    static final double LARGEST_SURPRISE = 745;

    /** Weight of the newest event from which the weights are scaled back to 1. */
    private static final double LARGEST_WEIGHT = 1 << 20;

    /** Events above a quantile from which their rank tells it: 10 have a relative deviation of 1 / sqrt(10). */
    private static final double ENOUGH_BY_RANK = 10;

    /** Events that a tail is fitted to: as many as are still tail, a tenth of all at most. */
    private static final double MOST_EXCESSES = 100;

    private static final double LEAST_EXCESSES = 20;
    private static final double LARGEST_TAIL = 0.1;

    private DDSketch sketch = emptySketch();
    /** Weight of the newest event, in the sketch's unit. */
    private double weight = 1;

    private double total;
    private double prior;

    /** @param priorEvents events that the calibrated tail counts for, at least 0 */
    DecayedTail(double priorEvents) {
        prior = priorEvents;
    }

    /**
     * Counts an event.
     *
     * @param surprise finite, at least 0
     * @param decay share of its weight that every older event keeps, in (0, 1]
     */
    void add(double surprise, double decay) {
        weight /= decay;
        sketch.accept(Math.min(surprise, LARGEST_SURPRISE), weight);
        total += weight;
        if (weight > LARGEST_WEIGHT) {
            scaleBack();
        }
    }

    /**
     * The surprise that this share of events reaches, at least 0: by rank where enough events are above it to tell, from
     * a {@link ParetoTail} fitted to the largest surprises where not, and by the prior alone before there are events.
     *
     * @param share in (0, 1)
     */
    double upperQuantile(double share) {
        double wanted = share * (total + prior);
        double fitted = Math.min(MOST_EXCESSES * weight, LARGEST_TAIL * (total + prior));
        if (wanted >= ENOUGH_BY_RANK * weight || fitted < LEAST_EXCESSES * weight || wanted >= fitted) {
            return byRank(wanted);
        }
        return Math.max(0, tail(fitted).upperQuantile(wanted / fitted));
    }

    private double byRank(double wanted) {
        double above = 0;
        Iterator<Bin> bins = sketch.getPositiveValueStore().getDescendingIterator();
        while (bins.hasNext()) {
            Bin bin = bins.next();
            int index = bin.getIndex();
            double atUpper = above + prior * SurpriseBins.tail(index + 1);
            if (atUpper >= wanted) {
                break; // Reached in the gap above this bin, where only the prior has mass.
            }
            double atLower = above + bin.getCount() + prior * SurpriseBins.tail(index);
            if (atLower >= wanted) {
                double upper = SurpriseBins.bound(index + 1);
                return upper - (upper - SurpriseBins.bound(index)) * (wanted - atUpper) / (atLower - atUpper);
            }
            above += bin.getCount();
        }
        return prior == 0 ? 0 : Math.max(0, Math.log(prior) - Math.log(wanted - above));
    }

    /** The law of the largest surprises that together have this weight, events and prior. */
    private ParetoTail tail(double mass) {
        double start = byRank(mass);
        double mean = 0;
        double meanOfLesser = 0;
        double above = 0;
        double upper = Double.POSITIVE_INFINITY;
        double tailAtUpper = 0;
        Iterator<Bin> bins = sketch.getPositiveValueStore().getDescendingIterator();
        while (upper > start) {
            Bin bin = bins.hasNext() ? bins.next() : null;
            boolean below = bin == null || SurpriseBins.value(bin.getIndex()) <= start;
            double lower = below ? start : SurpriseBins.value(bin.getIndex());
            double tailAtLower = below ? Math.exp(-start) : SurpriseBins.tailAtValue(bin.getIndex());
            // Between two bins the events above are constant and the prior's fall exponentially.
            double priorArea = prior * (tailAtLower - tailAtUpper);
            double span = above == 0 ? 0 : upper - lower;
            mean += above * span + priorArea;
            meanOfLesser += above * above * span
                    + 2 * above * priorArea
                    + 0.5 * prior * prior * (tailAtLower * tailAtLower - tailAtUpper * tailAtUpper);
            above += bin == null ? 0 : bin.getCount();
            upper = lower;
            tailAtUpper = tailAtLower;
        }
        return ParetoTail.ofMoments(start, mean / mass, meanOfLesser / (mass * mass));
    }

    /** Replaces everything by what another tail has seen, weighed like this many events. */
    void startFrom(DecayedTail other, double events) {
        double scale = Math.min(events / (other.total + other.prior), 1 / other.weight);
        clear();
        addScaled(other, scale);
    }

    private void addScaled(DecayedTail other, double scale) {
        prior += other.prior * scale;
        addZeros(other.zeros() * scale);
        for (Iterator<Bin> it = other.sketch.getPositiveValueStore().getAscendingIterator(); it.hasNext(); ) {
            Bin bin = it.next();
            addBin(bin.getIndex(), bin.getCount() * scale);
        }
    }

    /** Forgets everything, the prior included. */
    void clear() {
        sketch = emptySketch();
        weight = 1;
        total = 0;
        prior = 0;
    }

    /** Adds the tail that was written by {@link #write}. */
    void addFrom(DataInput in) throws IOException {
        double theirPrior = nonNegative(in.readDouble(), "prior");
        double zeros = nonNegative(in.readDouble(), "count of zeros");
        int bins = in.readInt();
        if (bins < 0 || bins > MOST_BINS) {
            throw new IllegalArgumentException(
                    "alert threshold's snapshot has " + bins + " bins, expected at most " + MOST_BINS);
        }
        prior += theirPrior * weight;
        addZeros(zeros * weight);
        for (int i = 0; i < bins; i++) {
            int index = in.readInt();
            double count = nonNegative(in.readDouble(), "count of a bin");
            addBin(index, count * weight);
        }
    }

    /** Writes the tail in units of the newest event's weight. */
    void write(DataOutput out) throws IOException {
        Store store = sketch.getPositiveValueStore();
        out.writeDouble(prior / weight);
        out.writeDouble(zeros() / weight);
        int bins = 0;
        for (Iterator<Bin> it = store.getAscendingIterator(); it.hasNext(); it.next()) {
            bins++;
        }
        out.writeInt(bins);
        for (Iterator<Bin> it = store.getAscendingIterator(); it.hasNext(); ) {
            Bin bin = it.next();
            out.writeInt(bin.getIndex());
            out.writeDouble(bin.getCount() / weight);
        }
    }

    private void scaleBack() {
        DecayedTail scaled = new DecayedTail(0);
        scaled.addScaled(this, 1 / weight);
        sketch = scaled.sketch;
        total = scaled.total;
        prior = scaled.prior;
        weight = 1;
    }

    private void addBin(int index, double count) {
        sketch.getPositiveValueStore().add(index, count);
        total += count;
    }

    private double zeros() {
        return Math.max(0, total - sketch.getPositiveValueStore().getTotalCount());
    }

    private void addZeros(double count) {
        if (count > 0) {
            sketch.accept(0, count);
            total += count;
        }
    }

    private static double nonNegative(double value, String what) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("alert threshold's snapshot has a " + what + " of " + value
                    + ", expected a finite value of at least 0");
        }
        return value;
    }

    private static DDSketch emptySketch() {
        return new DDSketch(SurpriseBins.MAPPING, () -> new CollapsingLowestDenseStore(MOST_BINS));
    }
}
