package dev.riffle.detector.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is remembered of one key (one customer, one terminal): event-time windows of bounded size. A live object for
 * one thread.
 *
 * <p>A window is cut into 24 panes and covers between 23/24 of its length and all of it. An event is evaluated at its
 * own event time and enters its own pane, in order or not; one that is older than a whole window (and one pane) behind
 * the key's newest is evaluated against nothing and not remembered, so a stray time in the past costs the key nothing.
 *
 * <p>Memory per key: at most 132 doubles (1.1 KB) for each pair of values and window, 54 doubles for each window in
 * which events are counted, 8 for the time since the last event, and 1 + 2 n for each number feature of which n recent
 * rows are kept, and at most 1,030 for each window and delay of verdicts; features that differ only in the statistic share.
 */
public final class KeyHistory {
    private static final double DEVIATION_LIMIT = 20;
    private static final double DEVIATION_FLOOR = 1e-3;
    private static final int DEVIATION_VALUES = 3;

    private final HistoryPlan plan;
    private final String[] signatures;
    private final PaneWindow[] windows;
    private final int[] valueColumns;
    /** As arrays: they are gone through for every event. */
    private final HistoryPlan.Output[] outputs;

    private final HistoryPlan.RecentOutput[] recentOutputs;
    /** The map restored last, and what it held. */
    private Map<String, double[]> restored;

    private final double[][] adopted;
    private final RecentTimes times = new RecentTimes();
    private final String[] recentSignatures;
    private final RecentValues[] recents;
    private final int[] recentColumns;
    private final Map<String, ConfirmedShare> confirmed = new LinkedHashMap<>();

    /**
     * An empty history for the pipeline's key with this index into {@link Pipeline#keyFields()}.
     *
     * @throws IndexOutOfBoundsException if there is no such key
     */
    public KeyHistory(Pipeline pipeline, int key) {
        this.plan = pipeline.historyPlan(key);
        int n = plan.windows().size();
        this.signatures = plan.windows().keySet().toArray(new String[0]);
        this.windows = new PaneWindow[n];
        this.adopted = new double[n][];
        this.valueColumns = new int[n];
        outputs = plan.outputs().toArray(new HistoryPlan.Output[0]);
        recentOutputs = plan.recentOutputs().toArray(new HistoryPlan.RecentOutput[0]);
        for (int i = 0; i < n; i++) {
            HistoryPlan.Window window = plan.windows().get(signatures[i]);
            valueColumns[i] = window.valueColumn();
            windows[i] = new PaneWindow(window.millis(), window.valueColumn() >= 0);
        }
        recentSignatures = plan.recents().keySet().toArray(new String[0]);
        recents = new RecentValues[recentSignatures.length];
        recentColumns = new int[recents.length];
        for (int i = 0; i < recents.length; i++) {
            HistoryPlan.Recents kept = plan.recents().get(recentSignatures[i]);
            recents[i] = new RecentValues(kept.rows());
            recentColumns[i] = kept.valueColumn();
        }
        plan.confirmed()
                .forEach((signature, share) ->
                        confirmed.put(signature, new ConfirmedShare(share.windowMillis(), share.delayMillis())));
    }

    /**
     * The windows by their signature (for example {@code value:amount|log1p/7d}), each as an array of bounded length.
     * The arrays are this history's own, not copies: whoever keeps them does so before the next event.
     */
    public Map<String, double[]> snapshot() {
        Map<String, double[]> snapshot = new LinkedHashMap<>();
        saveTo(snapshot);
        return snapshot;
    }

    /**
     * Puts {@link #snapshot} into a map, beside what else is there. Into the one that was restored last goes only what it
     * does not hold yet: windows are written to in place until they grow.
     */
    public void saveTo(Map<String, double[]> snapshot) {
        for (int i = 0; i < windows.length; i++) {
            if (snapshot != restored || windows[i].state() != adopted[i]) {
                snapshot.put(signatures[i], windows[i].state());
            }
        }
        if (plan.keepsTimes()) {
            snapshot.put(HistoryPlan.TIMES, times.state());
        }
        for (int i = 0; i < recents.length; i++) {
            snapshot.put(recentSignatures[i], recents[i].state());
        }
        confirmed.forEach((signature, share) -> snapshot.put(signature, share.state()));
    }

