package dev.riffle.benchmarks.runs;

import java.util.Locale;

/**
 * A figure over several runs.
 *
 * @param deviation standard deviation of a sample; NaN for a single run
 */
public record Spread(int runs, double mean, double deviation) {

    /** @throws IllegalArgumentException if there is no value */
    public static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("there are no values; at least one was expected");
        }
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Spread(
                values.length, mean, values.length == 1 ? Double.NaN : Math.sqrt(squares / (values.length - 1)));
    }

    /** As in papers: {@code .613 ± .004}, or the mean alone of a single run. */
    @Override
    public String toString() {
        return runs == 1 ? figure(mean) : figure(mean) + " ± " + figure(deviation);
    }

    /** Three decimals without the zero before them. */
    public static String figure(double value) {
        return String.format(Locale.ROOT, "%.3f", value).replaceFirst("^(-?)0\\.", "$1.");
    }
}
