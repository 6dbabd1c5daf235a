package dev.riffle.benchmarks.quality;

import dev.riffle.detector.Detection;
import dev.riffle.detector.anomaly.ScoreCombiner;
import java.util.function.ToDoubleFunction;

/** Ways to rank events by the surprises of a detection's signals. */
enum ScoreRule {
    SCORE("the score", surprises -> surprises.combined),
    RECONSTRUCTION("reconstruction alone", surprises -> surprises.error),
    MIXTURE("mixture alone", surprises -> surprises.mixture),
    PROJECTIONS("projections alone", surprises -> surprises.projections),
    WITHOUT_RECONSTRUCTION("without reconstruction", surprises -> surprises.mixture + surprises.projections),
    WITHOUT_MIXTURE("without the mixture", surprises -> surprises.error + surprises.projections),
    WITHOUT_PROJECTIONS("without projections", surprises -> surprises.error + surprises.mixture),
    LARGEST(
            "largest instead of mean",
            surprises -> Math.max(surprises.error, Math.max(surprises.mixture, surprises.projections))),
    /** The score itself where no cell is missing. */
    WITHOUT_ALLOWANCE(
            "no allowance for missing cells", surprises -> surprises.error + surprises.mixture + surprises.projections);

    private record Surprises(double combined, double error, double mixture, double projections) {}

    private final String title;
    private final ToDoubleFunction<Surprises> rule;

    ScoreRule(String title, ToDoubleFunction<Surprises> rule) {
        this.title = title;
        this.rule = rule;
    }

    String title() {
        return title;
    }

    /** @param scores the calibrations of the model that the detection was made with */
    double of(Detection detection, ScoreCombiner scores) {
        return rule.applyAsDouble(new Surprises(
                detection.surprise(),
                detection.reconstructionSurprise(),
                scores.density().surprise(detection.sparseness()),
                scores.projection()
                        .map(calibration -> calibration.surprise(detection.rarity()))
                        .orElse(0.0)));
    }
}
