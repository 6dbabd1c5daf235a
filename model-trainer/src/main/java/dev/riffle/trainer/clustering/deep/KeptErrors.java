package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.network.Checkpointed;
import dev.riffle.trainer.network.NetworkThreads;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The squared error of every row by every autoencoder while they learn together. To reconstruct all rows by all of ten
 * autoencoders costs four times what an epoch's learning does, and a row moves, if at all, between those that were near
 * to winning it: so in most epochs only the {@value #CONTENDERS} best of a row are asked again, and all in every
 * {@value #ALL_EVERY}th. An error that was kept too long and became one of the best is asked again in the next epoch.
 */
final class KeptErrors implements Checkpointed {
    private static final int CONTENDERS = 3;
    private static final int ALL_EVERY = 5;

    private final List<double[]> byAutoencoder = new ArrayList<>();

    KeptErrors(int autoencoders, int rows) {
        for (int i = 0; i < autoencoders; i++) {
            byAutoencoder.add(new double[rows]);
        }
    }

    /**
     * Brings the errors up to date.
     *
     * @param round 0, 1, ...: in round 0 all are asked
     * @return by autoencoder, by row; overwritten by the next round
     */
    List<double[]> refresh(ClusterAutoencoders parts, float[][] rows, NetworkThreads threads, int round) {
        if (round % ALL_EVERY == 0 || byAutoencoder.size() <= CONTENDERS) {
            List<double[]> all = parts.errors(rows, threads);
            for (int i = 0; i < all.size(); i++) {
                System.arraycopy(all.get(i), 0, byAutoencoder.get(i), 0, rows.length);
            }
        } else {
            int[][] contested = contested(rows.length);
            threads.forEach(byAutoencoder.size(), i -> {
                int[] members = contested[i];
                double[] errors = parts.autoencoders()
                        .get(i)
                        .errors(Arrays.stream(members)
                                .mapToObj(row -> rows[row])
                                .toArray(float[][]::new));
                for (int j = 0; j < members.length; j++) {
                    byAutoencoder.get(i)[members[j]] = errors[j];
                }
                return members.length;
            });
        }
        return byAutoencoder;
    }

    /** By autoencoder the rows that it is among the best for. */
    private int[][] contested(int rows) {
        int autoencoders = byAutoencoder.size();
        int[][] contested = new int[autoencoders][rows];
        int[] counts = new int[autoencoders];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < autoencoders; i++) {
                if (rank(i, row) < CONTENDERS) {
                    contested[i][counts[i]++] = row;
                }
            }
        }
        for (int i = 0; i < autoencoders; i++) {
            contested[i] = Arrays.copyOf(contested[i], counts[i]);
        }
        return contested;
    }

    /** How many autoencoders come before one; of equally good ones the first. */
    private int rank(int autoencoder, int row) {
        double own = byAutoencoder.get(autoencoder)[row];
        int before = 0;
        for (int i = 0; i < byAutoencoder.size(); i++) {
            double other = byAutoencoder.get(i)[row];
            before += other < own || (other == own && i < autoencoder) ? 1 : 0;
        }
        return before;
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        for (double[] errors : byAutoencoder) {
            for (double error : errors) {
                out.writeDouble(error);
            }
        }
    }

    @Override
    public void read(DataInputStream in) throws IOException {
        for (double[] errors : byAutoencoder) {
            for (int row = 0; row < errors.length; row++) {
                errors[row] = in.readDouble();
            }
        }
    }
}
