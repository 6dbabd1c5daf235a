package dev.riffle.detector.anomaly;

import dev.riffle.detector.kernel.Logarithm;
import java.util.Arrays;
import java.util.Objects;

/**
 * Turns a signal's value into a surprise, the negative natural logarithm of its tail probability on held-out events:
 * empirical below the 98 % quantile u, a fitted heavy tail above it. Continuous and non-decreasing; strictly increasing
 * above u.
 *
 * <p>With t the n held-out values,
 *
 * <pre>
 *   g(s) = -log((#{t &gt;= s} + 1/2) / (n + 1))     for s &lt;= u, ranks interpolated between knots
 *   g(s) = g(u) + log(1 + (s - u) / scale)        for s &gt; u
 * </pre>
 *
 * The tail is that of a Pareto law of shape 1: values far beyond anything held out keep an order, and no outlier in one
 * signal can drown the other. The arrays are handed over, not copied.
 */
public final class Calibration {
    /** Most knots that {@link #of} keeps. */
    public static final int MOST_KNOTS = 1024;

    private static final double TAIL_QUANTILE = 0.98;
    /** Fewer excesses do not tell a scale. */
    private static final int LEAST_EXCESSES = 5;

    /** Smallest scale of an exponential tail: keeps the probabilities of surprises within float64's range. */
    private static final double LEAST_EXPONENTIAL_SCALE = 0.1;

    /** Share of the gap to the next greater value over which equal values are spread. */
    private static final double TIE_SPREAD = 1e-3;

    /**
     * Cells that the values up to u are looked up by, so that a bisection has few steps left. Their width grows with the
     * distance from the first knot: there is a power of two of them to every doubling of it, so that they suit signals
     * of any skewness. Less than {@value #CELLS} / 2^{@value #CELL_BITS} doublings below u all is one cell.
     */
    private static final int CELLS = 1024;

    private static final int CELL_BITS = 6;
    private static final int SHIFT = 52 - CELL_BITS;

    private final double[] knots;
    private final long rows;
    private final double tailStart;
    private final double tailScale;
    private final int firstCell;
    /** For every cell the last knot before it, the first one if there is none. */
    private final int[] before;
    /** The knots, and after them as many infinite ones as a search may look beyond. */
    private final double[] searched;
    /** Knots that the first step of a search goes over, a power of two; each step goes over half as many as the one before. */
    private final int stride;
    /** Tail probability of the least values, and what every further knot takes off it. */
    private final double most;

    private final double perKnot;
    private final double surpriseAtTailStart;

    /**
     * @param knots held-out values at evenly spaced ranks, ascending, finite, at least one
     * @param rows number of held-out values that the knots stand for, at least 1
     * @param tailStart u, the 98 % quantile, finite
     * @param tailScale mean excess of the values above u, above 0, finite
     * @throws IllegalArgumentException if a part is out of its range
     */
    public Calibration(double[] knots, long rows, double tailStart, double tailScale) {
        if (knots.length == 0 || rows < 1) {
            throw new IllegalArgumentException(
                    "calibration has " + knots.length + " knots for " + rows + " rows, expected at least 1 of each");
        }
        for (int i = 0; i < knots.length; i++) {
            if (!Double.isFinite(knots[i]) || (i > 0 && knots[i] < knots[i - 1])) {
                throw new IllegalArgumentException(
                        "knot " + i + " of calibration is " + knots[i] + ", expected finite values in ascending order");
            }
        }
        if (!Double.isFinite(tailStart)) {
            throw new IllegalArgumentException(
                    "tail of calibration starts at " + tailStart + ", expected a finite value");
        }
        if (!(tailScale > 0) || Double.isInfinite(tailScale)) {
            throw new IllegalArgumentException(
                    "tail scale of calibration is " + tailScale + ", expected a finite value above 0");
        }
        this.knots = knots;
        this.rows = rows;
        this.tailStart = tailStart;
        this.tailScale = tailScale;
        double range = Math.max(0, Math.min(tailStart, knots[knots.length - 1]) - knots[0]);
        firstCell = cellBits(range) - CELLS + 1;
        before = new int[CELLS];
        int[] inCell = new int[CELLS];
        for (double knot : knots) {
            // Those above u are none that is looked for.
            if (knot <= tailStart) {
                inCell[cell(knot)]++;
            }
        }
        int so = 0;
        int longest = 1;
        for (int cell = 0; cell < CELLS; cell++) {
            before[cell] = Math.max(0, so - 1);
            so += inCell[cell];
            longest = Math.max(longest, inCell[cell]);
        }
        stride = Integer.highestOneBit(longest);
        searched = Arrays.copyOf(knots, knots.length + 2 * stride);
        Arrays.fill(searched, knots.length, searched.length, Double.POSITIVE_INFINITY);
        most = (rows + 0.5) / (rows + 1);
        perKnot = (rows - 1.0) / (rows + 1) / Math.max(1, knots.length - 1);
        surpriseAtTailStart = empiricalSurprise(tailStart);
    }

