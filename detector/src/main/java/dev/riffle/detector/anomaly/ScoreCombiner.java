package dev.riffle.detector.anomaly;

import java.util.Objects;
import java.util.Optional;

/**
 * Makes one surprise of two: the mean of both signals' surprises, calibrated once more, since the mean of two dependent
 * surprises is not a surprise itself. Immutable.
 *
 * <p>The signals' own tails are taken for heavy, which keeps one wild signal from drowning the other; the mean of their
 * surprises has an exponential tail by construction, and its scale is fitted, so that a tail probability of 0.1 % is one
 * even where the held-out events are too few to show it.
 *
 * <p>Where clusters are made of core points, the distance to the nearest of them is a second measure of density, with a
 * calibration of its own: the density's surprise is then the larger of both, so that an event beyond the radius, which
 * is noise, counts as sparse even where the mixture has a component nearby. The larger of two surprises overstates by at
 * most log 2; the last calibration makes up for it.
 *
 * @param reconstruction calibration of {@link ReconstructionSignal}
 * @param density calibration of {@link DensitySignal}
 * @param coreDistance calibration of the distance to the nearest core point; empty for models without them
 * @param combined calibration of the mean of both surprises
 */
public record ScoreCombiner(
        Calibration reconstruction, Calibration density, Optional<Calibration> coreDistance, Calibration combined) {
    public ScoreCombiner {
        Objects.requireNonNull(reconstruction, "reconstruction");
        Objects.requireNonNull(density, "density");
        Objects.requireNonNull(coreDistance, "coreDistance");
        Objects.requireNonNull(combined, "combined");
    }

    /**
     * Calibrates the signals and their combination on the same held-out events.
     *
     * @param errors value of the reconstruction signal per event
     * @param sparseness value of the density signal per event
     * @param coreDistances distance to the nearest core point per event; empty for models without them
     */
    public static ScoreCombiner calibrate(double[] errors, double[] sparseness, Optional<double[]> coreDistances) {
        if (errors.length != sparseness.length || coreDistances.orElse(errors).length != errors.length) {
            throw new IllegalArgumentException("calibration got " + errors.length + " reconstruction errors, "
                    + sparseness.length + " values of sparseness and " + coreDistances.orElse(errors).length
                    + " distances, expected one of each per event");
        }
        Calibration reconstruction = Calibration.of(errors);
        Calibration density = Calibration.of(sparseness);
        Optional<Calibration> coreDistance = coreDistances.map(Calibration::of);
        double[] means = new double[errors.length];
        for (int i = 0; i < means.length; i++) {
            double distance = coreDistances.isPresent() ? coreDistances.get()[i] : 0;
            means[i] = mean(
                    reconstruction.surprise(errors[i]),
                    densitySurprise(density, coreDistance, sparseness[i], distance));
        }
        return new ScoreCombiner(reconstruction, density, coreDistance, Calibration.of(means));
    }

    /**
     * The surprise of an event's surroundings.
     *
     * @param sparseness value of the density signal
     * @param distance to the nearest core point; without meaning for models without them
     */
    public double densitySurprise(double sparseness, double distance) {
        return densitySurprise(density, coreDistance, sparseness, distance);
    }

    private static double densitySurprise(
            Calibration density, Optional<Calibration> coreDistance, double sparseness, double distance) {
        double bySparseness = density.surprise(sparseness);
        return coreDistance.isEmpty()
                ? bySparseness
                : Math.max(bySparseness, coreDistance.get().surprise(distance));
    }

    /** The combined surprise of an event with these two surprises. */
    public double combine(double reconstructionSurprise, double densitySurprise) {
        return combined.surpriseOfSurprise(mean(reconstructionSurprise, densitySurprise));
    }

    private static double mean(double a, double b) {
        return 0.5 * (a + b);
    }
}
