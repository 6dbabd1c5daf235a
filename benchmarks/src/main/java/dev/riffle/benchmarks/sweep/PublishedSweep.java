package dev.riffle.benchmarks.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the paper's figures show.
 *
 * @param source where the figures are from
 * @param metrics names of the metrics in JSON, in the order of the values
 * @param byWidth of autoencoded k-means, by the units of its code
 * @param byNoise of autoencoded k-means with 256 units, by the noise's deviation
 * @param kMeansByNoise of gradient k-means
 */
record PublishedSweep(
        String source,
        List<String> metrics,
        Map<Integer, List<Double>> byWidth,
        Map<Integer, List<Double>> byNoise,
        Map<Integer, List<Double>> kMeansByNoise) {
    private static final String RESOURCE = "published.json";

    static PublishedSweep read() {
        try (InputStream in = PublishedSweep.class.getResourceAsStream(RESOURCE)) {
            return new ObjectMapper().readValue(in, PublishedSweep.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the published figures cannot be read: " + e.getMessage(), e);
        }
    }

    /** One metric of a figure. */
    SortedMap<Integer, Double> curve(Map<Integer, List<Double>> figure, String metric) {
        SortedMap<Integer, Double> curve = new TreeMap<>();
        figure.forEach((at, values) -> curve.put(at, values.get(metrics.indexOf(metric))));
        return curve;
    }
}
