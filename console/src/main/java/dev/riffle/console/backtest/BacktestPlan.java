package dev.riffle.console.backtest;

import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.trainer.training.TrainingConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What to backtest and how.
 *
 * @param files read one after the other; warm-up and rows to score, or all of them warm-up where there is a test
 * @param test rows to score; empty takes them from {@code files}, after the warm-up
 * @param warmUp not used where there is a test
 * @param limit rows kept at most, at least 1; with a test, rows of the test
 * @param budgetBy key or category field whose values have the budget each for themselves
 * @param retrainEvery scored rows from one training to the next; empty trains again while the model is young
 * @param scores where to write every row's score
 * @param injected column that names the feature that an anomaly was injected into, empty in all other rows
 * @param verdictsDelay after how much event time the labels of anomalies come back as analysts' verdicts; empty: never
 * @param training its seed is the backtest's
 */
public record BacktestPlan(
        List<Path> files,
        Optional<Path> test,
        PipelineChoice pipeline,
        RowOrder order,
        WarmUp warmUp,
        long limit,
        AlertBudget budget,
        Optional<String> budgetBy,
        OptionalInt retrainEvery,
        Optional<Path> scores,
        Optional<String> injected,
        Optional<Duration> verdictsDelay,
        TrainingConfig training) {
    public BacktestPlan {
        files = List.copyOf(files);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no file to backtest on; at least one was expected");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("limit is %,d; at least 1 was expected".formatted(limit));
        }
        if (retrainEvery.isPresent() && retrainEvery.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "retrain every %,d rows; at least 1 was expected".formatted(retrainEvery.getAsInt()));
        }
        if (verdictsDelay.isPresent() && pipeline.label().isEmpty()) {
            throw new IllegalArgumentException(
                    "verdicts come back without a label column; one was expected, since they are made of labels");
        }
        if (test.isPresent() && order == RowOrder.SHUFFLE) {
            throw new IllegalArgumentException(
                    "order is 'shuffle' with a test file; 'file' was expected, since train and test" + " stay apart");
        }
    }
}
