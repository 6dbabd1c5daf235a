package dev.riffle.console.replay;

/**
 * What a replay did.
 *
 * @param rows rows that the broker has acknowledged
 * @param seconds from the first row until all were acknowledged
 */
public record ReplayReport(long rows, double seconds) {
    public double rowsPerSecond() {
        return seconds == 0 ? 0 : rows / seconds;
    }
}
