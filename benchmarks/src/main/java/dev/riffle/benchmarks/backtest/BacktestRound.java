package dev.riffle.benchmarks.backtest;

import dev.riffle.console.backtest.BacktestReport;

/**
 * One backtest.
 *
 * @param wallSeconds from its start to its report, training included
 * @param cpuSeconds the same of the whole process: compiler and garbage collector too
 */
record BacktestRound(BacktestReport report, double wallSeconds, double cpuSeconds) {
    /** Everything but training: reading twice, features, score, learning, figures. */
    double wallSecondsWithoutTraining() {
        return wallSeconds - report.secondsTraining();
    }

    @Override
    public String toString() {
        return "%.1f s, %.1f s without training, %.1f s of processor time; AUROC %.6f"
                .formatted(
                        wallSeconds,
                        wallSecondsWithoutTraining(),
                        cpuSeconds,
                        report.figures().orElseThrow().auroc());
    }
}
