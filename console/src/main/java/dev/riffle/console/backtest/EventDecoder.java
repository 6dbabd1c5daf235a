package dev.riffle.console.backtest;

import dev.riffle.detector.pipeline.Event;
import dev.riffle.detector.pipeline.EventBuilder;
import dev.riffle.detector.pipeline.InvalidEventException;
import dev.riffle.detector.pipeline.Pipeline;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns rows into events. Hidden columns, the label first of all, are never handed to the pipeline. */
final class EventDecoder {
    /** Rows without a time field count as one per second from 2000-01-01T00:00Z. */
    private static final long FIRST_TIME_MILLIS = 946_684_800_000L;

    private static final long MILLIS_PER_ROW = 1_000;
    private static final int NONE = -1;

    private final EventBuilder builder;
    private final Set<String> hidden;
    private final Optional<LabelColumn> label;
    private final Optional<String> injected;
    private final Clock clock;
    private List<String> columns = List.of();
    private boolean[] shown = {};
    private int labelIndex = NONE;
    private int injectedIndex = NONE;

    /**
     * @param hidden columns that the pipeline is not to see, besides the label
     * @param injected column that names the feature that an anomaly was injected into, one of the hidden
     */
    EventDecoder(
            Pipeline pipeline,
            Set<String> hidden,
            Optional<LabelColumn> label,
            Optional<String> injected,
            Clock clock) {
        this.builder = new EventBuilder(pipeline);
        this.hidden = Set.copyOf(hidden);
        this.label = label;
        this.injected = injected;
        this.clock = clock;
    }

    /** @param position where the row stands in the replay, from 0 */
    LabelledEvent decode(FileRow row, long position) {
        if (row.row().columns() != columns) {
            lookUp(row.row().columns());
        }
        String[] cells = row.row().cells();
        builder.begin();
        for (int i = 0; i < cells.length; i++) {
            if (shown[i] && cells[i] != null) {
                builder.text(columns.get(i), cells[i]);
            }
        }
        String feature = injectedIndex == NONE ? null : cells[injectedIndex];
        return new LabelledEvent(row.index(), build(row, position), anomaly(row, cells), feature);
    }

    private void lookUp(List<String> names) {
        columns = names;
        shown = new boolean[names.size()];
        labelIndex = NONE;
        injectedIndex = injected.map(names::indexOf).orElse(NONE);
        for (int i = 0; i < shown.length; i++) {
            String name = names.get(i);
            boolean isLabel = label.isPresent() && label.get().name().equals(name);
            if (isLabel) {
                labelIndex = i;
            }
            shown[i] = !isLabel && !hidden.contains(name);
        }
    }

    private Event build(FileRow row, long position) {
        try {
            return builder.build("row-" + row.index(), FIRST_TIME_MILLIS + position * MILLIS_PER_ROW, clock.millis());
        } catch (InvalidEventException e) {
            throw row.invalid(e.getMessage());
        }
    }

    private boolean anomaly(FileRow row, String[] cells) {
        return label.isPresent() && label.get().isAnomaly(labelIndex == NONE ? null : cells[labelIndex], row);
    }
}
