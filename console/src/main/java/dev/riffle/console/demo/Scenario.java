package dev.riffle.console.demo;

import dev.riffle.console.simulate.EventStream;
import dev.riffle.console.simulate.SensorSimulator;
import dev.riffle.console.simulate.TransactionSimulator;

/** What the demo simulates. */
public enum Scenario {
    /** Card transactions with three kinds of fraud; windows of seven days have to fill within seconds. */
    TRANSACTIONS("transactions", 2),
    /** Readings of machines with four kinds of fault; windows of ten minutes have to hold several readings. */
    SENSORS("sensors", 60);

    private static final double FEWEST_EVENTS_PER_DAY = 100;

    private final String pipeline;
    /** Wall clock seconds in which a simulated day passes. */
    private final double secondsPerDay;

    Scenario(String pipeline, double secondsPerDay) {
        this.pipeline = pipeline;
        this.secondsPerDay = secondsPerDay;
    }

    /** Name of the ready pipeline. */
    public String pipeline() {
        return pipeline;
    }

    EventStream stream(long seed, double eventsPerSecond) {
        double eventsPerDay = Math.max(FEWEST_EVENTS_PER_DAY, eventsPerSecond * secondsPerDay);
        return switch (this) {
            case TRANSACTIONS -> new TransactionSimulator(seed, eventsPerDay);
            case SENSORS -> new SensorSimulator(seed, eventsPerDay);
        };
    }
}
