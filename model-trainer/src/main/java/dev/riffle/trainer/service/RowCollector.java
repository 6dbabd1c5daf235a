package dev.riffle.trainer.service;

import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.replay.Row;
import dev.riffle.trainer.training.TrainingRows;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects rows: those that a model may learn from in a reservoir, one in ten apart, for judging models. Flagged rows are
 * not learned from unless an analyst says that the alert was false. Warns once of each kind of row that it leaves out.
 */
public final class RowCollector {
    private static final Logger LOG = LoggerFactory.getLogger(RowCollector.class);
    private static final int MOST_WARNINGS = 100;

    private final String pipeline;
    private final int width;
    private final Reservoir reservoir;
    private final HeldOutRows heldOut;
    private final FindingsByEvent findings = new FindingsByEvent();
    private final Set<String> warned = new HashSet<>();

    public RowCollector(Pipeline pipeline, RetrainingPolicy policy) {
        this.pipeline = pipeline.fingerprint();
        width = pipeline.columns().size();
        reservoir = new Reservoir(width, policy.reservoirRows(), policy.seed());
        heldOut = new HeldOutRows(Math.max(1, policy.reservoirRows() / 4));
    }

    /** Takes the row in unless it does not fit the pipeline. */
    public void offer(FeatureRow row) {
        if (!row.pipeline().equals(pipeline)) {
            warnOnce("Rows of pipeline " + row.pipeline() + " are left out; expected those of " + pipeline);
        } else if (row.values().length != width) {
            warnOnce("Rows of " + row.values().length + " columns are left out; expected " + width);
        } else if (hasInfinite(row.values())) {
            warnOnce("Rows with infinite values are left out; expected finite values or NaN");
        } else {
            collect(row);
        }
    }

    private void collect(FeatureRow row) {
        if (row.flagged()) {
            findings.flagged(row);
        }
        if (HeldOutRows.holdsOut(row.eventId())) {
            heldOut.add(row);
        } else if (!row.flagged()) {
            reservoir.add(row);
        } else if (findings.isFalseAlert(row.eventId())) {
            reservoir.add(confirmedNormal(row));
        }
    }

    /** Takes in what an analyst found out: a row whose alert was false may be learned from after all. */
    public void found(Finding finding) {
        boolean known = findings.isFalseAlert(finding.eventId());
        findings.found(finding)
                .filter(row -> !finding.anomaly() && !known && !HeldOutRows.holdsOut(row.eventId()))
                .ifPresent(row -> reservoir.add(confirmedNormal(row)));
    }

    /** Number of rows collected to learn from. */
    public int size() {
        return reservoir.size();
    }

    /** Number of rows collected to learn from, of that event time or later. */
    public int sizeSince(long eventTime) {
        return reservoir.sizeSince(eventTime);
    }

    /** The rows collected to learn from, oldest first. */
    public TrainingRows rows() {
        return reservoir.snapshot();
    }

    /** The newest rows that were held out, oldest first, with what analysts said of them. */
    public List<Row> heldOut() {
        return heldOut.snapshot(findings);
    }

    /** Flagged rows that analysts gave a verdict on. */
    public List<Row> verdicts() {
        return findings.labelled();
    }

    private static FeatureRow confirmedNormal(FeatureRow row) {
        return new FeatureRow(row.eventId(), row.pipeline(), row.eventTime(), false, row.values());
    }

    private void warnOnce(String message) {
        if (warned.size() < MOST_WARNINGS && warned.add(message)) {
            LOG.warn(message);
        }
    }

    private static boolean hasInfinite(double[] values) {
        for (double value : values) {
            if (Double.isInfinite(value)) {
                return true;
            }
        }
        return false;
    }
}
