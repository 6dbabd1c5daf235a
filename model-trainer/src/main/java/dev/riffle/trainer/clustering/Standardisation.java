package dev.riffle.trainer.clustering;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Brings every column to mean 0 and variance 1, a constant one to 0.
 *
 * @param scales what a column less its mean is multiplied by
 */
public record Standardisation(double[] means, double[] scales) {
    /** Changes nothing. */
    public static Standardisation none(int columns) {
        double[] ones = new double[columns];
        Arrays.fill(ones, 1);
        return new Standardisation(new double[columns], ones);
    }

    /** Fits rows, {@code [row][column]}, at least one. */
    public static Standardisation of(float[][] rows) {
        int columns = rows[0].length;
        Standardisation found = new Standardisation(new double[columns], new double[columns]);
        for (int f = 0; f < columns; f++) {
            double mean = 0;
            for (float[] row : rows) {
                mean += row[f] / (double) rows.length;
            }
            double variance = 0;
            for (float[] row : rows) {
                variance += (row[f] - mean) * (row[f] - mean) / rows.length;
            }
            double deviation = Math.sqrt(variance);
            found.means[f] = mean;
            // What is left of a constant column is rounding.
            found.scales[f] = deviation <= 1e-7 * Math.max(1e-30, Math.abs(mean)) ? 0 : 1 / deviation;
        }
        return found;
    }

    public float[][] apply(float[][] rows) {
        float[][] standardised = new float[rows.length][means.length];
        for (int i = 0; i < rows.length; i++) {
            for (int f = 0; f < means.length; f++) {
                standardised[i][f] = (float) ((rows[i][f] - means[f]) * scales[f]);
            }
        }
        return standardised;
    }

    /**
     * An encoder that does it too.
     *
     * @throws IllegalArgumentException if its last layer is not linear
     */
    public List<DenseLayer> foldedInto(List<DenseLayer> encoder) {
        List<DenseLayer> folded = new ArrayList<>(encoder);
        DenseLayer last = folded.remove(folded.size() - 1);
        if (last.activation() != Activation.IDENTITY) {
            throw new IllegalArgumentException(
                    "encoder's last activation is " + last.activation() + "; a linear one was expected");
        }
        float[] weights = last.weights().clone();
        float[] biases = last.biases().clone();
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= (float) scales[i % means.length];
        }
        for (int f = 0; f < means.length; f++) {
            biases[f] = (float) ((biases[f] - means[f]) * scales[f]);
        }
        folded.add(new DenseLayer(last.inputs(), last.outputs(), weights, biases, last.activation()));
        return folded;
    }
}
