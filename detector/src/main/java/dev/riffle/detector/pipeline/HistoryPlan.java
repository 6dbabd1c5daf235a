package dev.riffle.detector.pipeline;

import dev.riffle.detector.pipeline.Feature.History;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the histories of one key have to remember, and which columns that fills. Features with the same values and
 * window share a window.
 *
 * @param windows the windows, by signature
 * @param keepsTimes whether recent event times are needed
 * @param outputs one per history feature
 */
record HistoryPlan(Map<String, Window> windows, boolean keepsTimes, List<Output> outputs) {
    /** Signature of the recent event times. */
    static final String TIMES = "times";

    /** @param valueColumn column of the remembered value; -1 where only events are counted */
    record Window(long millis, int valueColumn) {}

    /**
     * @param column the column filled
     * @param window index into the windows; -1 where none is needed
     * @param valueColumn column of this event's value; -1 where none is needed
     */
    record Output(int column, Statistic statistic, int window, int valueColumn) {}

    static HistoryPlan of(String key, List<Feature> features, Map<String, Integer> columns) {
        Map<String, Feature> byName = FeatureReferences.byName(features);
        Map<String, Window> windows = new LinkedHashMap<>();
        List<String> signatures = new ArrayList<>();
        List<Output> outputs = new ArrayList<>();
        boolean keepsTimes = false;
        for (Feature feature : features) {
            if (!(feature instanceof History history) || !history.key().equals(key)) {
                continue;
            }
            int column = columns.get(history.name());
            if (history.window() == null) {
                keepsTimes = true;
                outputs.add(new Output(column, history.statistic(), -1, -1));
                continue;
            }
            int valueColumn = history.of() == null ? -1 : columns.get(history.of());
            String signature = signature(history, byName);
            if (windows.putIfAbsent(signature, new Window(history.window().toMillis(), valueColumn)) == null) {
                signatures.add(signature);
            }
            outputs.add(new Output(column, history.statistic(), signatures.indexOf(signature), valueColumn));
        }
        return new HistoryPlan(Collections.unmodifiableMap(windows), keepsTimes, List.copyOf(outputs));
    }

    /** Says what is remembered in terms of the event's field, so that renaming a feature keeps its history. */
    private static String signature(History history, Map<String, Feature> byName) {
        String window = "/" + Durations.format(history.window());
        if (history.of() == null) {
            return "events" + window;
        }
        Feature.Numeric number = (Feature.Numeric) byName.get(history.of());
        StringBuilder value = new StringBuilder("value:").append(FeatureReferences.field(number, byName));
        FeatureReferences.transforms(number, byName)
                .forEach(transform -> value.append('|').append(transform.label()));
        return value + window;
    }
}
