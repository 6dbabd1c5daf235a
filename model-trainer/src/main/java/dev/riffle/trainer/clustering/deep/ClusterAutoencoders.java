package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.clustering.ClusterModel;
import dev.riffle.trainer.network.Autoencoder;
import dev.riffle.trainer.network.AutoencoderLayout;
import dev.riffle.trainer.network.Checkpointed;
import dev.riffle.trainer.network.EpochLoop;
import dev.riffle.trainer.network.KeptAssignment;
import dev.riffle.trainer.network.Minibatches;
import dev.riffle.trainer.network.NetworkThreads;
import dev.riffle.trainer.network.Optimiser;
import dev.riffle.trainer.network.Patience;
import dev.riffle.trainer.network.ReconstructionLoss;
import dev.riffle.trainer.network.ReconstructionTraining;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One autoencoder per cluster, each trained on its own rows: where the joint training of k-DAE and of DAMIC begins. One
 * autoencoder learns all rows, k-means divides its standardised codes, and new ones learn one part each, by binary cross-entropy
 * where rows lie in [0, 1] and squared error elsewhere.
 *
 * @param autoencoders by cluster
 * @param minibatches of each autoencoder, so that none's order of rows depends on another's
 * @param assignment the part of every row
 */
record ClusterAutoencoders(List<Autoencoder> autoencoders, List<Minibatches> minibatches, KeptAssignment assignment) {
    /** With fewer rows, their statistics would replace the rows in batch normalisation. */
    static final int FEWEST_ROWS = 2;

    private static final int PATIENCE = 5;
    private static final double IMPROVEMENT = 2e-3;

    /**
     * Learns in two phases.
     *
     * @param layout of the common autoencoder; those of the parts are not batch-normalised
     * @param epochs of the common autoencoder at most, and again of the parts
     */
    static ClusterAutoencoders learn(
            float[][] rows,
            int clusters,
            AutoencoderLayout layout,
            Optimiser optimiser,
            int epochs,
            Minibatches minibatches,
            Random seeds,
            NetworkThreads threads,
            EpochLoop loop) {
        Autoencoder common = Autoencoder.create(layout, optimiser, seeds.nextLong());
        ReconstructionTraining reconstruction = new ReconstructionTraining(rows, ReconstructionLoss.fitting(rows));
        Patience commons = new Patience(PATIENCE, IMPROVEMENT);
        loop.phaseUntil(epochs, List.of(common, commons), epoch -> {
            double loss = reconstruction.epoch(common, minibatches, epoch);
            return new EpochLoop.Outcome(loss, commons.exhausted(loss));
        });

        long clusterSeed = seeds.nextLong();
        KeptAssignment assignment = new KeptAssignment(rows.length);
        AutoencoderLayout parted = layout.withoutNormalisation();
        List<Autoencoder> autoencoders = new ArrayList<>();
        List<Minibatches> each = new ArrayList<>();
        for (int i = 0; i < clusters; i++) {
            autoencoders.add(Autoencoder.create(parted, optimiser, seeds.nextLong()));
            each.add(minibatches.reseeded(seeds.nextLong()));
        }
        ClusterAutoencoders parts = new ClusterAutoencoders(autoencoders, each, assignment);
        loop.once(
                parts.state(),
                () -> assignment.set(CodeClusters.of(common.encode(rows), clusters, clusterSeed)
                        .assignment()));
        // As many steps for each: an autoencoder that has learned more would win rows that are not like its own.
        int steps = minibatches.count(Math.max(1, rows.length / clusters));
        Patience partly = new Patience(PATIENCE, IMPROVEMENT);
        loop.phaseUntil(epochs, parts.with(partly), epoch -> {
            double loss = threads.forEach(clusters, i -> parts.learnPart(reconstruction, i, epoch, steps)).stream()
                    .mapToDouble(part -> part)
                    .average()
                    .orElseThrow();
            return new EpochLoop.Outcome(loss, partly.exhausted(loss));
        });
        return parts;
    }

    /** All that a checkpoint has to hold of them. */
    List<Checkpointed> state() {
        return with();
    }

    /** The same with more. */
    List<Checkpointed> with(Checkpointed... more) {
        List<Checkpointed> state = new ArrayList<>(autoencoders);
        state.add(assignment);
        state.addAll(Arrays.asList(more));
        return state;
    }

    /** The autoencoders as a model for new rows. */
    ClusterModel.Mixture model() {
        return new ClusterModel.Mixture(
                autoencoders.stream().map(each -> each.encoder().export()).toList(),
                autoencoders.stream().map(each -> each.decoder().export()).toList());
    }

    /** Squared error of every row, by autoencoder. */
    List<double[]> errors(float[][] rows, NetworkThreads threads) {
        return threads.forEach(autoencoders.size(), i -> autoencoders.get(i).errors(rows));
    }

    private double learnPart(ReconstructionTraining reconstruction, int cluster, int epoch, int steps) {
        int[] members = members(assignment.clusters(), cluster);
        if (members.length < FEWEST_ROWS) {
            return 0;
        }
        double[] equal = reconstruction.equalWeights();
        double loss = 0;
        int taken = 0;
        for (int round = 0; taken < steps; round++) {
            // Rounds are numbered on over the epochs, so that each has an order of its own.
            for (int[] batch : minibatches.get(cluster).epoch(members, epoch * steps + round)) {
                if (taken < steps) {
                    loss += reconstruction.step(autoencoders.get(cluster), batch, equal);
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
