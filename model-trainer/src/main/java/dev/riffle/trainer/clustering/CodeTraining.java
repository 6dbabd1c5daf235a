package dev.riffle.trainer.clustering;

import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingFailedException;
import java.util.Random;

/** Epochs of shuffled batches. */
final class CodeTraining {
    private CodeTraining() {}

    /** Learns from one batch. */
    @FunctionalInterface
    interface Batch {
        /**
         * One step.
         *
         * @param values {@code [row][column]} in one array
         * @return mean loss per row before the step
         */
        double learn(float[] values, int rows);
    }

    /** @throws TrainingFailedException if a loss is not finite */
    static void run(float[][] rows, int epochs, int batchRows, Random random, Progress progress, Batch batch) {
        EpochReports reports = new EpochReports(progress, epochs);
        int columns = rows[0].length;
        for (int epoch = 1; epoch <= epochs; epoch++) {
            int[] order = RowOrder.shuffled(rows.length, random);
            double loss = 0;
            for (int from = 0; from < rows.length; from += batchRows) {
                reports.batch();
                int count = Math.min(batchRows, rows.length - from);
                float[] values = new float[count * columns];
                for (int i = 0; i < count; i++) {
                    System.arraycopy(rows[order[from + i]], 0, values, i * columns, columns);
                }
                loss += batch.learn(values, count) * count / rows.length;
            }
            if (!Double.isFinite(loss)) {
                throw new TrainingFailedException("Loss is " + loss + " in epoch " + epoch
                        + "; expected a finite number (are the columns of very different scales?)");
            }
            reports.finished(epoch, loss / columns);
        }
    }
}
