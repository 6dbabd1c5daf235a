package dev.riffle.trainer.network;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Says when a loss has stopped falling. */
public final class Patience implements Checkpointed {
    private final int epochs;
    private final double improvement;
    private double best = Double.POSITIVE_INFINITY;
    private int without;

    /**
     * @param epochs that may pass in a row without an improvement, at least 1
     * @param improvement share of the best loss that counts as one, at least 0
     */
    public Patience(int epochs, double improvement) {
        this.epochs = epochs;
        this.improvement = improvement;
    }

    /** What joint trainings of several autoencoders have: five epochs without one per cent. */
    public static Patience ofJointTraining() {
        return new Patience(5, 1e-2);
    }

    /** Takes note of a loss; true once there has been no improvement for too long. */
    public boolean exhausted(double loss) {
        if (loss < best * (1 - improvement)) {
            best = loss;
            without = 0;
        } else {
            without++;
        }
        return without >= epochs;
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        out.writeDouble(best);
        out.writeInt(without);
    }

    @Override
    public void read(DataInputStream in) throws IOException {
        best = in.readDouble();
        without = in.readInt();
    }
}
