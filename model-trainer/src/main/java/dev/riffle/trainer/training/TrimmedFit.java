package dev.riffle.trainer.training;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Fits an autoencoder to rows of which some may be anomalies: every few epochs only the rows with the lowest
 * reconstruction errors stay, so the network does not learn what it should not (a trimmed loss; Rousseeuw 1984's least
 * trimmed squares for networks).
 */
final class TrimmedFit {
    private final TrainingConfig config;
    private final int epochs;
    private final long seed;

    /**
     * What came out.
     *
     * @param kept indices of the rows with the lowest errors under the fitted network, ascending
     * @param losses mean squared error per column of each epoch, over the rows that it learned from
     */
    record Outcome(AutoencoderNetwork network, int[] kept, double[] losses) {}

    TrimmedFit(TrainingConfig config, int epochs) {
        this.config = config;
        this.epochs = epochs;
        this.seed = config.seed();
    }

    /** Fits rows of which every value is known. */
    Outcome fit(float[][] rows, NetworkShape shape, Progress progress) {
        return fit(rows, MissingCells.NONE, shape, progress);
    }

    /**
     * Fits rows.
     *
     * @param scaled rows, with the mean where a value is missing; not changed
     * @throws TrainingInterruptedException if the thread was interrupted
     */
    Outcome fit(float[][] scaled, MissingCells missing, NetworkShape shape, Progress progress) {
        float[][] rows = missing.fillable(scaled);
        AutoencoderNetwork network = AutoencoderNetwork.create(
                shape,
                config.activation(),
                new LinearDecay(config.learningRate(), config.finalLearningRateShare(), iterations(rows.length)),
                seed);
        Random random = new Random(seed);
        int[] active = all(rows.length);
        double[] losses = new double[epochs];
        long start = System.nanoTime();
        for (int epoch = 0; epoch < epochs; epoch++) {
            if (looksAgainAt(epoch)) {
                if (!missing.isEmpty()) {
                    missing.fill(rows, network.reconstruct(rows));
                }
                if (config.trimShare() > 0) {
                    active = lowest(network.errors(rows), keptRows(rows.length));
                }
            }
            losses[epoch] = runEpoch(network, rows, active, random);
            long perEpoch = (System.nanoTime() - start) / (epoch + 1);
            progress.report(new Progress.Step(
                    Progress.Phase.FITTING_NETWORK,
                    epoch + 1,
                    epochs,
                    losses[epoch],
                    Duration.ofNanos(perEpoch * (epochs - epoch - 1))));
        }
        int[] kept = config.trimShare() == 0 ? all(rows.length) : lowest(network.errors(rows), keptRows(rows.length));
        return new Outcome(network, kept, losses);
    }

    private double runEpoch(AutoencoderNetwork network, float[][] rows, int[] active, Random random) {
        int[] order = active.clone();
        shuffle(order, random);
        int batches = batches(order.length);
        double weighted = 0;
        for (int batch = 0; batch < batches; batch++) {
            TrainingInterruptedException.throwIfInterrupted("fitting the network");
            // Batches of equal size: a last one of a few rows would move the weights as far as a full one.
            int from = (int) ((long) order.length * batch / batches);
            int to = (int) ((long) order.length * (batch + 1) / batches);
            float[][] targets = new float[to - from][];
            for (int i = from; i < to; i++) {
                targets[i - from] = rows[order[i]];
            }
            float[][] inputs = config.noise() == 0 ? targets : noisy(targets, random);
            weighted += network.fit(inputs, targets) * targets.length;
        }
        double loss = weighted / order.length;
        if (!Double.isFinite(loss)) {
            throw new TrainingFailedException("The network's loss became " + loss
                    + "; expected a finite value (a lower learningRate may help, now " + config.learningRate() + ")");
        }
        return loss;
    }

    private float[][] noisy(float[][] rows, Random random) {
        float[][] noisy = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            noisy[i] = rows[i].clone();
            for (int f = 0; f < noisy[i].length; f++) {
                noisy[i][f] += (float) (random.nextGaussian() * config.noise());
            }
        }
        return noisy;
    }

    private boolean looksAgainAt(int epoch) {
        int since = epoch - config.trimFromEpoch();
        return since >= 0 && since % Math.max(1, epochs / 15) == 0;
    }

    private int iterations(int rows) {
        int trimmed = config.trimShare() == 0 ? 0 : Math.max(0, epochs - config.trimFromEpoch());
        return (epochs - trimmed) * batches(rows) + trimmed * batches(keptRows(rows));
    }

    private int batches(int rows) {
        return Math.max(1, (rows + config.batchRows() - 1) / config.batchRows());
    }

    private int keptRows(int rows) {
        return Math.max(1, (int) Math.round(rows * (1 - config.trimShare())));
    }

    /** Indices of the {@code count} smallest values, ascending; of equal values the first ones. */
    static int[] lowest(double[] values, int count) {
        List<Integer> order = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            order.add(i);
        }
        order.sort((a, b) -> Double.compare(values[a], values[b]));
        int[] lowest = new int[count];
        for (int i = 0; i < count; i++) {
            lowest[i] = order.get(i);
        }
        Arrays.sort(lowest);
        return lowest;
    }

    private static int[] all(int rows) {
        int[] all = new int[rows];
        Arrays.setAll(all, i -> i);
        return all;
    }

    private static void shuffle(int[] order, Random random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }
}
