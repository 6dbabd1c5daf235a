package dev.riffle.trainer.clustering.deep;

import dev.riffle.detector.encoder.DenseLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings rows to a mean square of 1 per column, as DEC's authors do: distances of codes then are of the size that the
 * Student's t with one degree of freedom tells apart.
 *
 * @param factor what every value is multiplied by
 */
record InputScale(float factor) {
    static InputScale of(float[][] rows) {
        double sum = 0;
        for (float[] row : rows) {
            for (float value : row) {
                sum += (double) value * value;
            }
        }
        double mean = sum / rows.length / rows[0].length;
        return new InputScale(mean > 0 ? (float) (1 / Math.sqrt(mean)) : 1);
    }

    float[][] apply(float[][] rows) {
        float[][] scaled = new float[rows.length][rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int f = 0; f < scaled[i].length; f++) {
                scaled[i][f] = factor * rows[i][f];
            }
        }
        return scaled;
    }

    /** Layers for rows as they are, from layers for scaled ones. */
    List<DenseLayer> foldedInto(List<DenseLayer> layers) {
        List<DenseLayer> folded = new ArrayList<>(layers);
        DenseLayer first = folded.get(0);
        float[] weights = first.weights().clone();
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= factor;
        }
        folded.set(0, new DenseLayer(first.inputs(), first.outputs(), weights, first.biases(), first.activation()));
        return folded;
    }
}
