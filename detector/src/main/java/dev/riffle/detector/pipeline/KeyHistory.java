package dev.riffle.detector.pipeline;

import java.util.ArrayList;
import java.util.List;

/**
 * What the events of one key field (customers, terminals) leave in their key's {@link KeyMemory}, and what of it fills an
 * event's columns: event-time windows of bounded size. A live object for one thread; one serves all keys of the field.
 *
 * <p>A window is cut into 24 panes and covers between 23/24 of its length and all of it. An event is evaluated at its
 * own event time and enters its own pane, in order or not; one that is older than a whole window (and one pane) behind
 * the key's newest is evaluated against nothing and not remembered, so a stray time in the past costs the key nothing.
 *
 * <p>Memory per key: at most 130 doubles (1 KB) for each pair of values and window, 52 doubles for each window in which
 * events are counted, 8 for the time since the last event, 2 n for each number feature of which n recent rows are kept,
 * and at most 1,029 for each window and delay of verdicts; features that differ only in the statistic share. One more
 * for each of these, and one for the key.
 */
public final class KeyHistory {
    private static final double DEVIATION_LIMIT = 20;
    private static final double DEVIATION_FLOOR = 1e-3;
    private static final int DEVIATION_VALUES = 3;

    private final HistoryPlan plan;
    private final MemoryLayout layout;
    /** As arrays, this and what follows: they are gone through for every event. */
    private final PaneWindow[] windows;

    private final int[] valueColumns;
    private final HistoryPlan.Output[] outputs;
    private final RecentTimes times;
    private final RecentValues[] recents;
    private final int[] recentColumns;
    private final HistoryPlan.RecentOutput[] recentOutputs;
    private final ConfirmedShare[] confirmed;
    private final int[][] confirmedColumns;

    /**
     * Of the pipeline's key with this index into {@link Pipeline#keyFields()}.
     *
     * @throws IndexOutOfBoundsException if there is no such key
     */
    public KeyHistory(Pipeline pipeline, int key) {
        plan = pipeline.historyPlan(key);
        outputs = plan.outputs().toArray(new HistoryPlan.Output[0]);
        recentOutputs = plan.recentOutputs().toArray(new HistoryPlan.RecentOutput[0]);
        List<MemoryLayout.Slot> slots = new ArrayList<>();

        List<PaneWindow> planned = new ArrayList<>();
        plan.windows().forEach((signature, window) -> {
            boolean values = window.valueColumn() >= 0;
            planned.add(new PaneWindow(slots.size(), window.millis(), values));
            slots.add(PaneWindow.layout(signature, window.millis(), values));
        });
        windows = planned.toArray(new PaneWindow[0]);
        valueColumns = plan.windows().values().stream()
                .mapToInt(HistoryPlan.Window::valueColumn)
                .toArray();

        times = plan.keepsTimes() ? new RecentTimes(slots.size()) : null;
        if (times != null) {
            slots.add(RecentTimes.layout(HistoryPlan.TIMES));
        }

        List<RecentValues> values = new ArrayList<>();
        plan.recents().forEach((signature, kept) -> {
            values.add(new RecentValues(slots.size(), kept.rows()));
            slots.add(RecentValues.layout(signature, kept.rows()));
        });
        recents = values.toArray(new RecentValues[0]);
        recentColumns = plan.recents().values().stream()
                .mapToInt(HistoryPlan.Recents::valueColumn)
                .toArray();

        List<ConfirmedShare> shares = new ArrayList<>();
        plan.confirmed().forEach((signature, of) -> {
            ConfirmedShare share = new ConfirmedShare(slots.size(), of.windowMillis(), of.delayMillis());
            shares.add(share);
            slots.add(share.layout(signature));
        });
        confirmed = shares.toArray(new ConfirmedShare[0]);
        confirmedColumns = plan.confirmed().values().stream()
                .map(of -> of.columns().stream().mapToInt(column -> column).toArray())
                .toArray(int[][]::new);

        layout = new MemoryLayout(slots);
    }

    /** Of the memories that this history reads and writes. */
    public MemoryLayout layout() {
        return layout;
    }

    /**
     * Remembers that one of a key's events was confirmed as an anomaly.
     *
     * @param memory of this history's {@link #layout}
     * @param time the event's time, milliseconds since 1970-01-01T00:00Z
     */
    public void confirm(KeyMemory memory, long time) {
        requireOwn(memory);
        for (ConfirmedShare share : confirmed) {
            share.confirm(memory, time);
        }
    }

    private void requireOwn(KeyMemory memory) {
        if (memory.layout() != layout) {
            throw new IllegalArgumentException("Found a memory laid out as " + memory.layout()
                    + ", expected this history's own layout: let it fit the memory first");
        }
    }

    /** Whether this history remembers what the pipeline's key needs. */
    boolean isOf(Pipeline pipeline, int key) {
        return plan.equals(pipeline.historyPlan(key));
    }

    /** Fills the columns as of before an event of a key, then remembers the event. */
    void update(KeyMemory memory, long time, double[] row) {
        requireOwn(memory);
        for (PaneWindow window : windows) {
            window.evaluate(memory, time);
        }
        for (HistoryPlan.Output output : outputs) {
            double value = statistic(output, memory, time, row);
            row[output.column()] = Double.isInfinite(value) ? Double.NaN : value;
        }
        for (int i = 0; i < windows.length; i++) {
            double value = valueColumns[i] < 0 ? 0 : row[valueColumns[i]];
            if (!Double.isNaN(value)) {
                windows[i].add(memory, time, value);
            }
        }
        if (times != null) {
            times.add(memory, time);
        }
        updateRecents(memory, time, row);
        for (int i = 0; i < confirmed.length; i++) {
            double value = confirmed[i].at(memory, time);
            for (int column : confirmedColumns[i]) {
                row[column] = value;
            }
            confirmed[i].add(memory, time);
        }
    }

    private void updateRecents(KeyMemory memory, long time, double[] row) {
        for (RecentValues values : recents) {
            values.evaluate(memory, time);
        }
        for (HistoryPlan.RecentOutput output : recentOutputs) {
            double own = row[recentColumns[output.recents()]];
            double value = recents[output.recents()].statistic(output.statistic(), own, output.rows());
            row[output.column()] = Double.isInfinite(value) ? Double.NaN : value;
        }
        for (int i = 0; i < recents.length; i++) {
            if (!Double.isNaN(row[recentColumns[i]])) {
                recents[i].add(memory, time, row[recentColumns[i]]);
            }
        }
    }

    private double statistic(HistoryPlan.Output output, KeyMemory memory, long time, double[] row) {
        return switch (output.statistic()) {
            case COUNT -> windows[output.window()].count();
            case SUM -> windows[output.window()].sum();
            case MEAN -> windows[output.window()].mean();
            case MAX -> windows[output.window()].largest();
            case DEVIATION -> deviation(windows[output.window()], row[output.valueColumn()]);
            case RELATIVE -> relative(windows[output.window()].mean(), row[output.valueColumn()]);
            case SINCE_LAST -> Math.log1p(times.since(memory, time) / 1000);
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
