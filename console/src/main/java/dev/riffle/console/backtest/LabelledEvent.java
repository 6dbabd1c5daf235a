package dev.riffle.console.backtest;

import dev.riffle.detector.pipeline.Event;

/**
 * An event and, apart from it, its label.
 *
 * @param index the row's index over all files, from 0
 * @param anomaly what the label column says; false where there is none
 * @param injected feature that an anomaly was injected into; null where none was or no column says so
 */
record LabelledEvent(long index, Event event, boolean anomaly, String injected) {}
