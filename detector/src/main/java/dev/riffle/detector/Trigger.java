package dev.riffle.detector;

/** A signal that can make an event an anomaly. */
public enum Trigger {
    /** The autoencoder could not reproduce the event. */
    RECONSTRUCTION,
    /** Few events were like it. */
    DENSITY
}
