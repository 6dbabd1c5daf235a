package dev.riffle.detector.pipeline;

/** Pipelines for tests. */
final class Pipelines {
    static final String EVENT = """
            name: p
            event:
              id: ID
              keys: [C, T]
              time: {field: AT, format: epoch-millis}
            features:
            """;

    private Pipelines() {}

    /** A pipeline with id, two keys, time and these features, one per line. */
    static Pipeline with(String... features) {
        return Pipeline.parse(yaml(features), "p.yaml");
    }

    static String yaml(String... features) {
        StringBuilder yaml = new StringBuilder(EVENT);
        for (String feature : features) {
            yaml.append("  - {").append(feature).append("}\n");
        }
        return yaml.toString();
    }

    static Event event(long time, double number, String text) {
        return new Event("e", new String[] {"c", "t"}, time, new double[] {number}, new String[] {text});
    }
}
