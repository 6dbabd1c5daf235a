package dev.riffle.console.backtest;

import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.pipeline.Event;
import dev.riffle.detector.pipeline.FeatureExtractor;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Features of events in a stream to which analysts' verdicts come back: an event that was an anomaly is confirmed when
 * the clock of the events has moved on by the delay, and no sooner. Nothing else of a label reaches the features. A live
 * object for one thread.
 */
public final class VerdictFeedback {
    private final FeatureExtractor extractor;
    private final Optional<Duration> delay;
    private final PriorityQueue<Event> awaiting = new PriorityQueue<>(Comparator.comparingLong(Event::timeMillis));

    /** @param delay from an event to the verdict on it; empty where none comes back */
    public VerdictFeedback(FeatureExtractor extractor, Optional<Duration> delay) {
        this.extractor = extractor;
        this.delay = delay;
    }

    /** @param anomaly what the analysts will say */
    public FeatureVector extract(Event event, boolean anomaly) {
        while (!awaiting.isEmpty() && awaiting.peek().timeMillis() <= event.timeMillis() - delayMillis()) {
            extractor.confirm(awaiting.remove());
        }
        if (anomaly && delay.isPresent()) {
            awaiting.add(event);
        }
        return extractor.extract(event);
    }

    private long delayMillis() {
        return delay.orElseThrow().toMillis();
    }
}
