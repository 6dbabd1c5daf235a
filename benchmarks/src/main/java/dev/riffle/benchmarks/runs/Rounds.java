package dev.riffle.benchmarks.runs;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A figure over several rounds.
 *
 * @param median of an even number the mean of the two in the middle
 */
public record Rounds(double median, double least, double most) {

    /** @throws IllegalArgumentException if there is no round */
    public static Rounds of(List<Double> rounds) {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("there are no rounds; at least one was expected");
        }
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Rounds(
                median,
                Arrays.stream(sorted).min().orElseThrow(),
                Arrays.stream(sorted).max().orElseThrow());
    }

    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("median", median);
        json.put("min", least);
        json.put("max", most);
        return json;
    }

    @Override
    public String toString() {
        return "%,8.0f (%,.0f to %,.0f)".formatted(median, least, most);
    }
}
