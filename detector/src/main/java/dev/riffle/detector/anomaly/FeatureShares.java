package dev.riffle.detector.anomaly;

import dev.riffle.detector.Detection;
import dev.riffle.detector.clustering.Centroids;

/**
 * Splits an event's score over its columns, exactly. The reconstruction signal is a sum over columns of r~_f^2; the
 * density signal falls with the squared distance to the nearest component, a sum over columns of a part in x (and one in r~
 * where the mixture looks at residuals); the projection signal is a sum over what the projections read. Each signal's shares are weighed by its
 * surprise.
 */
public final class FeatureShares {
    private FeatureShares() {}

    /**
     * Shares per column, each in [0, 1], summing to 1; equal where the event is surprising in no way.
     *
     * @param density the density centroids that the detection was made with
     * @param rarityParts the projection signal's parts per column
     * @param scores the calibrations that the detection was made with
     */
    public static double[] of(Detection detection, Centroids density, double[] rarityParts, ScoreCombiner scores) {
        int columns = detection.scaled().length;
        double[] byReconstruction = new double[columns];
        double[] byDensity = new double[columns];
        int row = detection.densityIndex() * density.dimension();
        for (int f = 0; f < columns; f++) {
            double residual = detection.residual()[f];
            double dx = (double) detection.scaled()[f] - density.centres()[row + f];
            double dr = density.dimension() > columns ? residual - density.centres()[row + columns + f] : 0;
            byReconstruction[f] = residual * residual;
            byDensity[f] = dx * dx + dr * dr;
        }
        // The mixture and the projections share the density's weight as they share its surprise.
        double weight = scores.densitySignals() * detection.densitySurprise();
        double rarity = rarityShare(detection, scores);
        double[] shares = new double[columns];
        addNormalised(shares, byReconstruction, detection.reconstructionSurprise());
        addNormalised(shares, byDensity, weight * (1 - rarity));
        addNormalised(shares, rarityParts, weight * rarity);
        double total = sum(shares);
        for (int f = 0; f < columns; f++) {
            shares[f] = total > 0 ? shares[f] / total : 1.0 / columns;
        }
        return shares;
    }

    private static double rarityShare(Detection detection, ScoreCombiner scores) {
        if (scores.projection().isEmpty()) {
            return 0;
        }
        double byMixture = scores.density().surprise(detection.sparseness());
        double byProjections = scores.projection().get().surprise(detection.rarity());
        return byMixture + byProjections > 0 ? byProjections / (byMixture + byProjections) : 0;
    }

    private static void addNormalised(double[] shares, double[] parts, double weight) {
        double total = sum(parts);
        if (total > 0) {
            for (int f = 0; f < shares.length; f++) {
                shares[f] += weight * parts[f] / total;
            }
        }
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
