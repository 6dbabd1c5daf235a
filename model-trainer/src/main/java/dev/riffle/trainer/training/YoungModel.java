package dev.riffle.trainer.training;

import dev.riffle.detector.pipeline.Pipeline;

/**
 * When a model of few rows has been outgrown. Such a model is the best that there was, not one to keep: whenever there
 * are twice as many rows as it was made of, a training makes a better one, until a model is made of enough.
 *
 * <p>Not so in a series: its first rows are of one stretch of time and so are the next ones, a failure as likely as not,
 * which a shuffled stream's are not.
 */
public final class YoungModel {
    /** Rows that make a model which lasts until its period is over, as many as the trainer service waits for. */
    public static final int ENOUGH_ROWS = 5_000;

    private static final int GROWTH = 2;

    private YoungModel() {}

    /**
     * True if the model is to be replaced before its time.
     *
     * @param modelRows rows that there were when it was trained
     * @param rows that there are now
     */
    public static boolean isOutgrown(Pipeline pipeline, long modelRows, long rows) {
        return !pipeline.isSeries() && modelRows < ENOUGH_ROWS && rows >= GROWTH * modelRows;
    }
}
