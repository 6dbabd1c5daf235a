package dev.riffle.detector.pipeline;

import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.pipeline.Feature.Source;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns events into feature vectors. A live object for one thread. */
public final class FeatureExtractor {
    /** How many key values {@link #extract} remembers at most, unless told otherwise. */
    public static final int DEFAULT_MAXIMUM_KEYS = 1_000_000;

    /** Fills the columns of one feature. */
    private interface Step {
        void fill(Event event, double[] row);
    }

    private final Pipeline pipeline;
    private final int width;
    private final int maximumKeys;
    private final Step[] steps;
    private final int[] historyKeys;
    /** By key; null where no history is kept by it. */
    private final KeyHistory[] histories;

    private final List<LinkedHashMap<String, KeyMemory>> memories = new ArrayList<>();

    public FeatureExtractor(Pipeline pipeline) {
        this(pipeline, DEFAULT_MAXIMUM_KEYS);
    }

    /**
     * @param maximumKeys how many values of each key field {@link #extract} remembers, above 0; the one that was used
     *     least recently is forgotten first
     */
    public FeatureExtractor(Pipeline pipeline, int maximumKeys) {
        if (maximumKeys < 1) {
            throw new IllegalArgumentException("Found a maximum of " + maximumKeys + " keys, expected at least 1");
        }
        this.pipeline = pipeline;
        this.width = pipeline.width();
        this.maximumKeys = maximumKeys;
        this.steps = steps(pipeline);
        this.historyKeys = pipeline.historyKeys().stream().mapToInt(key -> key).toArray();
        this.histories = new KeyHistory[pipeline.keyFields().size()];
        for (int key : historyKeys) {
            histories[key] = new KeyHistory(pipeline, key);
        }
        pipeline.keyFields().forEach(key -> memories.add(new LinkedHashMap<>(16, 0.75f, true)));
    }

    private static Step[] steps(Pipeline pipeline) {
        List<Step> steps = new ArrayList<>();
        Map<String, Integer> numberSlots = slots(pipeline.numericFields());
        Map<String, Integer> textSlots = slots(pipeline.textFields());
        for (Feature.Numeric number : FeatureReferences.inOrder(pipeline.features())) {
            int column = pipeline.firstColumn(number.name());
            Transform transform = number.transform();
            if (number.source() instanceof Source.OtherFeature other) {
                int from = pipeline.firstColumn(other.name());
                steps.add((event, row) -> row[column] = transform.apply(row[from]));
            } else {
                int slot = numberSlots.get(((Source.Field) number.source()).name());
                steps.add((event, row) -> row[column] = transform.apply(event.numbers()[slot]));
            }
        }
        for (Feature feature : pipeline.features()) {
            int column = pipeline.firstColumn(feature.name());
            if (feature instanceof Feature.OneHot oneHot) {
                int slot = textSlots.get(oneHot.field());
                Map<String, Integer> values = slots(oneHot.values());
                int size = values.size() + 1;
                steps.add((event, row) -> {
                    String text = event.texts()[slot];
                    if (text != null) {
                        choose(row, column, size, values.getOrDefault(text, size - 1));
                    }
                });
            } else if (feature instanceof Feature.Hashed hashed) {
                int slot = textSlots.get(hashed.field());
                int buckets = hashed.buckets();
                steps.add((event, row) -> {
                    String text = event.texts()[slot];
                    if (text != null) {
                        choose(row, column, buckets, StableHash.bucket(text, buckets));
                    }
                });
            } else if (feature instanceof Feature.Cycle cycle) {
                ZoneRules rules = cycle.zone().getRules();
                Feature.Period period = cycle.period();
                steps.add((event, row) -> {
                    double phase = period.phase(localMillis(event.timeMillis(), rules));
                    row[column] = Math.sin(phase);
                    row[column + 1] = Math.cos(phase);
                });
            }
        }
        return steps.toArray(new Step[0]);
    }

    private static Map<String, Integer> slots(List<String> names) {
        Map<String, Integer> slots = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            slots.put(names.get(i), i);
        }
        return slots;
    }

    private static void choose(double[] row, int from, int size, int chosen) {
        Arrays.fill(row, from, from + size, 0);
        row[from + chosen] = 1;
    }

    private static long localMillis(long millis, ZoneRules rules) {
        ZoneOffset offset = rules.getOffset(Instant.ofEpochMilli(millis));
        return millis + 1000L * offset.getTotalSeconds();
    }

    /** A new row with every column that needs no history; history columns are NaN. */
    public double[] stateless(Event event) {
        double[] row = new double[width];
        Arrays.fill(row, Double.NaN);
        for (Step step : steps) {
            step.fill(event, row);
        }
        return row;
    }

    /**
     * Fills the history columns of one key from what its memory held <em>before</em> this event, then adds the event to
     * the memory.
     *
     * @param key index into {@link Pipeline#keyFields()}; the history's own
     * @param memory what is remembered of the event's value of that key, in the history's layout
     * @param row the event's stateless columns
     */
    public void addHistory(int key, Event event, KeyHistory history, KeyMemory memory, double[] row) {
        if (!history.isOf(pipeline, key)) {
            throw new IllegalArgumentException(
                    "Found a history of another pipeline or key, expected one of key " + key + " of " + pipeline);
        }
        history.update(memory, event.timeMillis(), row);
    }

    /** The whole vector, with histories kept in memory by this extractor: for one process and one thread. */
    public FeatureVector extract(Event event) {
        double[] row = stateless(event);
        for (int key : historyKeys) {
            histories[key].update(memory(key, event.keys()[key]), event.timeMillis(), row);
        }
        return new FeatureVector(row);
    }

    /**
     * Lets the histories kept in memory know that an event which {@link #extract} has seen was confirmed as an anomaly.
     *
     * @param event its keys and time count
     */
    public void confirm(Event event) {
        for (int key : historyKeys) {
            KeyMemory memory = memories.get(key).get(event.keys()[key]);
            if (memory != null) {
                histories[key].confirm(memory, event.timeMillis());
            }
        }
    }

    private KeyMemory memory(int key, String value) {
        LinkedHashMap<String, KeyMemory> ofKey = memories.get(key);
        KeyMemory memory = ofKey.get(value);
        if (memory == null) {
            memory = histories[key].layout().empty();
            ofKey.put(value, memory);
            if (ofKey.size() > maximumKeys) {
                Iterator<String> leastRecent = ofKey.keySet().iterator();
                leastRecent.next();
                leastRecent.remove();
            }
        }
        return memory;
    }
}
