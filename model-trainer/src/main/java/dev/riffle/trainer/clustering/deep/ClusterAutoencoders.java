package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.clustering.ClusterModel;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.network.Autoencoder;
import dev.riffle.trainer.network.AutoencoderLayout;
import dev.riffle.trainer.network.Checkpointed;
import dev.riffle.trainer.network.EpochLoop;
import dev.riffle.trainer.network.KeptAssignment;
import dev.riffle.trainer.network.Minibatches;
import dev.riffle.trainer.network.NetworkThreads;
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

    /**
     * Steps that an autoencoder learns its part for, at most. Longer, and it reconstructs rows of other parts nearly as
     * well as its own, so that the winner says less (USPS, seed 1, ACC after 20 joint epochs: 40 steps .764, 80 .774,
     * 200 .775; NMI .796, .791, .775).
     */
    private static final int PART_STEPS = 80;

    /**
     * Learns in two phases.
     *
     * @param epochs of the common autoencoder, and at most of the parts
     */
    static ClusterAutoencoders learn(
            float[][] rows,
            ClusteringSettings settings,
            int epochs,
            Minibatches minibatches,
            Random seeds,
            NetworkThreads threads,
            EpochLoop loop) {
        int clusters = settings.clusters();
        Autoencoder common = CommonAutoencoder.learn(rows, settings, loop);
        ReconstructionTraining reconstruction = new ReconstructionTraining(rows, ReconstructionLoss.fitting(rows));

        long clusterSeed = seeds.nextLong();
        KeptAssignment assignment = new KeptAssignment(rows.length);
        AutoencoderLayout parted = CommonAutoencoder.layout(rows).withoutNormalisation();
        List<Autoencoder> autoencoders = new ArrayList<>();
        List<Minibatches> each = new ArrayList<>();
        for (int i = 0; i < clusters; i++) {
            autoencoders.add(Autoencoder.create(parted, CommonAutoencoder.OPTIMISER, seeds.nextLong()));
            each.add(minibatches.reseeded(seeds.nextLong()));
        }
        ClusterAutoencoders parts = new ClusterAutoencoders(autoencoders, each, assignment);
        loop.once(
                parts.state(),
                () -> assignment.set(CodeClusters.of(common.encode(rows), clusters, clusterSeed)
                        .assignment()));
        // As many steps for each: an autoencoder that has learned more would win rows that are not like its own.
        int steps = minibatches.count(Math.max(1, rows.length / clusters));
        int partEpochs = partEpochs(rows.length, clusters, epochs, minibatches);
        loop.phase(
                partEpochs,
                parts.state(),
                epoch -> threads.forEach(clusters, i -> parts.learnPart(reconstruction, i, epoch, steps)).stream()
                        .mapToDouble(part -> part)
                        .average()
                        .orElseThrow());
        return parts;
    }

    /** Epochs of both phases together. */
    static int epochs(int rows, int clusters, int epochs, Minibatches minibatches) {
        return epochs + partEpochs(rows, clusters, epochs, minibatches);
    }

    /** As many as make {@value #PART_STEPS} steps, at most those asked for. */
    private static int partEpochs(int rows, int clusters, int epochs, Minibatches minibatches) {
        int steps = minibatches.count(Math.max(1, rows / clusters));
        return Math.min(epochs, Math.max(1, Math.round(PART_STEPS / (float) steps)));
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
