package dev.riffle.console.simulate;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import dev.riffle.schemas.Assignment;
import dev.riffle.schemas.ClusterEvent;
import dev.riffle.schemas.ClusterEventType;
import dev.riffle.schemas.DeadLetter;
import dev.riffle.schemas.InjectedAnomaly;
import dev.riffle.schemas.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts what became of every event: each has either one assignment or one dead letter. Records may come in any order.
 * Keeps one entry per event (about 150 bytes). Thread-safe.
 */
public final class Accounting {
    private static final double LATENCY_ACCURACY = 0.01;

    private final Map<String, Verdict> verdicts = new HashMap<>();
    private final Set<String> deadLetters = new HashSet<>();
    private final Map<String, Long> deadLettersByReason = new TreeMap<>();
    private final Map<String, String> injectedKinds = new HashMap<>();
    private final TreeSet<Long> modelVersions = new TreeSet<>();
    private final Map<Long, Set<Long>> clustersByModel = new HashMap<>();
    private final DDSketch latencies = DDSketches.unboundedDense(LATENCY_ACCURACY);
    private final Swaps swaps = new Swaps();
    private long promotions;
    private double continuity;
    private long duplicates;
    private long warmingUp;
    private long anomalies;
    private long late;
    private OptionalLong firstScoredMillis = OptionalLong.empty();
    private OptionalLong lastSeenMillis = OptionalLong.empty();
    private long longestSilenceMillis;

    /** @param seenMillis when the consumer held it, milliseconds since 1970-01-01T00:00Z */
    public synchronized void assignment(Assignment assignment, long seenMillis) {
        if (verdicts.putIfAbsent(assignment.getEventId(), assignment.getVerdict()) != null) {
            duplicates++;
            return;
        }
        longestSilenceMillis = Math.max(longestSilenceMillis, seenMillis - lastSeenMillis.orElse(seenMillis));
        lastSeenMillis = OptionalLong.of(seenMillis);
        latencies.accept(Math.max(0, seenMillis - assignment.getReceivedTime()));
        if (assignment.getLate()) {
            late++;
        }
        if (assignment.getVerdict() == Verdict.WARMING_UP) {
            warmingUp++;
            return;
        }
        if (assignment.getVerdict() == Verdict.ANOMALY) {
            anomalies++;
        }
        if (firstScoredMillis.isEmpty()) {
            firstScoredMillis = OptionalLong.of(seenMillis);
        }
        modelVersions.add(assignment.getModelVersion());
        swaps.answered(
                assignment.getModelVersion(), seenMillis, Math.max(0, seenMillis - assignment.getReceivedTime()));
        if (assignment.getClusterId() != null) {
            clustersByModel
                    .computeIfAbsent(assignment.getModelVersion(), version -> new HashSet<>())
                    .add(assignment.getClusterId());
        }
    }

    public synchronized void deadLetter(DeadLetter letter) {
        String where = letter.getTopic() + "-" + letter.getPartition() + "@" + letter.getOffset();
        if (deadLetters.add(where)) {
            deadLettersByReason.merge(letter.getReason().name(), 1L, Long::sum);
        } else {
            duplicates++;
        }
    }

    public synchronized void injected(InjectedAnomaly anomaly) {
        injectedKinds.put(anomaly.getEventId(), anomaly.getKind());
    }

    /** Hears how many events kept their cluster when a model was replaced. */
    public synchronized void clusterEvent(ClusterEvent event) {
        if (event.getType() == ClusterEventType.KEPT && event.getClusterId() == null && event.getShare() != null) {
            promotions++;
            continuity += event.getShare();
        }
    }

    /** The account as it stands. */
    public synchronized Account account() {
        Map<String, long[]> byKind = new TreeMap<>();
        injectedKinds.forEach((id, kind) -> {
            Verdict verdict = verdicts.get(id);
            if (verdict == null || verdict == Verdict.WARMING_UP) {
                return;
            }
            long[] counts = byKind.computeIfAbsent(kind, unused -> new long[2]);
            counts[0] += verdict == Verdict.ANOMALY ? 1 : 0;
            counts[1]++;
        });
        Map<String, Account.Caught> caughtByKind = new TreeMap<>();
        byKind.forEach((kind, counts) -> caughtByKind.put(kind, new Account.Caught(counts[0], counts[1])));
        List<Long> versions = new ArrayList<>(modelVersions);
        return new Account(
                verdicts.size(),
                deadLetters.size(),
                duplicates,
                new TreeMap<>(deadLettersByReason),
                warmingUp,
                anomalies,
                late,
                injectedKinds.size(),
                caughtByKind.values().stream().mapToLong(Account.Caught::scored).sum(),
                caughtByKind.values().stream().mapToLong(Account.Caught::caught).sum(),
                caughtByKind,
                versions,
                versions.isEmpty()
                        ? 0
                        : clustersByModel
                                .getOrDefault(modelVersions.last(), Set.of())
                                .size(),
                firstScoredMillis,
                latency(0.5),
                latency(0.99),
                longestSilenceMillis,
                swaps.count(),
                swaps.p99LatencyMillis(),
                swaps.steadyP99LatencyMillis(),
                promotions == 0 ? Double.NaN : continuity / promotions);
    }

    private double latency(double quantile) {
        return latencies.isEmpty() ? Double.NaN : latencies.getValueAtQuantile(quantile);
    }
}
