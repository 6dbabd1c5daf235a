package dev.riffle.trainer.service;

import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.InvalidBundleException;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.Provenance;
import dev.riffle.detector.replay.ChampionTrial;
import dev.riffle.detector.replay.Row;
import dev.riffle.detector.replay.TrialOutcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last look at a model before the world sees it: its bytes are read back as the job will read them, and what comes out
 * stands its trial against the champion.
 */
public final class ReleaseGate {
    private final ChampionTrial trial;

    /** @param budget the job's alert budget */
    public ReleaseGate(AlertBudget budget) {
        trial = new ChampionTrial(budget);
    }

    /**
     * A model that was let through.
     *
     * @param bundle the model, with the trial's figures among its holdout figures
     * @param encoded its bytes
     * @param outcome of its trial
     */
    public record Admitted(ModelBundle bundle, byte[] encoded, TrialOutcome outcome) {}

    /**
     * Lets a challenger through or not.
     *
     * @param champion the model in use, if any
     * @param events held-out events that the challenger was not trained on
     * @param verdicts events that analysts gave a verdict on
     * @throws ChallengerRefusedException with the reasons if it must not be published
     */
    public Admitted admit(
            ModelBundle challenger, Optional<ModelBundle> champion, List<Row> events, List<Row> verdicts) {
        TrialOutcome outcome = trial.hold(champion, asTheJobReads(challenger), events, verdicts);
        if (!outcome.promotes()) {
            throw new ChallengerRefusedException(outcome);
        }
        ModelBundle judged = challenger.withProvenance(withFigures(challenger.provenance(), outcome));
        return new Admitted(judged, BundleFormat.encode(judged), outcome);
    }

    private static ModelBundle asTheJobReads(ModelBundle challenger) {
        try {
            return BundleFormat.decode(BundleFormat.encode(challenger));
        } catch (InvalidBundleException e) {
            throw new ChallengerRefusedException("its own bytes cannot be read back: " + e.getMessage(), e);
        }
    }

    private static Provenance withFigures(Provenance provenance, TrialOutcome outcome) {
        Map<String, Double> figures = new HashMap<>(provenance.holdoutFigures());
        figures.putAll(outcome.figures());
        return provenance.withHoldoutFigures(figures);
    }
}
