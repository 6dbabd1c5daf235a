package dev.riffle.detector.drift;

import java.util.Optional;

/**
 * Adaptive windowing (ADWIN2: Bifet and Gavalda 2007, "Learning from time-changing data with adaptive windowing"): a window
 * over a sequence that grows while its mean stays, and loses its older part where two parts of it have means that differ
 * by more than chance,
 *
 * <pre>
 *   |mean_0 - mean_1| &gt; sqrt(2/m s^2 log(2/d')) + 2/(3m) log(2/d'),
 *   1/m = 1/n_0 + 1/n_1,   d' = d / log n
 * </pre>
 *
 * with n the window's length, s^2 its variance and d the confidence. The window is kept as an exponential histogram: at
 * most {@value #BUCKETS_PER_ROW} buckets of 2^i values each, so that memory and the cuts looked at grow with log n.
 *
 * <p>Two deviations: cuts are looked at every {@value #CHECK_EVERY} values (the paper's authors do likewise), and the means
 * must differ by a least amount as well, since in a long window the bound finds differences that nobody retrains for. A
 * live object for one thread.
 */
public final class Adwin {
    private static final int BUCKETS_PER_ROW = 5;
    static final int CHECK_EVERY = 32;
    private static final int MOST_ROWS = 40;
    /** Fewest values on either side of a cut. */
    private static final int LEAST_PART = 8;

    private final double confidence;
    private final double leastDifference;
    private final double[][] sums = new double[MOST_ROWS][BUCKETS_PER_ROW + 1];
    private final double[][] squares = new double[MOST_ROWS][BUCKETS_PER_ROW + 1];
    private final int[] buckets = new int[MOST_ROWS];
    private int rows = 1;
    private long width;
    private double sum;
    private double squareSum;
    private long added;

    /**
     * @param confidence probability of a false cut at a look, in (0, 1)
     * @param leastDifference smallest difference of means that makes a cut, at least 0
     */
    public Adwin(double confidence, double leastDifference) {
        if (!(confidence > 0 && confidence < 1) || !(leastDifference >= 0)) {
            throw new IllegalArgumentException("ADWIN with confidence " + confidence + " and least difference "
                    + leastDifference + ", expected a confidence in (0, 1) and a difference of at least 0");
        }
        this.confidence = confidence;
        this.leastDifference = leastDifference;
    }

    /**
     * Adds a value.
     *
     * @param value in [0, 1]
     * @return where the window fell into two parts, if it lost its older part
     * @throws IllegalArgumentException if the value is outside [0, 1]
     */
    public Optional<Cut> add(double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("value is " + value + ", expected one in [0, 1]");
        }
        insert(value);
        compress();
        return ++added % CHECK_EVERY == 0 ? cut() : Optional.empty();
    }

    /** Values in the window. */
    public long width() {
        return width;
    }

    /** Mean of the window; NaN while it is empty. */
    public double mean() {
        return width == 0 ? Double.NaN : sum / width;
    }

    /**
     * Two parts of a window that differ.
     *
     * @param before mean of the older part
     * @param after mean of the newer part
     * @param newer values in the newer part
     */
    public record Cut(double before, double after, long newer) {}

    private void insert(double value) {
        append(0, value, value * value);
        width++;
        sum += value;
        squareSum += value * value;
    }

    /** Buckets of a row are in order of age, the oldest first. */
    private void append(int row, double bucketSum, double bucketSquares) {
        sums[row][buckets[row]] = bucketSum;
        squares[row][buckets[row]] = bucketSquares;
        buckets[row]++;
    }

    private void compress() {
        for (int row = 0; buckets[row] > BUCKETS_PER_ROW; row++) {
            if (row + 1 == MOST_ROWS) {
                dropOldest();
                return;
            }
            rows = Math.max(rows, row + 2);
            append(row + 1, sums[row][0] + sums[row][1], squares[row][0] + squares[row][1]);
            remove(row, 2);
        }
    }

    private void remove(int row, int count) {
        buckets[row] -= count;
        System.arraycopy(sums[row], count, sums[row], 0, buckets[row]);
        System.arraycopy(squares[row], count, squares[row], 0, buckets[row]);
    }

    private Optional<Cut> cut() {
        Optional<Cut> clearest = clearestCut();
        // The paper's way: bucket by bucket, the oldest first, until no cut is left.
        for (Optional<Cut> left = clearest; left.isPresent(); left = clearestCut()) {
            dropOldest();
        }
        return clearest;
    }

    /** Where the window falls into two parts most clearly, between two buckets. */
    private Optional<Cut> clearestCut() {
        double variance = Math.max(0, squareSum / width - sum / width * (sum / width));
        double logTerm = Math.log(2 * Math.log(Math.max(width, 3)) / confidence);
        double olderSum = 0;
        long older = 0;
        double clearness = 1;
        Optional<Cut> clearest = Optional.empty();
        for (int row = rows - 1; row >= 0; row--) {
            for (int b = 0; b < buckets[row]; b++) {
                olderSum += sums[row][b];
                older += 1L << row;
                long newer = width - older;
                if (older < LEAST_PART || newer < LEAST_PART) {
                    continue;
                }
                double before = olderSum / older;
                double after = (sum - olderSum) / newer;
                if (Math.abs(before - after) <= leastDifference) {
                    continue; // No cut, whatever the bound: most are told by this alone.
                }
                double inverse = 1.0 / older + 1.0 / newer;
                double bound = Math.sqrt(2 * inverse * variance * logTerm) + 2.0 / 3 * inverse * logTerm;
                double ratio = Math.abs(before - after) / Math.max(bound, leastDifference);
                if (ratio > clearness) {
                    clearness = ratio;
                    clearest = Optional.of(new Cut(before, after, newer));
                }
            }
        }
        return clearest;
    }

    private int oldestRow() {
        int row = rows - 1;
        while (buckets[row] == 0) {
            row--;
        }
        return row;
    }

    private void dropOldest() {
        int row = oldestRow();
        width -= 1L << row;
        sum -= sums[row][0];
        squareSum -= squares[row][0];
        remove(row, 1);
        rows = row + 1;
    }
}
