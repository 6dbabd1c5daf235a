package dev.riffle.detector.pipeline;

import dev.riffle.detector.pipeline.Feature.History;
import dev.riffle.detector.pipeline.Feature.Recent;
import dev.riffle.detector.pipeline.Feature.Verdicts;
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
 * @param recents recent values, by signature
 * @param recentOutputs one per recent feature
 * @param confirmed shares of confirmed events, by signature
 */
record HistoryPlan(
        Map<String, Window> windows,
        boolean keepsTimes,
        List<Output> outputs,
        Map<String, Recents> recents,
        List<RecentOutput> recentOutputs,
        Map<String, Confirmed> confirmed) {
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

    /**
     * @param rows how many values are kept
     * @param valueColumn column of the remembered value
     */
    record Recents(int rows, int valueColumn) {}

    /**
     * @param column the column filled
     * @param recents index into the recent values
     * @param rows how many of them it looks at
     */
    record RecentOutput(int column, RecentStatistic statistic, int recents, int rows) {}

    /** @param columns the columns filled */
    record Confirmed(long windowMillis, long delayMillis, List<Integer> columns) {}

    /** Whether any column comes of it. */
    boolean fillsColumns() {
        return !outputs.isEmpty() || !recentOutputs.isEmpty() || !confirmed.isEmpty();
    }

    static HistoryPlan of(String key, List<Feature> features, Map<String, Integer> columns) {
        Map<String, Feature> byName = FeatureReferences.byName(features);
        Map<String, Window> windows = new LinkedHashMap<>();
        List<String> signatures = new ArrayList<>();
        List<Output> outputs = new ArrayList<>();
        boolean keepsTimes = false;
        Map<String, Recents> recents = new LinkedHashMap<>();
        List<String> recentSignatures = new ArrayList<>();
        List<RecentOutput> recentOutputs = new ArrayList<>();
        for (Feature feature : features) {
            if (feature instanceof Recent recent && recent.key().equals(key)) {
                String signature = "recent:" + values((Feature.Numeric) byName.get(recent.of()), byName);
                recents.merge(signature, new Recents(recent.rows(), columns.get(recent.of())), HistoryPlan::larger);
                if (!recentSignatures.contains(signature)) {
                    recentSignatures.add(signature);
                }
                recentOutputs.add(new RecentOutput(
                        columns.get(recent.name()),
                        recent.statistic(),
                        recentSignatures.indexOf(signature),
                        recent.rows()));
            }
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
        return new HistoryPlan(
                Collections.unmodifiableMap(windows),
                keepsTimes,
                List.copyOf(outputs),
                Collections.unmodifiableMap(recents),
                List.copyOf(recentOutputs),
                confirmed(key, features, columns));
    }

    private static Map<String, Confirmed> confirmed(String key, List<Feature> features, Map<String, Integer> columns) {
        Map<String, Confirmed> confirmed = new LinkedHashMap<>();
        for (Feature feature : features) {
            if (feature instanceof Verdicts verdicts && verdicts.key().equals(key)) {
                Confirmed share = new Confirmed(
                        verdicts.window().toMillis(),
                        verdicts.delay().toMillis(),
                        List.of(columns.get(verdicts.name())));
                confirmed.merge(
                        "verdicts:" + Durations.format(verdicts.window()) + "/" + Durations.format(verdicts.delay()),
                        share,
                        HistoryPlan::together);
            }
        }
        return Collections.unmodifiableMap(confirmed);
    }

    private static Confirmed together(Confirmed one, Confirmed other) {
        List<Integer> all = new ArrayList<>(one.columns());
        all.addAll(other.columns());
        return new Confirmed(one.windowMillis(), one.delayMillis(), List.copyOf(all));
    }

    private static Recents larger(Recents one, Recents other) {
        return one.rows() >= other.rows() ? one : other;
    }

    /** Says what is remembered in terms of the event's field, so that renaming a feature keeps its history. */
    private static String signature(History history, Map<String, Feature> byName) {
        String window = "/" + Durations.format(history.window());
        if (history.of() == null) {
            return "events" + window;
        }
        return "value:" + values((Feature.Numeric) byName.get(history.of()), byName) + window;
    }

    private static String values(Feature.Numeric number, Map<String, Feature> byName) {
        StringBuilder values = new StringBuilder(FeatureReferences.field(number, byName));
        FeatureReferences.transforms(number, byName)
                .forEach(transform -> values.append('|').append(transform.label()));
        return values.toString();
    }
}
