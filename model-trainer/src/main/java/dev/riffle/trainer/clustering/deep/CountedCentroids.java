package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.network.Checkpointed;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** Centroids that each move towards a new code by one part in the codes that they have had (DCN's equation 8). */
final class CountedCentroids implements Checkpointed {
    private final double[][] values;
    private final long[] counts;

    /** @param count codes that each centroid counts as having had */
    CountedCentroids(double[][] start, long count) {
        values = new double[start.length][];
        for (int j = 0; j < start.length; j++) {
            values[j] = start[j].clone();
        }
        counts = new long[start.length];
        Arrays.fill(counts, count);
    }

    /** Live {@code [cluster][unit]}; read only. */
    double[][] values() {
        return values;
    }

    /** Moves the nearest centroid towards a code. */
    void learn(double[] code) {
        int nearest = CodeClusters.nearest(code, values);
        counts[nearest]++;
        for (int h = 0; h < code.length; h++) {
            values[nearest][h] += (code[h] - values[nearest][h]) / counts[nearest];
        }
    }

    /** Other positions, with counts as they are. */
    void set(double[][] positions) {
        for (int j = 0; j < values.length; j++) {
            System.arraycopy(positions[j], 0, values[j], 0, values[j].length);
        }
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        for (int j = 0; j < values.length; j++) {
            out.writeLong(counts[j]);
            for (double value : values[j]) {
                out.writeDouble(value);
            }
        }
    }

    @Override
    public void read(DataInputStream in) throws IOException {
        for (int j = 0; j < values.length; j++) {
            counts[j] = in.readLong();
            for (int h = 0; h < values[j].length; h++) {
                values[j][h] = in.readDouble();
            }
        }
    }
}
