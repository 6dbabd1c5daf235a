package dev.riffle.detector.replay;

/**
 * How a model did on events that it was not trained on. What depends on a model's own scales is brought to the events'
 * units, so that figures of two models can be compared.
 *
 * @param events events replayed
 * @param reconstruction mean squared residual per column in units of the column's variance over the events, without the
 *     {@link ChampionTrial#TRIMMED} of the events that are hardest to reproduce; at least 0, less is better
 * @param logLikelihood mean natural logarithm of the input's density per column, of the density mixture's first half,
 *     trimmed likewise; more is better
 * @param rareShare share of the events to which the model gives a tail probability of at most
 *     {@link ChampionTrial#RARE}, in [0, 1]; that probability where the model fits
 * @param alertRate share of the events with verdict ANOMALY under the alert budget, in [0, 1]
 * @param averagePrecision of the ranking of events with an analyst's verdict, in [0, 1]; NaN where there are too few
 */
public record TrialFigures(
        long events,
        double reconstruction,
        double logLikelihood,
        double rareShare,
        double alertRate,
        double averagePrecision) {}
