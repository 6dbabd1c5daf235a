package dev.riffle.console.commands;

import dev.riffle.console.backtest.BacktestProgress;
import dev.riffle.console.terminal.StatusLine;
import dev.riffle.trainer.training.Progress;
import java.util.Locale;

/** Shows the progress of trainings and of scoring, a few times a second. */
public final class ProgressLine implements BacktestProgress {
    private static final long INTERVAL_NANOS = 250_000_000L;
    /** Rows between two looks at the clock. */
    private static final int ROWS = 256;

    private final StatusLine status;
    private long last = System.nanoTime();

    public ProgressLine(StatusLine status) {
        this.status = status;
    }

    @Override
    public void training(Progress.Step step) {
        if (due()) {
            status.status(
                    step.phase() == Progress.Phase.FITTING_NETWORK
                            ? "training: epoch %,d of %,d, loss %.5f, about %,d s left"
                                    .formatted(
                                            step.epoch(),
                                            step.epochs(),
                                            step.loss(),
                                            step.remaining().toSeconds())
                            : "training: "
                                    + step.phase()
                                            .name()
                                            .toLowerCase(Locale.ROOT)
                                            .replace('_', ' '));
        }
    }

    @Override
    public void scored(long rows, long of) {
        if (rows % ROWS == 0 && due()) {
            status.status("scored %,d of %,d rows".formatted(rows, of));
        }
    }

    private boolean due() {
        long now = System.nanoTime();
        if (now - last < INTERVAL_NANOS) {
            return false;
        }
        last = now;
        return true;
    }

    /** Makes room for the result. */
    public void clear() {
        status.clear();
    }
}
