package dev.riffle.detector.anomaly;

/** How many alerts people can attend to. */
public sealed interface AlertBudget {
    /** @param share share of all events, in (0, 1) */
    record ShareOfEvents(double share) implements AlertBudget {}

    /** @param alerts alerts per hour of event time, above 0 */
    record PerHour(double alerts) implements AlertBudget {}

    /**
     * Parses "0.1%", "0.001" or "50 per hour" ("50/h").
     *
     * @throws IllegalArgumentException naming what was found and what is expected
     */
    static AlertBudget parse(String text) {
        throw new UnsupportedOperationException();
    }
}
