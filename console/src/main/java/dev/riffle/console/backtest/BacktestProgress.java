package dev.riffle.console.backtest;

import dev.riffle.trainer.training.Progress;

/** Hears how a backtest is getting on, on its own thread. */
public interface BacktestProgress {
    /** Listens to nothing. */
    BacktestProgress NONE = new BacktestProgress() {
        @Override
        public void training(Progress.Step step) {}

        @Override
        public void scored(long rows, long of) {}
    };

    /** A training has made a step. */
    void training(Progress.Step step);

    /**
     * Another row has been scored.
     *
     * @param rows rows scored so far
     * @param of rows to score
     */
    void scored(long rows, long of);
}
