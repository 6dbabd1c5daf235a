package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.network.Checkpointed;
import dev.riffle.trainer.network.Matrix;
import dev.riffle.trainer.network.Optimiser;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Centroids that follow a loss's gradient by the same kind of steps as a network's weights. */
final class TrainedCentroids implements Checkpointed {
    private final Matrix values;
    private final Optimiser.Steps steps;

    /** @param start {@code [cluster][unit]} */
    TrainedCentroids(double[][] start, Optimiser optimiser) {
        values = Matrix.of(start);
        steps = optimiser.steps(values.cells());
    }

    /** {@code [cluster][unit]}, a copy. */
    double[][] values() {
        return values.toDoubles();
    }

    /** Other positions, with steps as they are. */
    void set(double[][] positions) {
        System.arraycopy(Matrix.of(positions).values(), 0, values.values(), 0, values.cells());
    }

    void step(double[][] gradient) {
        steps.step(values.values(), Matrix.of(gradient).values());
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        Checkpointed.writeFloats(out, values.values());
        steps.write(out);
    }

    @Override
    public void read(DataInputStream in) throws IOException {
        Checkpointed.readFloats(in, values.values());
        steps.read(in);
    }
}
