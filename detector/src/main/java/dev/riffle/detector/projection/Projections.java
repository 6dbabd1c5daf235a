package dev.riffle.detector.projection;

/**
 * Sparse random projections of u, the scaled input (in models of earlier releases followed by the normalised residual), and
 * the bins that their values fall into:
 *
 * <pre>
 *   p_j = sum over reads i of weights[j][i] u[reads[j][i]]
 * </pre>
 *
 * <p>Arrays are handed over, not copied; projections are compared by identity of their arrays.
 *
 * @param dimension of u, at least 1
 * @param reads dimensions that a projection reads, row-major {@code [projection][read]}, 0 to dimension - 1
 * @param weights same shape, finite
 * @param starts where a projection's first inner bin begins, one per projection, finite
 * @param binWidths width of its inner bins, one per projection, above 0, finite
 */
public record Projections(int dimension, int[] reads, float[] weights, float[] starts, float[] binWidths) {
    /** No projections. */
    public static final Projections NONE = new Projections(1, new int[0], new float[0], new float[0], new float[0]);

    /** @throws IllegalArgumentException if lengths disagree or a value is out of its range */
    public Projections {
        int count = starts.length;
        if (dimension < 1) {
            throw new IllegalArgumentException("projections are of dimension " + dimension + ", expected at least 1");
        }
        if (count == 0 ? reads.length > 0 : reads.length == 0 || reads.length % count != 0) {
            throw new IllegalArgumentException(count + " projections read " + reads.length
                    + " dimensions in all, expected as many each and at least one");
        }
        if (weights.length != reads.length || binWidths.length != count) {
            throw new IllegalArgumentException(count + " projections that read " + reads.length + " dimensions have "
                    + weights.length + " weights and " + binWidths.length + " bin widths, expected as many of each");
        }
        for (int read : reads) {
            if (read < 0 || read >= dimension) {
                throw new IllegalArgumentException(
                        "a projection reads dimension " + read + ", expected 0 to " + (dimension - 1));
            }
        }
        requireFinite("weight", weights);
        requireFinite("start", starts);
        for (int p = 0; p < count; p++) {
            if (!(binWidths[p] > 0) || Float.isInfinite(binWidths[p])) {
                throw new IllegalArgumentException(
                        "bin width of projection " + p + " is " + binWidths[p] + ", expected a finite value above 0");
            }
        }
    }

    /** Number of projections. */
    public int count() {
        return starts.length;
    }

    /** Dimensions that a projection reads; 0 if there are no projections. */
    public int readsEach() {
        return reads.length == 0 ? 0 : reads.length / count();
    }

    private static void requireFinite(String what, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        what + " " + i + " of projections is " + values[i] + ", expected a finite value");
            }
        }
    }
}
