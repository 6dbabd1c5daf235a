package dev.riffle.trainer.service;

import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.replay.Row;
import dev.riffle.detector.replay.Row.Label;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Analysts' findings and the rows that they are about, which may come in either order. Flagged rows wait for a finding,
 * the newest of them; findings are kept, the newest of them.
 */
final class FindingsByEvent {
    private static final int MOST_FINDINGS = 10_000;
    private static final int MOST_WAITING = 10_000;

    private final Map<String, Finding> findings = new Newest<>(MOST_FINDINGS);
    private final Map<String, FeatureRow> flagged = new Newest<>(MOST_WAITING);

    /** Remembers a flagged row until its finding comes. */
    void flagged(FeatureRow row) {
        flagged.put(row.eventId(), row);
    }

    /** Takes a finding in; the row that it is about, if it was flagged and is still known. */
    Optional<FeatureRow> found(Finding finding) {
        findings.put(finding.eventId(), finding);
        return Optional.ofNullable(flagged.get(finding.eventId()));
    }

    /** True if an analyst said of the event that its alert was false. */
    boolean isFalseAlert(String eventId) {
        Finding finding = findings.get(eventId);
        return finding != null && !finding.anomaly();
    }

    Label label(String eventId) {
        Finding finding = findings.get(eventId);
        return finding == null ? Label.UNKNOWN : finding.anomaly() ? Label.ANOMALY : Label.NORMAL;
    }

    /** The flagged rows that have a finding. */
    List<Row> labelled() {
        List<Row> labelled = new ArrayList<>();
        for (FeatureRow row : flagged.values()) {
            Label label = label(row.eventId());
            if (label != Label.UNKNOWN) {
                labelled.add(new Row(new FeatureVector(row.values()), row.eventTime(), label));
            }
        }
        return labelled;
    }

    /** Forgets the oldest entries beyond its bound. */
    private static final class Newest<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1L;

        private final int most;

        Newest(int most) {
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > most;
        }
    }
}
