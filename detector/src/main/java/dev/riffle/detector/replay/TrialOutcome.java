package dev.riffle.detector.replay;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What came of a trial.
 *
 * @param champion empty where there was none to compare with
 * @param continuity share of the events that champion and challenger give the same cluster id, in [0, 1]; NaN without a
 *     champion
 * @param continuityUnmatched the same, had the challenger numbered its clusters 0, 1, ... as it found them; NaN without
 *     a champion
 * @param reasons why the challenger is not to be promoted, in sentences; empty if it is
 */
public record TrialOutcome(
        TrialFigures challenger,
        Optional<TrialFigures> champion,
        double continuity,
        double continuityUnmatched,
        List<String> reasons) {
    public TrialOutcome {
        Objects.requireNonNull(challenger, "challenger");
        Objects.requireNonNull(champion, "champion");
        reasons = List.copyOf(reasons);
    }

    /** True if the challenger may take the champion's place. */
    public boolean promotes() {
        return reasons.isEmpty();
    }

    /** All finite figures by name: the challenger's as {@code trial.x}, the champion's as {@code trial.champion.x}. */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new TreeMap<>();
        put(figures, "trial.", challenger);
        champion.ifPresent(its -> put(figures, "trial.champion.", its));
        put(figures, "trial.continuity", continuity);
        put(figures, "trial.continuityUnmatched", continuityUnmatched);
        return figures;
    }

    /** The comparison in a sentence for people. */
    public String summary() {
        String comparison = champion.map(its -> String.format(
                        Locale.ROOT,
                        "; champion: reconstruction %.4f, log likelihood %.3f, alert rate %.4f; continuity %.3f",
                        its.reconstruction(),
                        its.logLikelihood(),
                        its.alertRate(),
                        continuity))
                .orElse("; no champion to compare with");
        return String.format(
                Locale.ROOT,
                "on %d held-out events: reconstruction %.4f, log likelihood %.3f, alert rate %.4f%s",
                challenger.events(),
                challenger.reconstruction(),
                challenger.logLikelihood(),
                challenger.alertRate(),
                comparison);
    }

    private static void put(Map<String, Double> figures, String prefix, TrialFigures of) {
        put(figures, prefix + "events", of.events());
        put(figures, prefix + "reconstruction", of.reconstruction());
        put(figures, prefix + "logLikelihood", of.logLikelihood());
        put(figures, prefix + "rareShare", of.rareShare());
        put(figures, prefix + "alertRate", of.alertRate());
        put(figures, prefix + "averagePrecision", of.averagePrecision());
    }

    private static void put(Map<String, Double> figures, String name, double value) {
        if (Double.isFinite(value)) {
            figures.put(name, value);
        }
    }
}
