package dev.riffle.trainer.clustering;

import dev.riffle.trainer.training.Progress;
import java.util.List;
import java.util.Random;

/**
 * Mini-batch k-means (Sculley 2010, algorithm 1): a batch is assigned to the centres as they stand, then every row
 * moves its centre by a learning rate of one over the rows that the centre has seen.
 *
 * @param batch rows per step, at least 1
 */
public record MiniBatchKMeans(int batch) implements ClusteringAlgorithm {
    private static final int BATCH = 1_024;
    private static final int EPOCHS = 20;

    public MiniBatchKMeans {
        if (batch < 1) {
            throw new IllegalArgumentException("batch is " + batch + "; at least 1 was expected");
        }
    }

    /** With batches of 1,024 rows. */
    public MiniBatchKMeans() {
        this(BATCH);
    }

    @Override
    public FittedClustering fit(float[][] rows, ClusteringSettings settings, Progress progress) {
        settings.requireUsable(rows);
        int epochs = settings.epochs().orElse(EPOCHS);
        EpochReports reports = new EpochReports(progress, epochs);
        float[][] centres = Seeds.of(rows, settings.clusters(), settings.seed());
        long[] seen = new long[centres.length];
        Random random = new Random(settings.seed());
        for (int epoch = 1; epoch <= epochs; epoch++) {
            int[] order = RowOrder.shuffled(rows.length, random);
            double squared = 0;
            for (int from = 0; from < rows.length; from += batch) {
                reports.batch();
                squared += step(rows, order, from, Math.min(rows.length, from + batch), centres, seen);
            }
            reports.finished(epoch, squared / rows.length / rows[0].length);
        }
        return new FittedClustering(
                new NearestCentre(centres).ofAll(rows), new ClusterModel.Centroids(List.of(), centres));
    }

    /** Moves the centres; the sum of squared distances before each row's move. */
    private static double step(float[][] rows, int[] order, int from, int to, float[][] centres, long[] seen) {
        NearestCentre nearest = new NearestCentre(centres);
        int[] clusters = new int[to - from];
        for (int i = from; i < to; i++) {
            clusters[i - from] = nearest.of(rows[order[i]]);
        }
        double squared = 0;
        for (int i = from; i < to; i++) {
            float[] row = rows[order[i]];
            float[] centre = centres[clusters[i - from]];
            float rate = 1f / ++seen[clusters[i - from]];
            for (int f = 0; f < row.length; f++) {
                float difference = row[f] - centre[f];
                squared += difference * difference;
                centre[f] += rate * difference;
            }
        }
        return squared;
    }
}