    /**
     * Takes windows back; signatures that the pipeline does not know are dropped, missing ones start empty. The arrays
     * are adopted, not copied.
     *
     * @throws IllegalArgumentException if an array is none that a history has written
     */
    public void restore(Map<String, double[]> snapshot) {
        restored = snapshot;
        for (int i = 0; i < windows.length; i++) {
            adopted[i] = snapshot.get(signatures[i]);
            windows[i].adopt(adopted[i]);
        }
        times.adopt(snapshot.get(HistoryPlan.TIMES));
        for (int i = 0; i < recents.length; i++) {
            recents[i].adopt(snapshot.get(recentSignatures[i]));
        }
        confirmed.forEach((signature, share) -> share.adopt(snapshot.get(signature)));
    }

    /**
     * Remembers that one of the key's events was confirmed as an anomaly.
     *
     * @param time the event's time, milliseconds since 1970-01-01T00:00Z
     */
    public void confirm(long time) {
        confirmed.values().forEach(share -> share.confirm(time));
    }

    /** Signatures that {@link #snapshot} has, whatever happened. */
    public Set<String> signatures() {
        return snapshot().keySet();
    }

    /** Whether this history remembers what the pipeline's key needs. */
    boolean isOf(Pipeline pipeline, int key) {
        return plan.equals(pipeline.historyPlan(key));
    }

    /** Fills this key's columns as of before an event, then remembers the event. */
    void update(long time, double[] row) {
        for (PaneWindow window : windows) {
            window.evaluate(time);
        }
        for (HistoryPlan.Output output : outputs) {
            double value = statistic(output, time, row);
            row[output.column()] = Double.isInfinite(value) ? Double.NaN : value;
        }
        for (int i = 0; i < windows.length; i++) {
            double value = valueColumns[i] < 0 ? 0 : row[valueColumns[i]];
            if (!Double.isNaN(value)) {
                windows[i].add(time, value);
            }
        }
        if (plan.keepsTimes()) {
            times.add(time);
        }
        updateRecents(time, row);
        confirmed.forEach((signature, share) -> {
            double value = share.at(time);
            plan.confirmed().get(signature).columns().forEach(column -> row[column] = value);
            share.add(time);
        });
    }

    private void updateRecents(long time, double[] row) {
        for (RecentValues values : recents) {
            values.evaluate(time);
        }
        for (HistoryPlan.RecentOutput output : recentOutputs) {
            double own = row[recentColumns[output.recents()]];
            double value = recents[output.recents()].statistic(output.statistic(), own, output.rows());
            row[output.column()] = Double.isInfinite(value) ? Double.NaN : value;
        }
        for (int i = 0; i < recents.length; i++) {
            if (!Double.isNaN(row[recentColumns[i]])) {
                recents[i].add(time, row[recentColumns[i]]);
            }
        }
    }

    private double statistic(HistoryPlan.Output output, long time, double[] row) {
        return switch (output.statistic()) {
            case COUNT -> windows[output.window()].count();
            case SUM -> windows[output.window()].sum();
            case MEAN -> windows[output.window()].mean();
            case MAX -> windows[output.window()].largest();
            case DEVIATION -> deviation(windows[output.window()], row[output.valueColumn()]);
            case RELATIVE -> relative(windows[output.window()].mean(), row[output.valueColumn()]);
            case SINCE_LAST -> Math.log1p(times.since(time) / 1000);
        };
    }

    private static double deviation(PaneWindow window, double value) {
        if (window.count() < DEVIATION_VALUES) {
            return Double.NaN;
        }
        double mean = window.mean();
        double spread = Math.max(Math.sqrt(Math.max(0, window.variance())), DEVIATION_FLOOR * (1 + Math.abs(mean)));
        return limited((value - mean) / spread);
    }

    private static double relative(double mean, double value) {
        return value == mean ? 0 : limited((value - mean) / Math.abs(mean));
    }

    private static double limited(double deviation) {
        return Math.max(-DEVIATION_LIMIT, Math.min(DEVIATION_LIMIT, deviation));
    }
}
