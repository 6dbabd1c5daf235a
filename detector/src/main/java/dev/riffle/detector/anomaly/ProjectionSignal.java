package dev.riffle.detector.anomaly;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseLayer;
import dev.riffle.detector.encoder.DenseStack;
import dev.riffle.detector.kernel.Binning;
import dev.riffle.detector.kernel.Logarithm;
import dev.riffle.detector.kernel.StackKernel;
import dev.riffle.detector.projection.Histograms;
import dev.riffle.detector.projection.Projections;
import java.util.List;

/**
 * How rare an event is along sparse random projections (LODA: Pevny 2016, "Loda: Lightweight on-line detector of
 * anomalies"): the mean over projections of the negative log density that a histogram gives their value,
 *
 * <pre>
 *   value = mean over p of -log( n~_pb / (sum over b of n~_pb) / width_p ) + beyond_p
 *   n~_pb = (n_p,b-1 + 2 n_pb + n_p,b+1) / 4 with n = mass + 1/2, the outermost bins counting as their own neighbours
 *   beyond_p = log(1 + 10 o), o the distance beyond the inner bins in units of their range, 0 within them, at most 1000
 * </pre>
 *
 * Deviations from the paper: every dimension is read equally often; histograms are smoothed, decay, and grow less likely
 * the further out a value lies. Projections of earlier releases also read the residuals. Where the mixture of
 * {@link DensitySignal} sees how far an event is from all that is usual, this one sees combinations of few features that
 * hardly occur.
 *
 * <p>A live object for one thread (it owns scratch memory) over immutable histograms.
 */
public final class ProjectionSignal {
    private static final double PRIOR_MASS = 0.5;
    private static final double QUARTER = 0.25;
    /** Floats in the longest vectors there are. */
    private static final int MOST_LANES = 16;

    private final Projections projections;
    private final int count;
    private final int bins;
    private final StackKernel kernel;
    private final Binning binning;
    private final float[] starts;
    private final float[] inverseWidths;
    private final float[] costs;
    /** Room for what costs are made of: fresh memory with every merge would cost more than the arithmetic. */
    private final double[] smooth;

    private final double[] totals;
    private final float[] both;
    private final float[] values;

    /** @throws IllegalArgumentException if the histograms are not those of the projections */
    public ProjectionSignal(Projections projections, Histograms histograms) {
        if (histograms.projections() != projections.count()) {
            throw new IllegalArgumentException(
                    histograms + " were given for " + projections.count() + " projections, expected one of each");
        }
        this.projections = projections;
        count = projections.count();
        bins = histograms.bins();
        kernel = StackKernel.of(
                new DenseStack(projections.dimension(), count == 0 ? List.of() : List.of(dense(projections))));
        starts = projections.starts();
        inverseWidths = new float[count];
        for (int p = 0; p < count; p++) {
            inverseWidths[p] = 1 / projections.binWidths()[p];
        }
        binning = Binning.of(starts, inverseWidths, bins);
        both = new float[projections.dimension()];
        values = new float[kernel.outputs()];
        costs = new float[histograms.masses().length];
        smooth = new double[costs.length];
        totals = new double[count];
        use(histograms);
    }

    /**
     * Takes newer histograms of the same projections into use.
     *
     * @throws IllegalArgumentException if they are of another shape
     */
    public void use(Histograms histograms) {
        if (histograms.projections() != count || histograms.bins() != bins) {
            throw new IllegalArgumentException(
                    histograms + " were given for " + count + " projections of " + bins + " bins, expected as many");
        }
        refreshCosts(histograms.masses());
    }

    /** Number of projections; 0 for models without this signal. */
    public int count() {
        return count;
    }

    /**
     * Looks at an event.
     *
     * @param cells {@link #count()} values, receives the cell that the event falls into per projection, {@code projection *
     *     (bins + 2) + bin}: what the histograms may learn
     * @return mean negative log density, any finite value; 0 without projections
     * @throws IllegalArgumentException if there is room for another number of cells
     */
    public double measure(float[] scaled, float[] residual, int[] cells) {
        if (cells.length != count) {
            throw new IllegalArgumentException(
                    "room for %,d cells; expected %,d, one for each projection".formatted(cells.length, count));
        }
        if (count == 0) {
            return 0;
        }
        project(scaled, residual);
        binning.cells(values, cells);
        return (sum(costs, cells) + binning.beyond()) / count;
    }

