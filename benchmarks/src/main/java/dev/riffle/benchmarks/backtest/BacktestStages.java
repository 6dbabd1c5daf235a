package dev.riffle.benchmarks.backtest;

import dev.riffle.benchmarks.profile.Stages;
import java.util.Optional;

/** The stages of a backtest. */
final class BacktestStages {
    static final String TRAINING = "training";
    static final String PARSE = "read and parse";
    static final String HISTORY = "features and history";
    static final String SCORE = "score";
    static final String LEARN = "learn";
    static final String FIGURES = "figures against the labels";
    static final String REST = "the rest";

    private BacktestStages() {}

    static Stages stages() {
        return new Stages(REST, thread -> Optional.empty())
                .whole(TRAINING, "dev.riffle.trainer.")
                .stage(
                        PARSE,
                        "dev.riffle.console.tables.",
                        "dev.riffle.console.backtest.ConcatenatedTables.",
                        "dev.riffle.console.backtest.EventDecoder.",
                        "dev.riffle.detector.pipeline.EventBuilder.")
                .stage(
                        HISTORY,
                        "dev.riffle.detector.pipeline.FeatureExtractor.",
                        "dev.riffle.console.backtest.VerdictFeedback.")
                .stage(
                        LEARN,
                        "dev.riffle.detector.StreamingDetector.learn",
                        "dev.riffle.detector.StreamingDetector.drain",
                        "dev.riffle.detector.StreamingDetector.adopt",
                        "dev.riffle.detector.replay.PrequentialEvaluation.merge")
                .stage(SCORE, "dev.riffle.detector.StreamingDetector.judge")
                .stage(FIGURES, "dev.riffle.detector.replay.LabelledScores.", "dev.riffle.detector.replay.AlertRates.");
    }
}
