package dev.riffle.benchmarks.alerts;

import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.replay.PrequentialEvaluation;
import dev.riffle.detector.replay.ReplayReport;
import java.util.Optional;

/**
 * What a budget came to over the second half of a stream.
 *
 * @param alerts that were raised
 * @param due that the budget allowed
 */
record BudgetRun(long alerts, double due) {
    double ratio() {
        return alerts / due;
    }

    /**
     * Replays a stream.
     *
     * @param budget a share of the events
     * @param next a model to swap in at three quarters of the stream, in the middle of what is counted; empty for none
     */
    static BudgetRun of(RecordedStream stream, ModelBundle model, double budget, Optional<ModelBundle> next) {
        long swapAt = stream.rows().size() * 3L / 4;
        ReplayReport report = new PrequentialEvaluation()
                .run(
                        new StreamingDetector(model, new AlertBudget.ShareOfEvents(budget)),
                        stream.rows().iterator(),
                        (index, row, judgement, detector) -> {},
                        (index, row, judgement) -> index == swapAt ? next : Optional.empty());
        long counted = report.events() - report.events() / 2;
        return new BudgetRun(Math.round(report.rates().secondHalf() * counted), budget * counted);
    }
}
