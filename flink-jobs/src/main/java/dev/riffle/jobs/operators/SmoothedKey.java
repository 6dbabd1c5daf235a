package dev.riffle.jobs.operators;

import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.jobs.flow.ScorerInput;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * The key that an event's score is smoothed by.
 *
 * @param key index into {@link dev.riffle.detector.pipeline.Pipeline#keyFields()}
 */
public record SmoothedKey(int key) implements KeySelector<ScorerInput, String> {
    /** @throws IllegalArgumentException for what steers, which belongs to no key: {@link ScoreEvents} does not ask */
    @Override
    public String getKey(ScorerInput input) {
        if (input instanceof EventInFlight event) {
            return event.event().keys()[key];
        }
        throw new IllegalArgumentException("found " + input.getClass().getSimpleName() + ", expected an event");
    }
}
