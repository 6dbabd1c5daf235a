package dev.riffle.detector.pipeline;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds the columns of a series whose usual level the rows at hand cannot tell: a temperature that was still rising, a
 * counter. Where such a column goes next is no news, however far from what was seen it is; unless it counts for less, it
 * drowns the columns that tell something.
 *
 * <p>A number's level is unknown where its values are worth few independent ones ({@link EffectiveSample}): less than
 * {@value #LEAST_INDEPENDENT}, and less than one in {@value #LEAST_REPETITION}, below which short stretches are by chance.
 * More rows make more levels known, so that a later training takes the column back. What recent features tell in the
 * number's own unit (lags and means) is as unknown as the number; its differences and spreads are judged like any column.
 */
public final class UnknownLevels {
    /**
     * How many times wider than it was seen such a column is taken to be: no drift is alarming then, but a value out of
     * all proportion still is.
     */
    public static final double WIDENING = 100;

    /**
     * The temperatures of 16 short runs of a valve (SKAB) are worth 3 to 13 independent values of 400, all but one of the
     * other sensors 18 or more.
     */
    static final double LEAST_INDEPENDENT = 15;

    static final double LEAST_REPETITION = 10;

    private UnknownLevels() {}

    /**
     * Looks at rows in the order of time.
     *
     * @param pipeline a series
     * @param rows raw values by row and column, {@code NaN} where one is missing
     * @return by column, true where the level is unknown
     */
    public static boolean[] of(Pipeline pipeline, double[][] rows) {
        boolean[] unknown = new boolean[pipeline.width()];
        Set<String> numbers = new HashSet<>();
        for (Feature feature : pipeline.features()) {
            int column = pipeline.firstColumn(feature.name());
            if (feature instanceof Feature.Numeric && isUnknown(column, rows)) {
                unknown[column] = true;
                numbers.add(feature.name());
            }
        }
        for (Feature feature : pipeline.features()) {
            if (feature instanceof Feature.Recent recent
                    && recent.statistic().keepsUnit()
                    && numbers.contains(recent.of())) {
                unknown[pipeline.firstColumn(recent.name())] = true;
            }
        }
        return unknown;
    }

    private static boolean isUnknown(int column, double[][] rows) {
        double[] values = Arrays.stream(rows)
                .mapToDouble(row -> row[column])
                .filter(value -> !Double.isNaN(value))
                .toArray();
        double independent = EffectiveSample.of(values);
        return independent < LEAST_INDEPENDENT && independent < values.length / LEAST_REPETITION;
    }
}
