package dev.riffle.detector.projection;

import java.util.Arrays;
import java.util.Objects;

/**
 * Histograms over projections: how many events, older ones counting less, fell into each bin. Serves both as what is
 * known so far and as what was counted since. Immutable by agreement: the array is handed over, not copied.
 *
 * @param bins inner bins of a projection, 1 to {@value #MOST_BINS}; one more lies beyond either end
 * @param masses row-major {@code [projection][bins + 2]}, finite, at least 0
 */
public record Histograms(int bins, double[] masses) {
    /** Most inner bins: with the outer two their indices fit a byte. */
    public static final int MOST_BINS = 125;

    private static final long INFINITY_BITS = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);

    /** No projections. */
    public static final Histograms NONE = new Histograms(1, new double[0]);

    /** @throws IllegalArgumentException if there are no whole projections or a value is out of its range */
    public Histograms {
        if (bins < 1 || bins > MOST_BINS) {
            throw new IllegalArgumentException(
                    "histograms have " + bins + " bins, expected at least 1 and at most " + MOST_BINS);
        }
        if (masses.length % (bins + 2) != 0) {
            throw new IllegalArgumentException("histograms of " + bins + " + 2 bins have " + masses.length
                    + " masses, expected a multiple of " + (bins + 2));
        }
        boolean valid = areMasses(masses);
        for (int i = 0; !valid && i < masses.length; i++) {
            if (!isMass(masses[i])) {
                throw new IllegalArgumentException("mass of bin " + i % (bins + 2) + " of projection " + i / (bins + 2)
                        + " is " + masses[i] + ", expected a finite value of at least 0");
            }
        }
    }

    /** True if all masses are valid by their bits, without a branch for each: there are thousands with every merge. */
    private static boolean areMasses(double[] masses) {
        // Bits of what is finite and not negative lie between those of 0 and of infinity; else a sign is set.
        long signs = 0;
        for (double mass : masses) {
            long bits = Double.doubleToRawLongBits(mass);
            signs |= bits | (INFINITY_BITS - 1 - bits);
        }
        return signs >= 0;
    }

    private static boolean isMass(double mass) {
        return mass >= 0 && mass <= Double.MAX_VALUE;
    }

    /** Empty histograms. */
    public static Histograms empty(int projections, int bins) {
        return new Histograms(bins, new double[projections * (bins + 2)]);
    }

    /** Number of projections. */
    public int projections() {
        return masses.length / (bins + 2);
    }

    /** True if no event is in any bin. */
    public boolean isEmpty() {
        return Arrays.stream(masses).allMatch(mass -> mass == 0);
    }

    public boolean hasShapeOf(Histograms other) {
        return bins == other.bins && masses.length == other.masses.length;
    }

    /**
     * Both together.
     *
     * @throws IllegalArgumentException if they differ in shape
     */
    public Histograms plus(Histograms other) {
        return decayedPlus(1, other);
    }

    /**
     * What is left of these after a decay, and the others.
     *
     * @param decay share of its mass that every bin keeps, in [0, 1]
     * @throws IllegalArgumentException if they differ in shape
     */
    public Histograms decayedPlus(double decay, Histograms others) {
        if (!hasShapeOf(others)) {
            throw new IllegalArgumentException(others + " cannot be added to " + this);
        }
        double[] sum = new double[masses.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = masses[i] * decay + others.masses[i];
        }
        return new Histograms(bins, sum);
    }

    /** The same histograms, the masses of each raised in proportion until they count for at least so many events. */
    public Histograms weighingAtLeast(double events) {
        double[] raised = masses.clone();
        for (int from = 0; from < raised.length; from += bins + 2) {
            double total = 0;
            for (int i = from; i < from + bins + 2; i++) {
                total += raised[i];
            }
            for (int i = from; i < from + bins + 2 && total > 0 && total < events; i++) {
                raised[i] *= events / total;
            }
        }
        return new Histograms(bins, raised);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Histograms that && bins == that.bins && Arrays.equals(masses, that.masses);
    }

    @Override
    public int hashCode() {
        return Objects.hash(bins, Arrays.hashCode(masses));
    }

    @Override
    public String toString() {
        return "Histograms[projections=" + projections() + ", bins=" + bins + "]";
    }
}
