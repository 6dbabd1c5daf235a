package dev.riffle.trainer.clustering;

import dev.riffle.trainer.training.Progress;
import java.util.List;
import java.util.Random;

/**
 * k-means as stochastic gradient descent on its own loss (Bottou and Bengio 1995), the steps by Adam (Kingma and Ba
 * 2015, algorithm 1) in batches of 100 as in Samplawski's autoencoded k-means.
 *
 * @param learningRate Adam's, above 0
 * @param batch rows per step, at least 1
 */
public record GradientKMeans(double learningRate, int batch) implements ClusteringAlgorithm {
    private static final double LEARNING_RATE = 1e-3;
    private static final int BATCH = 100;
    private static final int EPOCHS = 20;

    private static final double FIRST_DECAY = 0.9;
    private static final double SECOND_DECAY = 0.999;
    private static final double EPSILON = 1e-8;

    public GradientKMeans {
        if (!(learningRate > 0) || Double.isInfinite(learningRate) || batch < 1) {
            throw new IllegalArgumentException("learning rate is " + learningRate + " and batch " + batch
                    + "; a finite rate above 0 and a batch of at least 1 were expected");
        }
    }

    /** With Adam's default rate of 0.001. */
    public GradientKMeans() {
        this(LEARNING_RATE, BATCH);
    }

    @Override
    public FittedClustering fit(float[][] rows, ClusteringSettings settings, Progress progress) {
        settings.requireUsable(rows);
        int epochs = settings.epochs().orElse(EPOCHS);
        EpochReports reports = new EpochReports(progress, epochs);
        float[][] centres = Seeds.of(rows, settings.clusters(), settings.seed());
        Adam adam = new Adam(centres, learningRate);
        Random random = new Random(settings.seed());
        for (int epoch = 1; epoch <= epochs; epoch++) {
            int[] order = RowOrder.shuffled(rows.length, random);
            double loss = 0;
            for (int from = 0; from < rows.length; from += batch) {
                reports.batch();
                int to = Math.min(rows.length, from + batch);
                KMeansLoss step = KMeansLoss.of(rows, order, from, to, centres);
                adam.step(step.gradient());
                loss += step.value() * (to - from) / rows.length;
            }
            // Half the squared distance, against the squared error per column that is reported.
            reports.finished(epoch, 2 * loss / rows[0].length);
        }
        return new FittedClustering(
                new NearestCentre(centres).ofAll(rows), new ClusterModel.Centroids(List.of(), centres));
    }

    /** Adam over a matrix. */
    private static final class Adam {
        private final float[][] values;
        private final double learningRate;
        private final double[][] first;
        private final double[][] second;
        private int steps;

        Adam(float[][] values, double learningRate) {
            this.values = values;
            this.learningRate = learningRate;
            this.first = new double[values.length][values[0].length];
            this.second = new double[values.length][values[0].length];
        }

        void step(double[][] gradient) {
            steps++;
            double rate =
                    learningRate * Math.sqrt(1 - Math.pow(SECOND_DECAY, steps)) / (1 - Math.pow(FIRST_DECAY, steps));
            for (int j = 0; j < values.length; j++) {
                for (int f = 0; f < values[j].length; f++) {
                    double g = gradient[j][f];
                    first[j][f] = FIRST_DECAY * first[j][f] + (1 - FIRST_DECAY) * g;
                    second[j][f] = SECOND_DECAY * second[j][f] + (1 - SECOND_DECAY) * g * g;
                    values[j][f] -= (float) (rate * first[j][f] / (Math.sqrt(second[j][f]) + EPSILON));
                }
            }
        }
    }
}
