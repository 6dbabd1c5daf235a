package dev.riffle.detector.anomaly;

import java.util.Objects;

/**
 * Makes one surprise of two: the mean of both signals' surprises, calibrated once more, since the mean of two dependent
 * surprises is not a surprise itself. Immutable.
 *
 * <p>The signals' own tails are taken for heavy, which keeps one wild signal from drowning the other; the mean of their
 * surprises has an exponential tail by construction, and its scale is fitted, so that a tail probability of 0.1 % is one
 * even where the held-out events are too few to show it.
 *
 * @param reconstruction calibration of {@link ReconstructionSignal}
 * @param density calibration of {@link DensitySignal}
 * @param combined calibration of the mean of both surprises
 */
public record ScoreCombiner(Calibration reconstruction, Calibration density, Calibration combined) {
    public ScoreCombiner {
        Objects.requireNonNull(reconstruction, "reconstruction");
        Objects.requireNonNull(density, "density");
        Objects.requireNonNull(combined, "combined");
    }

    /**
     * Calibrates both signals and their combination on the same held-out events.
     *
     * @param errors value of the reconstruction signal per event
     * @param sparseness value of the density signal per event
     */
    public static ScoreCombiner calibrate(double[] errors, double[] sparseness) {
        if (errors.length != sparseness.length) {
            throw new IllegalArgumentException("calibration got " + errors.length + " reconstruction errors and "
                    + sparseness.length + " values of sparseness, expected one of each per event");
        }
        Calibration reconstruction = Calibration.of(errors);
        Calibration density = Calibration.of(sparseness);
        double[] means = new double[errors.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = mean(reconstruction.surprise(errors[i]), density.surprise(sparseness[i]));
        }
        return new ScoreCombiner(reconstruction, density, Calibration.of(means));
    }

    /** The combined surprise of an event with these two surprises. */
    public double combine(double reconstructionSurprise, double densitySurprise) {
        return combined.surpriseOfSurprise(mean(reconstructionSurprise, densitySurprise));
    }

    private static double mean(double a, double b) {
        return 0.5 * (a + b);
    }
}
