package dev.riffle.detector.pipeline;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * What a pipeline file says, checked.
 *
 * @param id field with the event's id; null where the record's coordinates serve
 * @param time the event's time; null where the record's timestamp serves
 * @param smoothing null where events are judged one by one
 */
record PipelineDefinition(
        String name,
        String id,
        List<String> keys,
        EventTime time,
        Duration outOfOrderness,
        Duration futureTolerance,
        ScoreSmoothing smoothing,
        List<Feature> features) {
    PipelineDefinition {
        keys = List.copyOf(keys);
        features = List.copyOf(features);
    }

    /**
     * A hash of what the columns are made of: keys, time and features, in order. Neither name, id and tolerances nor
     * smoothing change a column, so a model survives a change to them.
     */
    String fingerprint() {
        StringBuilder canonical = new StringBuilder("riffle-pipeline/1");
        canonical.append("|panes=").append(PaneWindow.PANES);
        keys.forEach(key -> part(canonical, "key", key));
        if (time != null) {
            part(canonical, "time", time.field());
            part(canonical, "format", time.format());
        }
        for (Feature feature : features) {
            // Fixed words, not names of classes or constants: published bundles carry what comes out here for good.
            if (feature instanceof Feature.Numeric number) {
                part(canonical, "number", feature.name());
                part(canonical, "from", FeatureReferences.expression(number.source()));
                part(canonical, "transform", number.transform().label());
            } else if (feature instanceof Feature.OneHot oneHot) {
                part(canonical, "one-hot", feature.name());
                part(canonical, "field", oneHot.field());
                oneHot.values().forEach(value -> part(canonical, "value", value));
            } else if (feature instanceof Feature.Hashed hashed) {
                part(canonical, "hashed", feature.name());
                part(canonical, "field", hashed.field());
                part(canonical, "buckets", Integer.toString(hashed.buckets()));
            } else if (feature instanceof Feature.Cycle cycle) {
                part(canonical, "cycle", feature.name());
                part(canonical, "period", cycle.period() == Feature.Period.DAY ? "day" : "week");
                part(canonical, "zone", cycle.zone().getId());
            } else if (feature instanceof Feature.History history) {
                part(canonical, "history", feature.name());
                part(canonical, "by", history.key());
                part(canonical, "of", String.valueOf(history.of()));
                part(canonical, "statistic", history.statistic().label());
                part(canonical, "window", String.valueOf(history.window()));
            } else if (feature instanceof Feature.Verdicts verdicts) {
                part(canonical, "verdicts", feature.name());
                part(canonical, "by", verdicts.key());
                part(canonical, "window", verdicts.window().toString());
                part(canonical, "delay", verdicts.delay().toString());
            } else if (feature instanceof Feature.Recent recent) {
                part(canonical, "recent", feature.name());
                part(canonical, "by", recent.key());
                part(canonical, "of", recent.of());
                part(canonical, "statistic", recent.statistic().label());
                part(canonical, "rows", Integer.toString(recent.rows()));
            }
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Lengths keep texts apart whatever they contain. */
    private static void part(StringBuilder canonical, String what, String text) {
        canonical
                .append('|')
                .append(what)
                .append(':')
                .append(text.length())
                .append(':')
                .append(text);
    }
}
