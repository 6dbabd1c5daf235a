package dev.riffle.benchmarks.runs;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A figure over several rounds.
 *
 * @param median of an even number the mean of the two in the middle
 */
public record Rounds(double median, double least, double most) {

    /** @throws IllegalArgumentException if there is no round */
    public static Rounds of(Collection<Double> rounds) {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("there are no rounds; at least one was expected");
        }
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int last = sorted.length - 1;
        return new Rounds((sorted[last / 2] + sorted[(last + 1) / 2]) / 2, sorted[0], sorted[last]);
    }

    /** Geometric mean. */
    public static double geometricMean(Collection<Double> values) {
        return Math.exp(values.stream().mapToDouble(Math::log).average().orElse(Double.NaN));
    }

    /** Arithmetic mean of those that are numbers. */
    public static double mean(Collection<Double> values) {
        return Arrays.stream(values.stream().mapToDouble(Double::doubleValue).toArray())
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("median", median);
        json.put("min", least);
        json.put("max", most);
        return json;
    }

    /** As in {@code 1,234 (1,100 to 1,300)}. */
    @Override
    public String toString() {
        return text("%,.0f");
    }

    /** The same with another format of each number. */
    public String text(String format) {
        return String.format(Locale.ROOT, format + " (" + format + " to " + format + ")", median, least, most);
    }
}
