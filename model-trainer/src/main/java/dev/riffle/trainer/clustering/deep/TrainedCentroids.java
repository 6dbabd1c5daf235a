package dev.riffle.trainer.clustering.deep;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/** Centroids that follow a loss's gradient by the same kind of steps as a network's weights. */
final class TrainedCentroids {
    private final double[][] values;
    private final GradientUpdater<?> updater;
    private int iteration;

    /** @param start {@code [cluster][unit]} */
    TrainedCentroids(double[][] start, IUpdater updater) {
        values = new double[start.length][];
        for (int j = 0; j < start.length; j++) {
            values[j] = start[j].clone();
        }
        long parameters = (long) start.length * start[0].length;
        INDArray state = Nd4j.zeros(DataType.DOUBLE, 1, Math.max(1, updater.stateSize(parameters)));
        this.updater = updater.instantiate(state, true);
    }

    /** Live {@code [cluster][unit]}; read only. */
    double[][] values() {
        return values;
    }

    void step(double[][] gradient) {
        int width = gradient[0].length;
        try (INDArray flat = Nd4j.createFromArray(gradient).reshape(1, (long) gradient.length * width)) {
            updater.applyUpdater(flat, iteration++, 0);
            double[] step = flat.toDoubleVector();
            for (int j = 0; j < values.length; j++) {
                for (int h = 0; h < width; h++) {
                    values[j][h] -= step[j * width + h];
                }
            }
        }
    }
}
