package dev.riffle.trainer.service;

import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.trainer.training.TrainingRows;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects the rows that a model may learn from in a reservoir; warns once of each kind of row that it may not. */
public final class RowCollector {
    private static final Logger LOG = LoggerFactory.getLogger(RowCollector.class);
    private static final int MOST_WARNINGS = 100;

    private final String pipeline;
    private final int width;
    private final Reservoir reservoir;
    private final Set<String> warned = new HashSet<>();

    public RowCollector(Pipeline pipeline, RetrainingPolicy policy) {
        this.pipeline = pipeline.fingerprint();
        width = pipeline.columns().size();
        reservoir = new Reservoir(width, policy.reservoirRows(), policy.seed());
    }

    /** Takes the row in unless it is flagged or does not fit the pipeline. */
    public void offer(FeatureRow row) {
        if (!row.pipeline().equals(pipeline)) {
            warnOnce("Rows of pipeline " + row.pipeline() + " are left out; expected those of " + pipeline);
        } else if (row.values().length != width) {
            warnOnce("Rows of " + row.values().length + " columns are left out; expected " + width);
        } else if (hasInfinite(row.values())) {
            warnOnce("Rows with infinite values are left out; expected finite values or NaN");
        } else if (!row.flagged()) {
            reservoir.add(row);
        }
    }

    /** Number of rows collected. */
    public int size() {
        return reservoir.size();
    }

    /** The rows collected, oldest first. */
    public TrainingRows rows() {
        return reservoir.snapshot();
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
