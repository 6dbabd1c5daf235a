/** Runs detectors: the Flink job. Operators move state and events; the arithmetic is the detector's. */
package dev.riffle.jobs;
