package dev.riffle.detector.anomaly;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What the signals said of some events: what they are calibrated on. One value of each signal per event. The arrays are
 * handed over, not copied; nobody writes to them.
 *
 * @param errors of {@link ReconstructionSignal}
 * @param sparseness of {@link DensitySignal}
 * @param rarity of {@link ProjectionSignal}; empty for models without it
 * @param coreDistances distance to the nearest core point; empty for models without them
 * @param missingCells how many cells of the event were missing
 */
public record SignalValues(
        double[] errors,
        double[] sparseness,
        Optional<double[]> rarity,
        Optional<double[]> coreDistances,
        int[] missingCells) {
    /** @throws IllegalArgumentException if there is not one value of each signal per event */
    public SignalValues {
        Objects.requireNonNull(rarity, "rarity");
        Objects.requireNonNull(coreDistances, "coreDistances");
        requireLength("values of sparseness", sparseness.length, errors.length);
        rarity.ifPresent(values -> requireLength("values of rarity", values.length, errors.length));
        coreDistances.ifPresent(values -> requireLength("distances", values.length, errors.length));
        requireLength("counts of missing cells", missingCells.length, errors.length);
    }

    private static void requireLength(String what, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException("calibration got " + expected + " reconstruction errors and " + found
                    + " " + what + ", expected one of each per event");
        }
    }

    /** Number of events. */
    public int events() {
        return errors.length;
    }

    /** The same events with distances to the nearest core point. */
    public SignalValues withCoreDistances(double[] distances) {
        return new SignalValues(errors, sparseness, rarity, Optional.of(distances), missingCells);
    }

    /**
     * The same events with what they lack.
     *
     * @param rows their raw values, {@code NaN} where one is missing
     */
    public SignalValues withMissingCellsOf(double[][] rows) {
        int[] missing = Arrays.stream(rows)
                .mapToInt(row -> (int) Arrays.stream(row).filter(Double::isNaN).count())
                .toArray();
        return new SignalValues(errors, sparseness, rarity, coreDistances, missing);
    }

    /**
     * These events and others.
     *
     * @throws IllegalArgumentException if one has a signal that the other has not
     */
    public SignalValues plus(SignalValues others) {
        return new SignalValues(
                joined(errors, others.errors),
                joined(sparseness, others.sparseness),
                joined("rarity", rarity, others.rarity),
                joined("distances", coreDistances, others.coreDistances),
                IntStream.concat(Arrays.stream(missingCells), Arrays.stream(others.missingCells))
                        .toArray());
    }

    private static Optional<double[]> joined(String what, Optional<double[]> some, Optional<double[]> others) {
        if (some.isPresent() != others.isPresent()) {
            throw new IllegalArgumentException("only some of the events have " + what + ", expected all or none");
        }
        return some.map(values -> joined(values, others.get()));
    }

    private static double[] joined(double[] some, double[] others) {
        return DoubleStream.concat(Arrays.stream(some), Arrays.stream(others)).toArray();
    }
}
