package dev.riffle.trainer.service;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets rows into the reservoir that a model may learn from; warns once of each kind of row that it may not. */
final class RowIntake {
    private static final Logger LOG = LoggerFactory.getLogger(RowIntake.class);
    private static final int MOST_WARNINGS = 100;

    private final String pipeline;
    private final int width;
    private final Reservoir reservoir;
    private final Set<String> warned = new HashSet<>();

    RowIntake(String pipelineFingerprint, int width, Reservoir reservoir) {
        this.pipeline = pipelineFingerprint;
        this.width = width;
        this.reservoir = reservoir;
    }

    void offer(FeatureRow row) {
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
