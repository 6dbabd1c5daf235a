/**
 * How unusual an event is, and from where on that is an alert: two signals, their calibration to surprises, the alert
 * budget's threshold, the guard against learning attacks, and the explanation.
 */
package dev.riffle.detector.anomaly;
