package dev.riffle.console.simulate;

import java.util.List;

/** An endless stream of events with known anomalies; the same seed gives the same stream. Not thread-safe. */
public interface EventStream {
    SimulatedEvent next();

    /** The kinds of anomaly that it injects. */
    List<String> kinds();
}
