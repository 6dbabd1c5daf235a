package dev.riffle.console.simulate;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Latencies around the moments at which a model was replaced, and apart from them. Keeps a sketch per half second. Not thread-safe. */
final class Swaps {
    private static final double LATENCY_ACCURACY = 0.01;
    private static final long SLICE_MILLIS = 500;
    /** The first model comes with what waited for it, and into code that was never run. */
    private static final long SETTLING_MILLIS = 5_000;

    private final Map<Long, DDSketch> slices = new HashMap<>();
    /** When the first answer of each model was seen. */
    private final TreeMap<Long, Long> firstSeen = new TreeMap<>();

    void answered(long modelVersion, long seenMillis, double latencyMillis) {
        slices.computeIfAbsent(seenMillis / SLICE_MILLIS, slice -> DDSketches.unboundedDense(LATENCY_ACCURACY))
                .accept(latencyMillis);
        firstSeen.merge(modelVersion, seenMillis, Math::min);
    }

    /** Models that replaced another. */
    int count() {
        return Math.max(0, firstSeen.size() - 1);
    }

    /** 99th percentile of the latencies within half a second to a second of a replacement; NaN without one. */
    double p99LatencyMillis() {
        return p99(swapped());
    }

    /** 99th percentile of all other latencies, from five seconds after the first model's first answer; NaN without one. */
    double steadyP99LatencyMillis() {
        if (firstSeen.isEmpty()) {
            return Double.NaN;
        }
        Set<Long> steady = new HashSet<>(slices.keySet());
        steady.removeAll(swapped());
        long settled = (firstSeen.firstEntry().getValue() + SETTLING_MILLIS) / SLICE_MILLIS;
        steady.removeIf(slice -> slice < settled);
        return p99(steady);
    }

    /** The half seconds around replacements. */
    private Set<Long> swapped() {
        return firstSeen.values().stream()
                .skip(1)
                .map(time -> time / SLICE_MILLIS)
                .flatMap(slice -> Stream.of(slice - 1, slice, slice + 1))
                .collect(Collectors.toSet());
    }

    private double p99(Set<Long> wanted) {
        DDSketch all = DDSketches.unboundedDense(LATENCY_ACCURACY);
        for (long slice : wanted) {
            if (slices.containsKey(slice)) {
                all.mergeWith(slices.get(slice));
            }
        }
        return all.isEmpty() ? Double.NaN : all.getValueAtQuantile(0.99);
    }
}
