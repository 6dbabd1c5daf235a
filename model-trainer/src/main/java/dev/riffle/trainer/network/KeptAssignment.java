package dev.riffle.trainer.network;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The cluster of every row while a training goes on. */
public final class KeptAssignment implements Checkpointed {
    private int[] clusters;

    /** All rows in cluster 0. */
    public KeptAssignment(int rows) {
        clusters = new int[rows];
    }

    public int[] clusters() {
        return clusters.clone();
    }

    public void set(int[] next) {
        if (next.length != clusters.length) {
            throw new IllegalArgumentException(
                    "Assignment is of " + next.length + " rows; expected " + clusters.length);
        }
        clusters = next.clone();
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        out.writeInt(clusters.length);
        for (int cluster : clusters) {
            out.writeInt(cluster);
        }
    }

    @Override
    public void read(DataInputStream in) throws IOException {
        int rows = in.readInt();
        if (rows != clusters.length) {
            throw new IOException("found an assignment of " + rows + " rows, expected " + clusters.length);
        }
        int[] found = new int[rows];
        for (int i = 0; i < rows; i++) {
            found[i] = in.readInt();
        }
        clusters = found;
    }
}
