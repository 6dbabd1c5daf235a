package dev.riffle.console.simulate;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What became of the events up to now.
 *
 * @param assignments events with an assignment, each counted once
 * @param deadLetters events with a dead letter, each counted once
 * @param duplicates assignments and dead letters beyond the first of the same event
 * @param deadLettersByReason dead letters by reason
 * @param warmingUp assignments made while no model had arrived
 * @param anomalies assignments with verdict ANOMALY
 * @param late assignments of late events
 * @param injectedTotal events that the simulator made anomalous
 * @param injected those of them that a model has scored
 * @param injectedCaught those of them with verdict ANOMALY
 * @param caughtByKind caught and scored by kind of anomaly
 * @param modelVersions models that have scored events, ascending
 * @param clusters clusters that the newest of them has assigned events to
 * @param firstScoredMillis when the first event scored by a model was seen, milliseconds since 1970-01-01T00:00Z
 * @param p50LatencyMillis median time from the event's arrival in Kafka until an independent consumer held its
 *     assignment, in milliseconds; NaN before the first
 * @param p99LatencyMillis the same, 99th percentile
 * @param longestSilenceMillis longest time between two answers, in milliseconds; 0 before the second
 * @param swaps models that replaced another while events came
 * @param swapP99LatencyMillis the 99th percentile around the swaps, half a second to a second to either side; NaN without
 *     one
 * @param steadyP99LatencyMillis the 99th percentile of all other answers, from five seconds after the first model's first;
 *     NaN without one
 * @param continuity share of held-out events with the same cluster id under a model and its successor, the mean over all
 *     swaps, in [0, 1]; NaN without one
 */
public record Account(
        long assignments,
        long deadLetters,
        long duplicates,
        Map<String, Long> deadLettersByReason,
        long warmingUp,
        long anomalies,
        long late,
        long injectedTotal,
        long injected,
        long injectedCaught,
        Map<String, Caught> caughtByKind,
        List<Long> modelVersions,
        int clusters,
        OptionalLong firstScoredMillis,
        double p50LatencyMillis,
        double p99LatencyMillis,
        long longestSilenceMillis,
        int swaps,
        double swapP99LatencyMillis,
        double steadyP99LatencyMillis,
        double continuity) {

    /**
     * How many anomalies of one kind were caught.
     *
     * @param caught with verdict ANOMALY
     * @param scored scored by a model
     */
    public record Caught(long caught, long scored) {}

    /** Events whose fate is known. */
    public long accounted() {
        return assignments + deadLetters;
    }

    /** Events scored by a model. */
    public long scored() {
        return assignments - warmingUp;
    }

    /** Anomalies among the events that a model has scored, in [0, 1]; 0 before the first. */
    public double alertRate() {
        return scored() == 0 ? 0 : (double) anomalies / scored();
    }
}
