package dev.riffle.trainer.clustering.deep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One autoencoder per cluster, each trained on its own rows: where the joint training of k-DAE and of DAMIC begins. One
 * autoencoder learns all rows, k-means divides its codes, and copies of it learn one part each, by binary cross-entropy.
 *
 * @param assignment the part of every row
 * @param minibatches of each autoencoder, so that none's order of rows depends on another's
 */
record ClusterAutoencoders(List<Autoencoder> autoencoders, List<Minibatches> minibatches, int[] assignment) {
    /** With fewer rows, their statistics would replace the rows in batch normalisation. */
    static final int FEWEST_ROWS = 2;

    /** @param epochs of the common autoencoder, and again of the parts */
    static ClusterAutoencoders learn(
            float[][] rows,
            int clusters,
            AutoencoderLayout layout,
            int epochs,
            Minibatches minibatches,
            Random seeds,
            NetworkThreads threads,
            EpochProgress progress) {
        Autoencoder common = Autoencoder.create(layout, seeds.nextLong());
        Reconstruction reconstruction = new Reconstruction(rows, ReconstructionLoss.CROSS_ENTROPY);
        reconstruction.train(common, minibatches, epochs, progress);
        int[] assignment =
                CodeClusters.of(common.encode(rows), clusters, seeds.nextLong()).assignment();
        List<Autoencoder> autoencoders = new ArrayList<>();
        List<Minibatches> each = new ArrayList<>();
        for (int i = 0; i < clusters; i++) {
            autoencoders.add(common.copy(layout.updater()));
            each.add(minibatches.reseeded(seeds.nextLong()));
        }
        // As many steps for each: an autoencoder that has learned more would win rows that are not like its own.
        int steps = minibatches.count(Math.max(1, rows.length / clusters));
        for (int epoch = 0; epoch < epochs; epoch++) {
            List<Double> losses = threads.forEach(
                    clusters, i -> learnPart(reconstruction, autoencoders.get(i), assignment, i, each.get(i), steps));
            progress.finished(
                    losses.stream().mapToDouble(loss -> loss).average().orElseThrow());
        }
        return new ClusterAutoencoders(autoencoders, each, assignment);
    }

    private static double learnPart(
            Reconstruction reconstruction,
            Autoencoder autoencoder,
            int[] assignment,
            int cluster,
            Minibatches minibatches,
            int steps) {
        double[] equal = new double[assignment.length];
        Arrays.fill(equal, 1);
        int[] members = members(assignment, cluster);
        if (members.length < FEWEST_ROWS) {
            return 0;
        }
        double loss = 0;
        int taken = 0;
        while (taken < steps) {
            for (int[] batch : minibatches.epoch(members)) {
                if (taken < steps) {
                    loss += reconstruction.step(autoencoder, batch, equal);
                    taken++;
                }
            }
        }
        return loss / steps;
    }

    /** The rows of a cluster, ascending. */
    static int[] members(int[] assignment, int cluster) {
        int[] members = new int[assignment.length];
        int count = 0;
        for (int i = 0; i < assignment.length; i++) {
            if (assignment[i] == cluster) {
                members[count++] = i;
            }
        }
        return Arrays.copyOf(members, count);
    }
}
