package dev.riffle.trainer.network;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Batch normalisation (Ioffe and Szegedy 2015, algorithm 1) of a layer's sums, in place: y = gamma (x - mean) / sqrt(var
 * + epsilon) + beta, by the batch's own mean and variance in training and by their running averages (of decay 0.9) in
 * serving; epsilon = 1e-5.
 */
final class BatchNormalisation implements Checkpointed {
    private static final float EPSILON = 1e-5f;
    private static final float DECAY = 0.9f;

    private final int units;
    private final float[] scales;
    private final float[] shifts;
    private final float[] byScales;
    private final float[] byShifts;
    private final float[] runningMeans;
    private final float[] runningVariances;
    private final float[] means;
    private final float[] variances;
    private final float[] inverses;
    /** The last batch's (x - mean) / sqrt(var + epsilon). */
    private float[] normalised = {};

    BatchNormalisation(int units) {
        this.units = units;
        scales = new float[units];
        shifts = new float[units];
        byScales = new float[units];
        byShifts = new float[units];
        runningMeans = new float[units];
        runningVariances = new float[units];
        means = new float[units];
        variances = new float[units];
        inverses = new float[units];
        Arrays.fill(scales, 1);
        Arrays.fill(runningVariances, 1);
    }

    void copyStatisticsFrom(BatchNormalisation other) {
        System.arraycopy(other.runningMeans, 0, runningMeans, 0, units);
        System.arraycopy(other.runningVariances, 0, runningVariances, 0, units);
    }

    void forward(Matrix sums) {
        int rows = sums.rows();
        if (normalised.length < sums.cells()) {
            normalised = new float[sums.cells()];
        }
        TrainedLayer.sumRows(sums, means);
        for (int j = 0; j < units; j++) {
            means[j] /= rows;
        }
        float[] values = sums.values();
        Arrays.fill(variances, 0);
        for (int i = 0; i < rows; i++) {
            addSquares(values, i * units, means, variances);
        }
        for (int j = 0; j < units; j++) {
            variances[j] /= rows;
            inverses[j] = (float) (1 / Math.sqrt(variances[j] + EPSILON));
            runningMeans[j] = DECAY * runningMeans[j] + (1 - DECAY) * means[j];
            runningVariances[j] = DECAY * runningVariances[j] + (1 - DECAY) * variances[j];
        }
        for (int i = 0; i < rows; i++) {
            int at = i * units;
            for (int j = 0; j < units; j++) {
                normalised[at + j] = (values[at + j] - means[j]) * inverses[j];
            }
            for (int j = 0; j < units; j++) {
                values[at + j] = normalised[at + j] * scales[j] + shifts[j];
            }
        }
    }

    private static void addSquares(float[] values, int at, float[] means, float[] squares) {
        for (int j = 0; j < squares.length; j++) {
            float difference = values[at + j] - means[j];
            squares[j] += difference * difference;
        }
    }

    void infer(Matrix sums) {
        float[] factors = factors();
        float[] offsets = offsets();
        float[] values = sums.values();
        for (int i = 0; i < sums.rows(); i++) {
            int at = i * units;
            for (int j = 0; j < units; j++) {
                values[at + j] = values[at + j] * factors[j] + offsets[j];
            }
        }
    }

    /** Derivatives by y become derivatives by x. */
    void backward(Matrix derivatives) {
        int rows = derivatives.rows();
        float[] values = derivatives.values();
        TrainedLayer.sumRows(derivatives, byShifts);
        Arrays.fill(byScales, 0);
        for (int i = 0; i < rows; i++) {
            addProducts(values, normalised, i * units, byScales);
        }
        float share = 1f / rows;
        for (int i = 0; i < rows; i++) {
            int at = i * units;
            for (int j = 0; j < units; j++) {
                values[at + j] = scales[j]
                        * inverses[j]
                        * (values[at + j] - share * (byShifts[j] + normalised[at + j] * byScales[j]));
            }
        }
    }

    private static void addProducts(float[] a, float[] b, int at, float[] sums) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] += a[at + j] * b[at + j];
        }
    }

    /** gamma / sqrt(running variance + epsilon). */
    float[] factors() {
        float[] factors = new float[units];
        for (int j = 0; j < units; j++) {
            factors[j] = (float) (scales[j] / Math.sqrt(runningVariances[j] + EPSILON));
        }
        return factors;
    }

    /** beta less the running mean's share. */
    float[] offsets() {
        float[] offsets = factors();
        for (int j = 0; j < units; j++) {
            offsets[j] = shifts[j] - runningMeans[j] * offsets[j];
        }
        return offsets;
    }

    /** gamma. */
    float[] scales() {
        return scales;
    }

    /** beta. */
    float[] shifts() {
        return shifts;
    }

    float[] byScales() {
        return byScales;
    }

    float[] byShifts() {
        return byShifts;
    }

    /** The running statistics; scales and shifts are the layer's parameters. */
    @Override
    public void write(DataOutputStream out) throws IOException {
        Checkpointed.writeFloats(out, runningMeans);
        Checkpointed.writeFloats(out, runningVariances);
    }

    @Override
    public void read(DataInputStream in) throws IOException {
        Checkpointed.readFloats(in, runningMeans);
        Checkpointed.readFloats(in, runningVariances);
    }
}
