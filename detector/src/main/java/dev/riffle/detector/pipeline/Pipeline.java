package dev.riffle.detector.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A pipeline file, parsed and validated: which fields an event has and which features are made of them. Immutable. */
public final class Pipeline {
    /** Stands for a key that all events have in common, in {@link #keyFields()} and in a feature's key. */
    public static final String WHOLE_STREAM = "*";

    private final String yaml;
    private final PipelineDefinition definition;
    private final String fingerprint;
    private final List<Column> columns;
    private final Map<String, Integer> firstColumns;
    private final List<String> numericFields;
    private final List<String> textFields;
    private final List<String> keyFields;
    private final List<HistoryPlan> historyPlans;

    private Pipeline(String yaml, PipelineDefinition definition) {
        this.yaml = yaml;
        this.definition = definition;
        this.fingerprint = definition.fingerprint();
        Map<String, Feature> byName = FeatureReferences.byName(definition.features());
        Set<String> numbers = new LinkedHashSet<>();
        Set<String> texts = new LinkedHashSet<>();
        List<Column> made = new ArrayList<>();
        Map<String, Integer> first = new LinkedHashMap<>();
        for (Feature feature : definition.features()) {
            first.put(feature.name(), made.size());
            List<Transform> transforms = transforms(feature, byName);
            Optional<Duration> window = feature instanceof Feature.History history
                    ? Optional.ofNullable(history.window())
                    : feature instanceof Feature.Verdicts verdicts ? Optional.of(verdicts.window()) : Optional.empty();
            feature.columns().forEach(column -> made.add(new Column(column, feature.name(), transforms, window)));
            if (feature instanceof Feature.Numeric number) {
                numbers.add(FeatureReferences.field(number, byName));
            } else if (feature instanceof Feature.OneHot oneHot) {
                texts.add(oneHot.field());
            } else if (feature instanceof Feature.Hashed hashed) {
                texts.add(hashed.field());
            }
        }
        this.columns = List.copyOf(made);
        this.firstColumns = Map.copyOf(first);
        this.numericFields = List.copyOf(numbers);
        this.textFields = List.copyOf(texts);
        this.keyFields = keyFields(definition);
        this.historyPlans = keyFields.stream()
                .map(key -> HistoryPlan.of(key, definition.features(), first))
                .toList();
    }

    private static List<String> keyFields(PipelineDefinition definition) {
        boolean recentOfAll = definition.features().stream()
                .anyMatch(feature ->
                        feature instanceof Feature.Recent recent && recent.key().equals(WHOLE_STREAM));
        ScoreSmoothing smoothing = definition.smoothing();
        boolean smoothedOverAll =
                smoothing != null && smoothing.key() == definition.keys().size();
        List<String> fields = new ArrayList<>(definition.keys());
        if (recentOfAll || smoothedOverAll) {
            fields.add(WHOLE_STREAM);
        }
        return List.copyOf(fields);
    }

    private static List<Transform> transforms(Feature feature, Map<String, Feature> byName) {
        if (feature instanceof Feature.Numeric number) {
            return FeatureReferences.transforms(number, byName);
        }
        if (feature instanceof Feature.History history) {
            return switch (history.statistic()) {
                case MEAN, MAX -> FeatureReferences.transforms((Feature.Numeric) byName.get(history.of()), byName);
                case SINCE_LAST -> List.of(Transform.LOG1P);
                case COUNT, SUM, DEVIATION, RELATIVE -> List.of();
            };
        }
        if (feature instanceof Feature.Recent recent && recent.statistic().keepsUnit()) {
            return FeatureReferences.transforms((Feature.Numeric) byName.get(recent.of()), byName);
        }
        return List.of();
    }

    /**
     * Parses a pipeline file.
     *
     * @param yaml the file's text
     * @param origin where it comes from, for error messages
     * @throws InvalidPipelineException for anything that is wrong with it
     */
    public static Pipeline parse(String yaml, String origin) {
        return new Pipeline(yaml, PipelineParser.parse(yaml, origin));
    }

    /**
     * One of the pipelines that come with Riffle.
     *
     * @throws InvalidPipelineException if there is none of that name
     */
    public static Pipeline ready(String name) {
        return ReadyPipelines.read(name);
    }

    /** Names of the pipelines that come with Riffle. */
    public static List<String> readyNames() {
        return ReadyPipelines.NAMES;
    }

