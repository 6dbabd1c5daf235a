package dev.riffle.console.backtest;

import dev.riffle.detector.pipeline.ScoreSmoothing;
import dev.riffle.detector.pipeline.SegmentField;
import dev.riffle.detector.replay.Row;
import dev.riffle.detector.replay.Row.Label;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The rows to score. The timer runs from when a row is asked for until the next one is, so it counts features, scoring
 * and learning; it stands still while files are read and parsed, which happens ahead in batches.
 */
final class TimedRows implements Iterator<Row> {
    private static final int BATCH = 1024;

    private final Iterator<LabelledEvent> events;
    private final VerdictFeedback features;
    private final Optional<SegmentField> segment;
    private final Optional<ScoreSmoothing> smoothing;
    private final boolean labelled;
    private final ScoringTimer timer;
    private final ArrayDeque<LabelledEvent> ahead = new ArrayDeque<>(BATCH);
    private LabelledEvent current;

    /**
     * @param segment field that alert budgets go by; empty: one budget for all
     * @param smoothing how the pipeline smooths scores
     * @param labelled whether the events carry labels
     */
    TimedRows(
            Iterator<LabelledEvent> events,
            VerdictFeedback features,
            Optional<SegmentField> segment,
            Optional<ScoreSmoothing> smoothing,
            boolean labelled,
            ScoringTimer timer) {
        this.segment = segment;
        this.smoothing = smoothing;
        this.events = events;
        this.features = features;
        this.labelled = labelled;
        this.timer = timer;
    }

    @Override
    public boolean hasNext() {
        if (ahead.isEmpty()) {
            timer.stop();
            while (ahead.size() < BATCH && events.hasNext()) {
                ahead.add(events.next());
            }
        }
        return !ahead.isEmpty();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        current = ahead.remove();
        timer.start();
        Label label = !labelled ? Label.UNKNOWN : current.anomaly() ? Label.ANOMALY : Label.NORMAL;
        return new Row(
                features.extract(current.event(), current.anomaly()),
                current.event().timeMillis(),
                segment.map(field -> field.of(current.event())).orElse(null),
                smoothing.map(by -> by.keyOf(current.event())).orElse(null),
                label);
    }

    /** The event that the last row was made of. */
    LabelledEvent current() {
        return current;
    }
}
