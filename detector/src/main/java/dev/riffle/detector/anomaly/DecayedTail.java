package dev.riffle.detector.anomaly;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
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
    /**
     * Relative accuracy of a surprise. A surprise t stands for a tail probability of e^-t, so at t = 7 a bin spans
     * 1.4 % of the probability; within a bin it is interpolated.
     */
    private static final double ACCURACY = 0.001;

    /** Most bins: they span a factor of 3,600, so that only surprises below a 3,600th of the largest are merged. */
    private static final int MOST_BINS = 4096;

    /** Weight of the newest event from which the weights are scaled back to 1. */
    private static final double LARGEST_WEIGHT = 1 << 20;

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
        sketch.accept(surprise, weight);
        total += weight;
        if (weight > LARGEST_WEIGHT) {
            scaleBack();
        }
    }

    /** The surprise that this share of events reaches, at least 0. */
    double upperQuantile(double share) {
        double priorWeight = prior;
        double wanted = share * (total + priorWeight);
        double above = 0;
        Iterator<Bin> bins = sketch.getPositiveValueStore().getDescendingIterator();
        while (bins.hasNext()) {
            Bin bin = bins.next();
            double upper = sketch.getIndexMapping().upperBound(bin.getIndex());
            double lower = sketch.getIndexMapping().lowerBound(bin.getIndex());
            double atUpper = above + priorWeight * Math.exp(-upper);
            if (atUpper >= wanted) {
                break; // Reached in the gap above this bin, where only the prior has mass.
            }
            double atLower = above + bin.getCount() + priorWeight * Math.exp(-lower);
            if (atLower >= wanted) {
                return upper - (upper - lower) * (wanted - atUpper) / (atLower - atUpper);
            }
            above += bin.getCount();
        }
        return priorWeight == 0 ? 0 : Math.max(0, Math.log(priorWeight) - Math.log(wanted - above));
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
            sketch.getPositiveValueStore().add(index, count * weight);
            total += count * weight;
        }
    }

    /** Writes the tail in units of the newest event's weight. */
    void write(DataOutput out) throws IOException {
        Store store = sketch.getPositiveValueStore();
        out.writeDouble(prior / weight);
        out.writeDouble(Math.max(0, total - store.getTotalCount()) / weight);
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
        DDSketch old = sketch;
        double zeros = Math.max(0, total - old.getPositiveValueStore().getTotalCount());
        sketch = emptySketch();
        total = 0;
        addZeros(zeros / weight);
        for (Iterator<Bin> it = old.getPositiveValueStore().getAscendingIterator(); it.hasNext(); ) {
            Bin bin = it.next();
            double count = bin.getCount() / weight;
            sketch.getPositiveValueStore().add(bin.getIndex(), count);
            total += count;
        }
        prior /= weight;
        weight = 1;
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
        return new DDSketch(new LogarithmicMapping(ACCURACY), () -> new CollapsingLowestDenseStore(MOST_BINS));
    }
}
