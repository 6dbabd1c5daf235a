package dev.riffle.detector.anomaly;

import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * The bins that a {@link DecayedTail} counts surprises in, with the tail probabilities e^-t at their bounds and values. A
 * threshold goes through a hundred bins whenever it moves; their exponentials are looked up.
 */
final class SurpriseBins {
    /**
     * Relative accuracy of a surprise. A surprise t stands for a tail probability of e^-t, so at t = 7 a bin spans
     * 1.4 % of the probability; within a bin it is interpolated.
     */
    private static final double ACCURACY = 0.001;

    static final LogarithmicMapping MAPPING = new LogarithmicMapping(ACCURACY);

    /** Bins from that of this surprise to that of the largest are looked up, others computed. */
    private static final double LEAST_TABULATED = 0.1;

    private static final int FIRST = MAPPING.index(LEAST_TABULATED);
    /** Of the bins from {@link #FIRST} on, and of the bound above the last one. */
    private static final double[] BOUNDS = tabulated(MAPPING::lowerBound);

    private static final double[] TAILS = tabulated(index -> Math.exp(-MAPPING.lowerBound(index)));
    private static final double[] TAILS_AT_VALUES = tabulated(index -> Math.exp(-MAPPING.value(index)));

    private SurpriseBins() {}

    /** The lower bound of a bin, which is the upper one of the bin below it. */
    static double bound(int index) {
        return isTabulated(index) ? BOUNDS[index - FIRST] : MAPPING.lowerBound(index);
    }

    /** Probability of a surprise of at least {@link #bound}. */
    static double tail(int index) {
        return isTabulated(index) ? TAILS[index - FIRST] : Math.exp(-MAPPING.lowerBound(index));
    }

    /** The value that stands for a bin. */
    static double value(int index) {
        return bound(index) * (1 + MAPPING.relativeAccuracy());
    }

    /** Probability of a surprise of at least {@link #value}. */
    static double tailAtValue(int index) {
        return isTabulated(index) ? TAILS_AT_VALUES[index - FIRST] : Math.exp(-MAPPING.value(index));
    }

    private static boolean isTabulated(int index) {
        return index >= FIRST && index - FIRST < BOUNDS.length;
    }

    private static double[] tabulated(IntToDoubleFunction function) {
        double[] table = new double[MAPPING.index(DecayedTail.LARGEST_SURPRISE) + 2 - FIRST];
        Arrays.setAll(table, i -> function.applyAsDouble(FIRST + i));
        return table;
    }
}
