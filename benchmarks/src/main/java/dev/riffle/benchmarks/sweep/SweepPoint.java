package dev.riffle.benchmarks.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One run of a sweep.
 *
 * @param code units of the code; empty for gradient k-means on the rows themselves
 * @param noise standard deviation of the noise, in steps of grey, 1/255
 * @param epochs empty for the algorithm's own
 */
record SweepPoint(OptionalInt code, int noise, long seed, OptionalInt epochs) {
    private static final String DEFAULT = "default";

    void addTo(Map<String, Object> run) {
        run.put("algorithm", code.isPresent() ? "autoencoded-kmeans" : "gradient-kmeans");
        run.put("codeUnits", code.isPresent() ? code.getAsInt() : null);
        run.put("noiseDeviation", noise);
        run.put("seed", seed);
        run.put("epochs", epochs.isPresent() ? (Object) epochs.getAsInt() : DEFAULT);
    }

    static SweepPoint of(JsonNode run) {
        return new SweepPoint(
                run.path("codeUnits").isInt()
                        ? OptionalInt.of(run.get("codeUnits").asInt())
                        : OptionalInt.empty(),
                run.path("noiseDeviation").asInt(),
                run.path("seed").asLong(),
                run.path("epochs").isInt() ? OptionalInt.of(run.get("epochs").asInt()) : OptionalInt.empty());
    }

    @Override
    public String toString() {
        return "%s, noise %d, seed %d"
                .formatted(code.isPresent() ? "code of " + code.getAsInt() : "gradient k-means", noise, seed);
    }
}