    /** Costs of cells. Eight sums: one's addition hides the latency of the others'. */
    private static double sum(float[] costs, int[] cells) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        int eights = cells.length & -8;
        for (int p = 0; p < eights; p += 8) {
            a += costs[cells[p]];
            b += costs[cells[p + 1]];
            c += costs[cells[p + 2]];
            d += costs[cells[p + 3]];
            e += costs[cells[p + 4]];
            f += costs[cells[p + 5]];
            g += costs[cells[p + 6]];
            h += costs[cells[p + 7]];
        }
        for (int p = eights; p < cells.length; p++) {
            a += costs[cells[p]];
        }
        return ((double) a + b + c + d) + ((double) e + f + g + h);
    }

    private float place(int projection) {
        return (values[projection] - starts[projection]) * inverseWidths[projection];
    }

    /**
     * Splits what makes an event rare over the columns: every projection's cost above that of its most usual bin, in
     * proportion to |weight u| of what it reads. A column has its input's part, and its residual's where that is read too.
     *
     * @return one value per column, at least 0; their sum is what the event costs above the most usual one
     */
    public double[] parts(float[] scaled, float[] residual) {
        double[] parts = new double[scaled.length];
        if (count == 0) {
            return parts;
        }
        float[] u = project(scaled, residual);
        int each = projections.readsEach();
        for (int p = 0; p < count; p++) {
            float place = place(p);
            int b = binAt(place);
            double excess = costs[p * (bins + 2) + b] - leastCost(p) + Binning.beyond(place, bins);
            double size = 0;
            for (int i = p * each; i < (p + 1) * each; i++) {
                size += size(i, u);
            }
            for (int i = p * each; i < (p + 1) * each; i++) {
                double share = size > 0 ? size(i, u) / size : 1.0 / each;
                parts[projections.reads()[i] % parts.length] += excess * share / count;
            }
        }
        return parts;
    }

    private double size(int read, float[] u) {
        return Math.abs((double) projections.weights()[read] * u[projections.reads()[read]]);
    }

    private double leastCost(int projection) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = projection * (bins + 2); i < (projection + 1) * (bins + 2); i++) {
            least = Math.min(least, costs[i]);
        }
        return least;
    }

    private int binAt(float place) {
        return place < 0 ? 0 : place >= bins ? bins + 1 : 1 + (int) place;
    }

    /** Fills {@link #values} and returns u. */
    private float[] project(float[] scaled, float[] residual) {
        float[] point = scaled;
        if (both.length > scaled.length) {
            System.arraycopy(scaled, 0, both, 0, scaled.length);
            System.arraycopy(residual, 0, both, scaled.length, both.length - scaled.length);
            point = both;
        }
        kernel.run(point, values);
        return point;
    }

    /**
     * As one dense layer: whole vectors of zeros and weights are several times faster than single scattered reads, up to
     * some hundred dimensions. There are outputs to spare, so that they are whole vectors too.
     */
    private static DenseLayer dense(Projections projections) {
        int outputs = (projections.count() + MOST_LANES - 1) / MOST_LANES * MOST_LANES;
        int each = projections.readsEach();
        float[] weights = new float[projections.dimension() * outputs];
        for (int p = 0; p < projections.count(); p++) {
            for (int i = p * each; i < (p + 1) * each; i++) {
                weights[projections.reads()[i] * outputs + p] += projections.weights()[i];
            }
        }
        return new DenseLayer(projections.dimension(), outputs, weights, new float[outputs], Activation.IDENTITY);
    }

    private void refreshCosts(double[] masses) {
        int row = bins + 2;
        smoothen(masses, row);
        for (int p = 0; p < totals.length; p++) {
            // Smoothing moves mass and loses none.
            totals[p] =
                    (sum(masses, p * row, row) + PRIOR_MASS * row) * projections.binWidths()[p];
        }
        Logarithm.ofAll(smooth);
        Logarithm.ofAll(totals);
        for (int p = 0; p < totals.length; p++) {
            for (int i = p * row; i < (p + 1) * row; i++) {
                costs[i] = (float) (totals[p] - smooth[i]);
            }
        }
    }

    private void smoothen(double[] masses, int row) {
        // Over the ends of rows at first: short loops are not vectorised.
        for (int i = 1; i < masses.length - 1; i++) {
            smooth[i] = PRIOR_MASS + (masses[i - 1] + 2 * masses[i] + masses[i + 1]) * QUARTER;
        }
        for (int first = 0; first < masses.length; first += row) {
            int last = first + row - 1;
            smooth[first] = PRIOR_MASS + (3 * masses[first] + masses[first + 1]) * QUARTER;
            smooth[last] = PRIOR_MASS + (masses[last - 1] + 3 * masses[last]) * QUARTER;
        }
    }

    private static double sum(double[] masses, int from, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        int threes = from + count - count % 3;
        for (int i = from; i < threes; i += 3) {
            a += masses[i];
            b += masses[i + 1];
            c += masses[i + 2];
        }
        for (int i = threes; i < from + count; i++) {
            a += masses[i];
        }
        return a + b + c;
    }
}
