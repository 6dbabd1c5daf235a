package dev.riffle.detector;

/** What the alert budget makes of an event. */
public enum Verdict {
    NORMAL,
    ANOMALY
}
