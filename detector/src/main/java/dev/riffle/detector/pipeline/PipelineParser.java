package dev.riffle.detector.pipeline;

import dev.riffle.detector.pipeline.Feature.Cycle;
import dev.riffle.detector.pipeline.Feature.Hashed;
import dev.riffle.detector.pipeline.Feature.History;
import dev.riffle.detector.pipeline.Feature.OneHot;
import dev.riffle.detector.pipeline.Feature.Period;
import dev.riffle.detector.pipeline.Feature.Recent;
import dev.riffle.detector.pipeline.Feature.Source;
import dev.riffle.detector.pipeline.Feature.Verdicts;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a pipeline file; {@code docs/pipelines.md} describes the format. */
final class PipelineParser {
    static final Duration DEFAULT_OUT_OF_ORDERNESS = Duration.ofSeconds(10);
    static final Duration DEFAULT_FUTURE_TOLERANCE = Duration.ofDays(1);
    static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);
    static final Duration SHORTEST_HALF_LIFE = Duration.ofMillis(1);
    static final Duration LONGEST_WINDOW = Duration.ofDays(3650);
    static final int MOST_COLUMNS = 4096;
    static final int MOST_ROWS = 1000;

    private static final List<String> TYPES =
            List.of("number", "category", "time-of-day", "time-of-week", "history", "recent", "verdicts");
    private static final List<String> TRANSFORMS =
            Arrays.stream(Transform.values()).map(Transform::label).toList();
    private static final List<String> RECENT_STATISTICS =
            Arrays.stream(RecentStatistic.values()).map(RecentStatistic::label).toList();
    private static final List<String> STATISTICS =
            Arrays.stream(Statistic.values()).map(Statistic::label).toList();

    private final String origin;
    private List<String> keys = List.of();

    private PipelineParser(String origin) {
        this.origin = origin;
    }

    static PipelineDefinition parse(String yaml, String origin) {
        return new PipelineParser(origin).pipeline(yaml);
    }

    private PipelineDefinition pipeline(String yaml) {
        Section root = Section.of(origin, "", YamlNode.read(yaml, origin));
        root.allowOnly(List.of("name", "event", "smoothing", "features"));
        String name = root.text("name", "the pipeline's name");
        Section event = root.has("event") ? root.section("event") : Section.empty(origin, "event");
        event.allowOnly(List.of("id", "keys", "time", "outOfOrderness", "futureTolerance"));
        String id = event.has("id") ? event.text("id", "the name of the field with the event's id") : null;
        if (event.has("keys")) {
            keys = List.copyOf(event.texts("keys", "a list of field names", false));
            if (keys.contains(Pipeline.WHOLE_STREAM)) {
                throw event.problem(
                        "keys", "found '" + Pipeline.WHOLE_STREAM + "', which is no field's name; expected others.");
            }
        }
        EventTime time = event.has("time") ? time(event) : null;
        Duration outOfOrderness = event.has("outOfOrderness")
                ? event.duration("outOfOrderness", Duration.ZERO, Duration.ofDays(365))
                : DEFAULT_OUT_OF_ORDERNESS;
        Duration futureTolerance = event.has("futureTolerance")
                ? event.duration("futureTolerance", Duration.ZERO, LONGEST_WINDOW)
                : DEFAULT_FUTURE_TOLERANCE;
        ScoreSmoothing smoothing = root.has("smoothing") ? smoothing(root.section("smoothing")) : null;
        return new PipelineDefinition(name, id, keys, time, outOfOrderness, futureTolerance, smoothing, features(root));
    }

    private ScoreSmoothing smoothing(Section section) {
        section.allowOnly(List.of("key", "halfLife"));
        // Behind the fields comes what stands for the whole stream.
        int key = section.has("key") ? keys.indexOf(key(section)) : keys.size();
        return new ScoreSmoothing(key, section.duration("halfLife", SHORTEST_HALF_LIFE, LONGEST_WINDOW));
    }

    private static EventTime time(Section event) {
        if (!event.isMapping("time")) {
            return new EventTime(
                    event.text("time", "the name of the field with the event's time, or a mapping"), EventTime.AUTO);
        }
        Section time = event.section("time");
        time.allowOnly(List.of("field", "format"));
        String field = time.text("field", "the name of the field with the event's time");
        String expected = "one of " + String.join(", ", EventTime.NAMED_FORMATS)
                + ", or a date pattern such as yyyy-MM-dd HH:mm:ss";
        String format = time.has("format") ? time.text("format", expected) : EventTime.AUTO;
        try {
            return new EventTime(field, format);
        } catch (IllegalArgumentException e) {
            throw time.problem(
                    "format",
                    "found '" + format + "' (" + e.getMessage() + "), expected " + expected + "."
                            + Suggestion.forName(format, EventTime.NAMED_FORMATS));
        }
    }

    private List<Feature> features(Section root) {
        Map<String, Section> sections = new LinkedHashMap<>();
        List<Feature> features = new ArrayList<>();
        Set<String> columns = new LinkedHashSet<>();
        for (Section section : root.sections("features")) {
            Feature feature = feature(section);
            if (sections.put(feature.name(), section) != null) {
                throw section.problem(
                        "name", "a second feature is called '" + feature.name() + "'; expected" + " every name once.");
            }
            for (String column : feature.columns()) {
                if (!columns.add(column)) {
                    throw section.problem(
                            "name", "makes a second column '" + column + "'; expected every column once.");
                }
            }
            features.add(feature);
        }
        if (features.isEmpty()) {
            throw root.problem("features", "found an empty list, expected at least one feature.");
        }
        if (columns.size() > MOST_COLUMNS) {
            throw root.problem(
                    "features", "makes " + columns.size() + " columns, expected at most " + MOST_COLUMNS + ".");
        }
        FeatureReferences.check(features, sections);
        return features;
    }

    private Feature feature(Section section) {
        String type = section.word("type", TYPES);
        return switch (type) {
            case "number" -> number(section);
            case "category" -> category(section);
            case "time-of-day" -> cycle(section, Period.DAY);
            case "time-of-week" -> cycle(section, Period.WEEK);
            case "recent" -> recent(section);
            case "verdicts" -> verdicts(section);
            default -> history(section);
        };
    }

    private static String name(Section section) {
        return section.text("name", "the feature's name");
    }

    private static Feature number(Section section) {
        section.allowOnly(List.of("name", "type", "field", "of", "transform"));
        if (section.has("field") == section.has("of")) {
            throw section.problem("found " + (section.has("of") ? "both" : "neither") + " 'field' and 'of',"
                    + " expected either the event's field or the number feature that the number is taken from.");
        }
        Source source = section.has("of")
                ? new Source.OtherFeature(section.text("of", "the name of a number feature"))
                : new Source.Field(section.text("field", "the name of a field of the event"));
        Transform transform = Transform.IDENTITY;
        if (section.has("transform")) {
            transform = Transform.ofLabel(section.word("transform", TRANSFORMS));
        }
        return new Feature.Numeric(name(section), source, transform);
    }

    private static Feature category(Section section) {
        section.allowOnly(List.of("name", "type", "field", "values", "buckets"));
        if (section.has("values") == section.has("buckets")) {
            throw section.problem("found " + (section.has("values") ? "both" : "neither") + " 'values' and 'buckets',"
                    + " expected either the list of values or the number of buckets.");
        }
        String field = section.text("field", "the name of a field of the event");
        return section.has("values")
                ? new OneHot(name(section), field, section.texts("values", "a list of values", true))
                : new Hashed(name(section), field, section.integer("buckets", 2, 1024));
    }

    private static Feature cycle(Section section, Period period) {
        section.allowOnly(List.of("name", "type", "zone"));
        ZoneId zone = ZoneOffset.UTC;
        if (section.has("zone")) {
            String expected = "a time zone such as UTC, +02:00 or Europe/Berlin";
            String found = section.text("zone", expected);
            try {
                zone = ZoneId.of(found);
            } catch (DateTimeException e) {
                throw section.problem(
                        "zone",
                        "found '" + found + "', expected " + expected + "."
                                + Suggestion.forName(found, ZoneId.getAvailableZoneIds()));
            }
        }
        return new Cycle(name(section), period, zone);
    }

    private Feature history(Section section) {
        section.allowOnly(List.of("name", "type", "key", "of", "statistic", "window"));
        Statistic statistic = Statistic.ofLabel(section.word("statistic", STATISTICS));
        String key = key(section);
        if (!statistic.needsValue() && section.has("of")) {
            throw section.problem(
                    "of",
                    "'" + statistic.label() + "' looks at events, not at a feature's values;" + " expected no 'of'.");
        }
        if (!statistic.needsWindow() && section.has("window")) {
            throw section.problem("window", "'" + statistic.label() + "' has no window; expected no 'window'.");
        }
        String of = statistic.needsValue() ? section.text("of", "the name of a number feature") : null;
        Duration window = statistic.needsWindow() ? section.duration("window", SHORTEST_WINDOW, LONGEST_WINDOW) : null;
        return new History(name(section), key, of, statistic, window);
    }

    private Feature recent(Section section) {
        section.allowOnly(List.of("name", "type", "key", "of", "statistic", "rows"));
        return new Recent(
                name(section),
                section.has("key") ? key(section) : Pipeline.WHOLE_STREAM,
                section.text("of", "the name of a number feature"),
                RecentStatistic.ofLabel(section.word("statistic", RECENT_STATISTICS)),
                section.integer("rows", 1, MOST_ROWS));
    }

    private Feature verdicts(Section section) {
        section.allowOnly(List.of("name", "type", "key", "window", "delay"));
        return new Verdicts(
                name(section),
                key(section),
                section.duration("window", SHORTEST_WINDOW, LONGEST_WINDOW),
                section.duration("delay", Duration.ZERO, LONGEST_WINDOW));
    }

    private String key(Section section) {
        String key = section.text("key", "one of event.keys");
        if (!keys.contains(key)) {
            String expected = keys.isEmpty()
                    ? "a field named under event.keys, which names none"
                    : "one of event.keys: " + String.join(", ", keys);
            throw section.problem(
                    "key", "found '" + key + "', expected " + expected + "." + Suggestion.forName(key, keys));
        }
        return key;
    }
}
