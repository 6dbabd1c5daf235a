/** Simulated streams with known anomalies, and the count of what became of every event. */
package dev.riffle.console.simulate;