    /**
     * Calibrates on held-out values of a signal.
     *
     * @param values at least one, finite, in any order; not changed
     * @throws IllegalArgumentException if there is none or one is not finite
     */
    public static Calibration of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values to calibrate on, expected at least 1");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        if (!Double.isFinite(sorted[0]) || !Double.isFinite(sorted[sorted.length - 1])) {
            throw new IllegalArgumentException("values to calibrate on run from " + sorted[0] + " to "
                    + sorted[sorted.length - 1] + ", expected finite ones");
        }
        double[] knots = new double[Math.min(sorted.length, MOST_KNOTS)];
        for (int i = 0; i < knots.length; i++) {
            knots[i] = sorted[(int) Math.round(i * (sorted.length - 1.0) / Math.max(1, knots.length - 1))];
        }
        spreadTies(knots);
        double tailStart = at(knots, TAIL_QUANTILE);
        return new Calibration(knots, sorted.length, tailStart, meanExcess(sorted, tailStart));
    }

    /**
     * Calibrates on values that are means of several signals' surprises, for {@link #surpriseOfSurprise}. The scale of
     * their exponential tail is the mean excess over the 98 % quantile. Of some dozens of values one lies above it, whose
     * excess alone would make anything of the scale: what is missing to {@value #LEAST_EXCESSES} is assumed to be 1, what
     * signals come to that rise together, as they do for an anomaly.
     *
     * @param values at least one, finite, in any order; not changed
     * @throws IllegalArgumentException if there is none or one is not finite
     */
    static Calibration ofMeanSurprises(double[] values) {
        Calibration fitted = of(values);
        long above =
                Arrays.stream(values).filter(value -> value > fitted.tailStart).count();
        if (above >= LEAST_EXCESSES) {
            return fitted;
        }
        double scale = (above * fitted.tailScale + LEAST_EXCESSES - above) / LEAST_EXCESSES;
        return new Calibration(fitted.knots, fitted.rows, fitted.tailStart, scale);
    }

    /**
     * Spreads equal knots over a sliver above their value, so that the value itself is as usual as its frequency says
     * and whatever lies above the sliver is as rare as it is, without a jump between.
     */
    private static void spreadTies(double[] knots) {
        for (int from = 0; from < knots.length; ) {
            int to = from + 1;
            while (to < knots.length && knots[to] == knots[from]) {
                to++;
            }
            double gap = to < knots.length ? knots[to] - knots[from] : Math.max(1, Math.abs(knots[from]));
            double sliver = Double.isFinite(gap) ? gap * TIE_SPREAD : 0;
            for (int i = from + 1; i < to; i++) {
                knots[i] = Math.min(knots[from] + sliver * (i - from) / (to - from), Double.MAX_VALUE);
            }
            from = to;
        }
    }

    private static double meanExcess(double[] sorted, double tailStart) {
        double excess = 0;
        int above = 0;
        for (int i = sorted.length - 1; i >= 0 && sorted[i] > tailStart; i--) {
            excess += sorted[i] - tailStart;
            above++;
        }
        // Nothing lies above the quantile of very few or constant values: any rise above them is then a large one.
        double least = Math.max(Math.abs(tailStart), 1) * 1e-6;
        return Math.min(Math.max(above == 0 ? 0 : excess / above, least), Double.MAX_VALUE);
    }

    /** Held-out values at evenly spaced ranks, ascending. */
    public double[] knots() {
        return knots;
    }

    /** Number of held-out values that the knots stand for. */
    public long rows() {
        return rows;
    }

    /** u, the 98 % quantile. */
    public double tailStart() {
        return tailStart;
    }

    /** Mean excess of the values above u. */
    public double tailScale() {
        return tailScale;
    }

    /**
     * The held-out values' quantile.
     *
     * @param q in [0, 1]
     */
    public double quantile(double q) {
        if (!(q >= 0 && q <= 1)) {
            throw new IllegalArgumentException("quantile " + q + " was asked for, expected a value in [0, 1]");
        }
        return at(knots, q);
    }

    private static double at(double[] knots, double q) {
        double rank = q * (knots.length - 1);
        int below = (int) rank;
        double part = rank - below;
        return part == 0 ? knots[below] : knots[below] * (1 - part) + knots[below + 1] * part;
    }

    /**
     * Negative natural logarithm of the probability that a held-out event has at least this value, at least 0, finite.
     *
     * @param value not {@code NaN}
     */
    public double surprise(double value) {
        if (value <= tailStart) {
            return empiricalSurprise(value);
        }
        double excess = Math.min(value, Double.MAX_VALUE) - tailStart;
        return surpriseAtTailStart + Math.log(1 + Math.min(excess / tailScale, Double.MAX_VALUE));
    }

    /**
     * The surprise of a value that is made of surprises itself. Their tail is exponential, not heavy, so above u it is
     * {@code g(u) + (s - u) / scale}, the exponential law's maximum-likelihood fit.
     *
     * @param value not {@code NaN}
     */
    double surpriseOfSurprise(double value) {
        return value <= tailStart
                ? empiricalSurprise(value)
                : surpriseAtTailStart + (value - tailStart) / Math.max(tailScale, LEAST_EXPONENTIAL_SCALE);
    }

    private double empiricalSurprise(double value) {
        return -Logarithm.of(most - rank(value) * perKnot);
    }

    /** Knots below the value, a part of the gap that it lies in among them; 0 to the number of gaps. */
    private double rank(double value) {
        int last = knots.length - 1;
        if (value <= knots[0]) {
            return 0;
        }
        if (value >= knots[last]) {
            return firstEqualTo(last);
        }
        // The last knot below the value, by bisection without branches and in as many steps whatever the cell: a branch
        // that nobody foresees costs more. Where it looks beyond the cell, knots are above the value.
        int low = before[cell(value)];
        for (int step = stride; step > 0; step >>>= 1) {
            low += step & (int) (Double.doubleToRawLongBits(searched[low + step] - value) >> 63);
        }
        return low + (value - searched[low]) / (searched[low + 1] - searched[low]);
    }

    /** Does not fall when the value grows, so that knots in cells before a value's are below it. */
    private int cell(double value) {
        return Math.max(0, Math.min(cellBits(value - knots[0]) - firstCell, CELLS - 1));
    }

    /** Of a distance of at least 0: exponent and leading bits, which are ordered as the distances are. */
    private static int cellBits(double distance) {
        return (int) (Double.doubleToRawLongBits(distance) >> SHIFT);
    }

    private int firstEqualTo(int index) {
        int first = index;
        while (first > 0 && knots[first - 1] == knots[index]) {
            first--;
        }
        return first;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Calibration that
                && Arrays.equals(knots, that.knots)
                && rows == that.rows
                && tailStart == that.tailStart
                && tailScale == that.tailScale;
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(knots), rows, tailStart, tailScale);
    }

    @Override
    public String toString() {
        return "Calibration[rows=" + rows + ", tailStart=" + tailStart + ", tailScale=" + tailScale + "]";
    }
}
