package dev.riffle.detector;

import java.util.Objects;

/**
 * One event's features in the pipeline's column order, unscaled; {@code NaN} stands for a missing value.
 *
 * <p>The array is handed over, not copied: whoever makes a feature vector does not write to it again.
 *
 * @param values one value per pipeline column, each finite or {@code NaN}
 */
public record FeatureVector(double[] values) {
    public FeatureVector {
        Objects.requireNonNull(values, "values");
    }

    public int width() {
        return values.length;
    }
}
