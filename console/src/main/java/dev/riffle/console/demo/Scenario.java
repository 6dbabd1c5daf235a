package dev.riffle.console.demo;

import dev.riffle.console.simulate.EventStream;
import dev.riffle.console.simulate.SensorSimulator;
import dev.riffle.console.simulate.TransactionSimulator;

/** What the demo simulates. */
public enum Scenario {
    /** Card transactions with three kinds of fraud. */
    TRANSACTIONS("transactions"),
    /** Readings of machines with four kinds of fault. */
    SENSORS("sensors");

    /** Wall clock seconds in which a simulated day passes, so that windows of days mean something in a short demo. */
    private static final double SECONDS_PER_SIMULATED_DAY = 10;

    private static final double FEWEST_EVENTS_PER_DAY = 100;

    private final String pipeline;

    Scenario(String pipeline) {
        this.pipeline = pipeline;
    }

    /** Name of the ready pipeline. */
    public String pipeline() {
        return pipeline;
    }

    EventStream stream(long seed, double eventsPerSecond) {
        double eventsPerDay = Math.max(FEWEST_EVENTS_PER_DAY, eventsPerSecond * SECONDS_PER_SIMULATED_DAY);
        return switch (this) {
            case TRANSACTIONS -> new TransactionSimulator(seed, eventsPerDay);
            case SENSORS -> new SensorSimulator(seed, eventsPerDay);
        };
    }
}
