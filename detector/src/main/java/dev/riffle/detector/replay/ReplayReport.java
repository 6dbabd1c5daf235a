package dev.riffle.detector.replay;

import dev.riffle.detector.Trigger;
import java.util.Map;
import java.util.Optional;

/**
 * What a replay came to.
 *
 * @param events events judged
 * @param anomalies events with verdict ANOMALY
 * @param rates how evenly alerts came
 * @param figures figures against labels; empty where no event had one
 */
public record ReplayReport(long events, long anomalies, AlertRates rates, Optional<LabelFigures> figures) {
    /** Share of events with verdict ANOMALY, in [0, 1]; 0 without events. */
    public double alertRate() {
        return events == 0 ? 0 : (double) anomalies / events;
    }

    /**
     * Figures over the events with a label. The first two rank by surprise, whatever the budget; the last two look at
     * verdicts.
     *
     * @param labelled events with a label
     * @param positives events labelled as anomalies
     * @param auroc area under the ROC curve; {@code NaN} unless both labels occur
     * @param averagePrecision {@code NaN} without anomalies
     * @param precision share of alerts that were anomalies; {@code NaN} without alerts
     * @param recall share of anomalies that were alerted; {@code NaN} without anomalies
     * @param aurocByTrigger area under the ROC curve where one trigger's surprise alone ranks, for every trigger
     */
    public record LabelFigures(
            long labelled,
            long positives,
            double auroc,
            double averagePrecision,
            double precision,
            double recall,
            Map<Trigger, Double> aurocByTrigger) {
        public LabelFigures {
            aurocByTrigger = Map.copyOf(aurocByTrigger);
        }
    }
}
