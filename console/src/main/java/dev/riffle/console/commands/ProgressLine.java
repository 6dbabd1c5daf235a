package dev.riffle.console.commands;

import dev.riffle.console.backtest.BacktestProgress;
import dev.riffle.trainer.training.Progress;
import java.io.PrintWriter;

/** Shows progress as one line on standard error that is written over, a few times a second. */
final class ProgressLine implements BacktestProgress, AutoCloseable {
    private static final long INTERVAL_NANOS = 250_000_000L;
    private static final int WIDTH = 78;
    /** Rows between two looks at the clock. */
    private static final int ROWS = 256;

    private final PrintWriter err;
    private long last = System.nanoTime();
    private boolean shown;

    ProgressLine(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void training(Progress.Step step) {
        if (!due()) {
            return;
        }
        if (step.phase() == Progress.Phase.FITTING_NETWORK && !Double.isNaN(step.loss())) {
            show("training: epoch %,d of %,d, loss %.5f, about %,d s left"
                    .formatted(
                            step.epoch(),
                            step.epochs(),
                            step.loss(),
                            step.remaining().toSeconds()));
        } else {
            show("training: "
                    + step.phase().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
        }
    }

    @Override
    public void scored(long rows, long of) {
        if (rows % ROWS == 0 && due()) {
            show("scored %,d of %,d rows".formatted(rows, of));
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

    private void show(String text) {
        err.printf("\r%-" + WIDTH + "s", text);
        err.flush();
        shown = true;
    }

    /** Wipes the line, so that what follows starts on an empty one. */
    void clear() {
        if (shown) {
            err.printf("\r%" + WIDTH + "s\r", "");
            err.flush();
            shown = false;
        }
    }

    @Override
    public void close() {
        clear();
    }
}