    /**
     * Reads a pipeline file, or takes a ready pipeline by its name; a file of that name goes first.
     *
     * @throws InvalidPipelineException if there is neither, or it cannot be used
     */
    public static Pipeline load(String pathOrName) {
        return ReadyPipelines.load(pathOrName);
    }

    /** Reads a pipeline file. */
    public static Pipeline load(Path file) {
        return ReadyPipelines.load(file.toString());
    }

    /** A pipeline for a plain table: every field a number as it is; no id, keys or time. */
    public static Pipeline ofNumericColumns(String name, List<String> fields) {
        return parse(PipelineInference.numericTable(name, fields), "columns of " + name);
    }

    public String name() {
        return definition.name();
    }

    /** The text it was parsed from. */
    public String yaml() {
        return yaml;
    }

    /**
     * Identifies the columns and how they are computed: pipelines with the same keys, time and features have equal
     * fingerprints, whatever their names, comments and tolerances; 16 hex digits.
     */
    public String fingerprint() {
        return fingerprint;
    }

    /** The features, in file order. */
    public List<Feature> features() {
        return definition.features();
    }

    /** How scores are smoothed; empty where each event is judged by itself. */
    public Optional<ScoreSmoothing> smoothing() {
        return Optional.ofNullable(definition.smoothing());
    }

    /**
     * Fields by whose values histories are kept or scores smoothed; last {@link #WHOLE_STREAM}, no field, where that is
     * asked for.
     */
    public List<String> keyFields() {
        return keyFields;
    }

    /** Fields that have to hold numbers, in slot order of {@link Event#numbers()}. */
    public List<String> numericFields() {
        return numericFields;
    }

    /** Fields that hold text, in slot order of {@link Event#texts()}. */
    public List<String> textFields() {
        return textFields;
    }

    /** Names of the feature vector's columns, in order. */
    public List<String> columns() {
        return columns.stream().map(Column::name).toList();
    }

    /** The feature vector's columns, in order. */
    public List<Column> columnDetails() {
        return columns;
    }

    /** Number of columns. */
    public int width() {
        return columns.size();
    }

    /** Whether its rows are a series: one tells something about the next, or no feature would look at recent rows. */
    public boolean isSeries() {
        return definition.features().stream().anyMatch(Feature.Recent.class::isInstance);
    }

    /** How many rows share what a recent feature tells, at most: the longest look back; 1 without such features. */
    public int rowsRemembered() {
        return definition.features().stream()
                .filter(Feature.Recent.class::isInstance)
                .mapToInt(feature -> ((Feature.Recent) feature).rows())
                .max()
                .orElse(1);
    }

    /** Indices into {@link #keyFields()} of the keys that history and recent features are kept by, ascending. */
    public List<Integer> historyKeys() {
        return IntStream.range(0, historyPlans.size())
                .filter(key -> historyPlans.get(key).fillsColumns())
                .boxed()
                .toList();
    }

    /** Whether a feature looks at analysts' verdicts. */
    public boolean usesVerdicts() {
        return definition.features().stream().anyMatch(Feature.Verdicts.class::isInstance);
    }

    /** How far event times may run out of order before an event is late. */
    public Duration outOfOrderness() {
        return definition.outOfOrderness();
    }

    /** How far an event's time may lie in the clock's future. */
    public Duration futureTolerance() {
        return definition.futureTolerance();
    }

    /** Whether the pipeline names the field with the event's id; the record's place in Kafka serves otherwise. */
    public boolean hasIdField() {
        return definition.id() != null;
    }

    /** Whether the pipeline names the field with the event's time; Kafka's record timestamp serves otherwise. */
    public boolean hasTimeField() {
        return definition.time() != null;
    }

    /** Every field that the pipeline reads: id, keys, time, numbers and texts, each once. */
    public List<String> fields() {
        Set<String> fields = new LinkedHashSet<>();
        if (definition.id() != null) {
            fields.add(definition.id());
        }
        fields.addAll(definition.keys());
        if (definition.time() != null) {
            fields.add(definition.time().field());
        }
        fields.addAll(numericFields);
        fields.addAll(textFields);
        return List.copyOf(fields);
    }

    PipelineDefinition definition() {
        return definition;
    }

    HistoryPlan historyPlan(int key) {
        return historyPlans.get(key);
    }

    int firstColumn(String feature) {
        return firstColumns.get(feature);
    }

    @Override
    public String toString() {
        return "pipeline " + name() + " (" + width() + " columns, " + fingerprint + ")";
    }
}
