package dev.riffle.console.simulate;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Latencies around the moments at which a model was replaced. Keeps a sketch per half second. Not thread-safe. */
final class Swaps {
    private static final double LATENCY_ACCURACY = 0.01;
    private static final long SLICE_MILLIS = 500;

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
        DDSketch around = DDSketches.unboundedDense(LATENCY_ACCURACY);
        firstSeen.values().stream().skip(1).forEach(time -> {
            for (long slice = time / SLICE_MILLIS - 1; slice <= time / SLICE_MILLIS + 1; slice++) {
                if (slices.containsKey(slice)) {
                    around.mergeWith(slices.get(slice));
                }
            }
        });
        return around.isEmpty() ? Double.NaN : around.getValueAtQuantile(0.99);
    }
}
