package dev.riffle.trainer.clustering;

import dev.riffle.trainer.network.Checkpoint;
import dev.riffle.trainer.network.EpochLoop;
import dev.riffle.trainer.training.Progress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.CRC32;

/**
 * What whoever runs an algorithm chooses; what belongs to the algorithm itself (widths, rates, weights) is a matter of
 * its constructor.
 *
 * @param clusters k, the number of clusters looked for, at least 1; density-based algorithms find their own number
 * @param epochs passes over the rows, at least 1; empty for the algorithm's own default
 * @param seed of every random choice
 * @param checkpoint where a network's training keeps its stand after every epoch, and goes on from; removed at its end
 * @param pretrained folder where networks that several algorithms begin with are kept, and taken from
 */
public record ClusteringSettings(
        int clusters, OptionalInt epochs, long seed, Optional<Path> checkpoint, Optional<Path> pretrained) {
    /** @throws IllegalArgumentException if a number is below 1 */
    public ClusteringSettings {
        Objects.requireNonNull(epochs, "epochs");
        Objects.requireNonNull(checkpoint, "checkpoint");
        Objects.requireNonNull(pretrained, "pretrained");
        if (clusters < 1) {
            throw new IllegalArgumentException("k is " + clusters + "; at least 1 was expected");
        }
        if (epochs.isPresent() && epochs.getAsInt() < 1) {
            throw new IllegalArgumentException("epochs are " + epochs.getAsInt() + "; at least 1 was expected");
        }
    }

    /** Settings that keep nothing in files. */
    public ClusteringSettings(int clusters, OptionalInt epochs, long seed) {
        this(clusters, epochs, seed, Optional.empty(), Optional.empty());
    }

    /** Settings with a checkpoint. */
    public ClusteringSettings(int clusters, OptionalInt epochs, long seed, Optional<Path> checkpoint) {
        this(clusters, epochs, seed, checkpoint, Optional.empty());
    }

    /** Settings with the algorithm's own number of epochs. */
    public ClusteringSettings(int clusters, long seed) {
        this(clusters, OptionalInt.empty(), seed);
    }

    /** The same with another number of clusters. */
    public ClusteringSettings withClusters(int other) {
        return new ClusteringSettings(other, epochs, seed, checkpoint, pretrained);
    }

    /**
     * The loop of a training's epochs, kept at the checkpoint.
     *
     * @param training what is trained, in words that tell it from other trainings
     * @param allEpochs of all its phases
     */
    public EpochLoop loop(String training, float[][] rows, int allEpochs, Progress progress) {
        return new EpochLoop(
                progress, allEpochs, checkpoint.map(file -> new Checkpoint(file, training + signature(rows))));
    }

    /**
     * Where a network that depends on rows, seed and epochs alone is shared, if it is to be.
     *
     * @param name tells it from other networks; also in the file's name
     */
    public Optional<Checkpoint> shared(String name, float[][] rows, int networkEpochs) {
        return pretrained.map(folder -> {
            String checksum = checksum(rows);
            return new Checkpoint(
                    folder.resolve(name + "-" + checksum + "-epochs-" + networkEpochs + "-seed-" + seed),
                    name + ", epochs " + networkEpochs + ", seed " + seed + ", " + rows.length + " rows of checksum "
                            + checksum);
        });
    }

    private String signature(float[][] rows) {
        return ", k " + clusters + ", epochs " + epochs + ", seed " + seed + ", " + rows.length + " rows of checksum "
                + checksum(rows);
    }

    private static String checksum(float[][] rows) {
        CRC32 sum = new CRC32();
        ByteBuffer bytes = ByteBuffer.allocate(rows[0].length * Float.BYTES);
        for (float[] row : rows) {
            bytes.asFloatBuffer().put(row);
            sum.update(bytes.array());
        }
        return Long.toHexString(sum.getValue());
    }

    /**
     * Checks what every algorithm expects of its rows.
     *
     * @throws IllegalArgumentException if there are none, they are ragged or fewer than the clusters, or hold a value
     *     that is not finite
     */
    public void requireUsable(float[][] rows) {
        if (rows.length == 0 || rows[0].length == 0) {
            throw new IllegalArgumentException("there are no rows or no columns to cluster");
        }
        if (clusters > rows.length) {
            throw new IllegalArgumentException(
                    "k is " + clusters + ", more than the " + rows.length + " rows; at most as many were expected");
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != rows[0].length) {
                throw new IllegalArgumentException("row " + i + " has " + rows[i].length + " columns; " + rows[0].length
                        + " were expected, as in row 0");
            }
            for (int f = 0; f < rows[i].length; f++) {
                if (!Float.isFinite(rows[i][f])) {
                    throw new IllegalArgumentException(
                            "row " + i + " holds " + rows[i][f] + " in column " + f + "; a finite value was expected");
                }
            }
        }
    }
}
