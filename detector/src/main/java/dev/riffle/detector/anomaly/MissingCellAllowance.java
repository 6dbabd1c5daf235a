package dev.riffle.detector.anomaly;

import java.util.Arrays;

/**
 * What an event's missing cells take off its surprise on average, to be added to it again. A missing cell is taken to be
 * what the other cells make one expect ({@link dev.riffle.detector.kernel.Imputation}), which surprises nobody: the more
 * of them, the more usual an event looks, whatever it is. Without an allowance the events of which least is known rank
 * last.
 *
 * <p>Fitted by least squares, on held-out events, surprise over number of missing cells; what is added is the fall that
 * is sure to one standard error, so that few rows with missing cells add little. Surprises that rise with missing cells
 * are left alone: where events that lack values are the unusual ones, that is a finding.
 *
 * @param perCell surprise that one missing cell takes off, at least 0, finite
 * @param mostCells most missing cells that an event had among those that this was fitted to, at least 0; further ones add
 *     nothing
 */
public record MissingCellAllowance(double perCell, int mostCells) {
    /** Nothing was missing. */
    public static final MissingCellAllowance NONE = new MissingCellAllowance(0, 0);

    /** Share of the surprises that is taken as it is; what lies above, anomalies among it, is cut to the bound. */
    private static final double TAKEN_SHARE = 0.95;

    /** Two tell a line and no error of it. */
    private static final int LEAST_EVENTS = 3;

    /** @throws IllegalArgumentException if a part is out of its range */
    public MissingCellAllowance {
        if (!(perCell >= 0) || Double.isInfinite(perCell) || mostCells < 0) {
            throw new IllegalArgumentException("allowance is " + perCell + " for each of at most " + mostCells
                    + " missing cells, expected finite values of at least 0");
        }
    }

    /**
     * Fits to held-out events.
     *
     * @param surprises one per event, finite
     * @param missingCells how many cells each lacked
     * @return {@link #NONE} if surprises do not surely fall with missing cells
     */
    static MissingCellAllowance of(double[] surprises, int[] missingCells) {
        int events = surprises.length;
        double meanCells = Arrays.stream(missingCells).average().orElse(0);
        double spread = Arrays.stream(missingCells)
                .mapToDouble(n -> square(n - meanCells))
                .sum();
        if (events < LEAST_EVENTS || spread == 0) {
            return NONE;
        }
        double[] bounded = bounded(surprises);
        double meanSurprise = Arrays.stream(bounded).average().orElseThrow();
        double together = 0;
        for (int i = 0; i < events; i++) {
            together += (missingCells[i] - meanCells) * (bounded[i] - meanSurprise);
        }
        double slope = together / spread;
        double squaredErrors = 0;
        for (int i = 0; i < events; i++) {
            squaredErrors += square(bounded[i] - meanSurprise - slope * (missingCells[i] - meanCells));
        }
        double sureFall = -slope - Math.sqrt(squaredErrors / (events - 2) / spread);
        return sureFall > 0
                ? new MissingCellAllowance(
                        sureFall, Arrays.stream(missingCells).max().orElseThrow())
                : NONE;
    }

    private static double[] bounded(double[] surprises) {
        double[] sorted = surprises.clone();
        Arrays.sort(sorted);
        double bound = sorted[(int) (TAKEN_SHARE * (sorted.length - 1))];
        return Arrays.stream(surprises)
                .map(surprise -> Math.min(surprise, bound))
                .toArray();
    }

    private static double square(double value) {
        return value * value;
    }

    /** What an event of so many missing cells is allowed, at least 0. */
    public double of(int missingCells) {
        return perCell * Math.min(missingCells, mostCells);
    }
}
