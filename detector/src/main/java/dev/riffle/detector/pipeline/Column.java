package dev.riffle.detector.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One column of the feature vector.
 *
 * @param name unique in the pipeline
 * @param feature name of the feature that makes it
 * @param transforms what was applied to a value in the feature's own unit, first to last
 * @param window how far back a history feature looks; empty for any other
 */
public record Column(String name, String feature, List<Transform> transforms, Optional<Duration> window) {
    public Column {
        transforms = List.copyOf(transforms);
    }

    /**
     * The column's value in the feature's own unit: the field's unit for numbers and for the mean and the maximum of
     * numbers (of a transformed number, the mean is the transformed values' mean taken back), seconds for the time
     * since the last event; any other column is its own unit. NaN stays NaN.
     */
    public double toOwnUnit(double value) {
        double own = value;
        for (int i = transforms.size() - 1; i >= 0; i--) {
            own = transforms.get(i).invert(own);
        }
        return own;
    }
}
