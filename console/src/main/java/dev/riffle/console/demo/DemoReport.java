package dev.riffle.console.demo;

import dev.riffle.console.simulate.Account;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The account at the end of a demo.
 *
 * @param eventsIn events that the broker acknowledged to the simulator, malformed ones included
 * @param account what became of them
 * @param secondsToFirstModel from the stack being up until the first event scored by a model; empty if none was
 * @param eventsPerSecond acknowledged events per second of sending
 */
public record DemoReport(long eventsIn, Account account, OptionalDouble secondsToFirstModel, double eventsPerSecond) {

    /** Whether every event has exactly one assignment or dead letter. */
    public boolean complete() {
        return eventsIn == account.accounted();
    }

    /** The report as a flat object; latencies in milliseconds, rates in [0, 1]. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("eventsIn", eventsIn);
        map.put("assignments", account.assignments());
        map.put("deadLetters", account.deadLetters());
        map.put("duplicates", account.duplicates());
        map.put("anomalies", account.anomalies());
        map.put("alertRate", rounded(account.alertRate(), 6));
        map.put("injected", account.injected());
        map.put("injectedCaught", account.injectedCaught());
        map.put("injectedTotal", account.injectedTotal());
        Map<String, Object> kinds = new LinkedHashMap<>();
        account.caughtByKind()
                .forEach((kind, caught) ->
                        kinds.put(kind, Map.of("injected", caught.scored(), "caught", caught.caught())));
        map.put("byKind", kinds);
        map.put("deadLettersByReason", account.deadLettersByReason());
        map.put("warmingUp", account.warmingUp());
        map.put("late", account.late());
        map.put("modelVersions", account.modelVersions());
        map.put("clusters", account.clusters());
        map.put(
                "secondsToFirstModel",
                secondsToFirstModel.isPresent() ? rounded(secondsToFirstModel.getAsDouble(), 1) : null);
        map.put("p50LatencyMs", latency(account.p50LatencyMillis()));
        map.put("p99LatencyMs", latency(account.p99LatencyMillis()));
        map.put("longestSilenceMs", account.longestSilenceMillis());
        map.put("swaps", account.swaps());
        map.put("swapP99LatencyMs", latency(account.swapP99LatencyMillis()));
        map.put("steadyP99LatencyMs", latency(account.steadyP99LatencyMillis()));
        map.put("continuity", Double.isNaN(account.continuity()) ? null : rounded(account.continuity(), 4));
        map.put("eventsPerSecond", rounded(eventsPerSecond, 1));
        return map;
    }

    /** The report for people, several lines. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        text.append(line("events in", "%,d at %,.0f/s".formatted(eventsIn, eventsPerSecond)));
        text.append(line(
                "assignments",
                "%,d (%,d while warming up, %,d late)"
                        .formatted(account.assignments(), account.warmingUp(), account.late())));
        text.append(line(
                "dead letters",
                "%,d%s"
                        .formatted(
                                account.deadLetters(),
                                account.deadLettersByReason().isEmpty()
                                        ? ""
                                        : account.deadLettersByReason().entrySet().stream()
                                                .map(entry -> "%,d %s".formatted(entry.getValue(), entry.getKey()))
                                                .collect(Collectors.joining(", ", " (", ")")))));
        text.append(line(
                "accounted for",
                complete()
                        ? "all: events in = assignments + dead letters"
                        : "NO: %,d events have no answer or one too many"
                                .formatted(Math.abs(eventsIn - account.accounted()))));
        if (account.duplicates() > 0) {
            text.append(line("duplicates", "%,d answers were repeated".formatted(account.duplicates())));
        }
        text.append(line(
                "anomalies",
                "%,d, an alert rate of %.2f %%".formatted(account.anomalies(), 100 * account.alertRate())));
        text.append(line(
                "injected",
                "caught %,d of %,d that a model scored%s"
                        .formatted(account.injectedCaught(), account.injected(), caughtShare())));
        account.caughtByKind()
                .forEach((kind, caught) -> text.append(line(
                        "  " + kind.toLowerCase(Locale.ROOT).replace('_', ' '),
                        "%,d of %,d".formatted(caught.caught(), caught.scored()))));
        text.append(line(
                "models",
                account.modelVersions().isEmpty()
                        ? "none arrived"
                        : "%s, the first %.1f s after the start; %d clusters"
                                .formatted(
                                        account.modelVersions().stream()
                                                .map(version -> "v" + version)
                                                .collect(Collectors.joining(", ")),
                                        secondsToFirstModel.orElse(Double.NaN),
                                        account.clusters())));
        text.append(line(
                "latency",
                "p50 %.0f ms, p99 %.0f ms from Kafka to an answer in an independent reader's hands"
                        .formatted(account.p50LatencyMillis(), account.p99LatencyMillis())));
        if (account.swaps() > 0) {
            text.append(line(
                    "swaps",
                    "%d, p99 %.0f ms around them, %.0f ms apart from them; %.1f %% of the events kept their cluster"
                            .formatted(
                                    account.swaps(),
                                    account.swapP99LatencyMillis(),
                                    account.steadyP99LatencyMillis(),
                                    100 * account.continuity())));
        }
        return text.toString();
    }

    private String caughtShare() {
        return account.injected() == 0
                ? ""
                : " (%.0f %%)".formatted(100.0 * account.injectedCaught() / account.injected());
    }

    private static String line(String name, String value) {
        return "%-24s %s%n".formatted(name, value);
    }

    private static Double latency(double millis) {
        return Double.isNaN(millis) ? null : rounded(millis, 1);
    }

    private static double rounded(double value, int digits) {
        double scale = Math.pow(10, digits);
        return Math.round(value * scale) / scale;
    }
}
