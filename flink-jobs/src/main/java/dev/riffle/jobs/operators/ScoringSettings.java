package dev.riffle.jobs.operators;

import dev.riffle.jobs.flow.PipelineText;
import java.io.Serializable;

/**
 * What a scorer has to know.
 *
 * @param pipeline the pipeline whose features are scored
 * @param eventsTopic where the events come from, for dead letters
 * @param alertBudget the alert budget of all scorers together, as
 *     {@link dev.riffle.detector.anomaly.AlertBudget#parse} reads it
 * @param budgetBy key or category field whose values have the budget each for themselves; empty: one for all
 * @param featureSampleRate share of events whose features go to the trainer, in [0, 1]
 * @param featuresPerSecond events per second, of all scorers together, from which that share shrinks, above 0
 * @param flushIntervalMillis milliseconds between two reports of what was learned, above 0
 * @param clusterPatienceMillis event time without an event after which a cluster without mass dies, above 0
 */
public record ScoringSettings(
        PipelineText pipeline,
        String eventsTopic,
        String alertBudget,
        String budgetBy,
        double featureSampleRate,
        double featuresPerSecond,
        long flushIntervalMillis,
        long clusterPatienceMillis)
        implements Serializable {}
