package dev.riffle.detector.anomaly;

import java.util.Objects;
import java.util.Optional;

/**
 * Makes one surprise of the signals': their mean, calibrated once more, since the mean of dependent surprises is not a
 * surprise itself, and after what missing cells took off it was added again. Immutable.
 *
 * <p>The signals' own tails are taken for heavy, which keeps one wild signal from drowning the others; the mean of their
 * surprises has an exponential tail by construction, whose scale is fitted, so that a tail probability of 0.1 % is near
 * one even where the held-out events are too few to show it.
 *
 * <p>Density has two signals, the mixture's and the projections'; its surprise is their mean. Every signal counts alike,
 * so in the combination density weighs two thirds, or half in models without projections.
 *
 * <p>Where clusters are made of core points, the distance to the nearest of them is one more measure of density, with a
 * calibration of its own: the density's surprise is then at least that of the distance, so that an event beyond the
 * radius, which is noise, counts as sparse even where the mixture has a component nearby. The larger of two surprises
 * overstates by at most log 2; the last calibration makes up for it.
 *
 * @param reconstruction calibration of {@link ReconstructionSignal}
 * @param density calibration of {@link DensitySignal}
 * @param projection calibration of {@link ProjectionSignal}; empty for models without it
 * @param coreDistance calibration of the distance to the nearest core point; empty for models without them
 * @param missingCells what is added to the mean of an event's surprises for its missing cells
 * @param combined calibration of that sum
 */
public record ScoreCombiner(
        Calibration reconstruction,
        Calibration density,
        Optional<Calibration> projection,
        Optional<Calibration> coreDistance,
        MissingCellAllowance missingCells,
        Calibration combined) {
    public ScoreCombiner {
        Objects.requireNonNull(reconstruction, "reconstruction");
        Objects.requireNonNull(density, "density");
        Objects.requireNonNull(projection, "projection");
        Objects.requireNonNull(coreDistance, "coreDistance");
        Objects.requireNonNull(missingCells, "missingCells");
        Objects.requireNonNull(combined, "combined");
    }

    /** Calibrates the signals and their combination on the same held-out events, at least one. */
    public static ScoreCombiner calibrate(SignalValues values) {
        // The signals alone first: what they make of the events is what the combination is calibrated on.
        ScoreCombiner signals = new ScoreCombiner(
                Calibration.of(values.errors()),
                Calibration.of(values.sparseness()),
                values.rarity().map(Calibration::of),
                values.coreDistances().map(Calibration::of),
                MissingCellAllowance.NONE,
                Calibration.of(values.errors()));
        double[] means = new double[values.events()];
        for (int i = 0; i < means.length; i++) {
            int event = i;
            means[i] = signals.mean(
                    signals.reconstruction.surprise(values.errors()[i]),
                    signals.densitySurprise(
                            values.sparseness()[i],
                            values.rarity().map(rarity -> rarity[event]).orElse(0.0),
                            values.coreDistances()
                                    .map(distances -> distances[event])
                                    .orElse(0.0)));
        }
        MissingCellAllowance missingCells = MissingCellAllowance.of(means, values.missingCells());
        for (int i = 0; i < means.length; i++) {
            means[i] += missingCells.of(values.missingCells()[i]);
        }
        return new ScoreCombiner(
                signals.reconstruction,
                signals.density,
                signals.projection,
                signals.coreDistance,
                missingCells,
                Calibration.ofMeanSurprises(means));
    }

    /**
     * The surprise of an event's surroundings.
     *
     * @param sparseness value of the density signal
     * @param rarity value of the projection signal; without meaning for models without it
     * @param distance to the nearest core point; without meaning for models without them
     */
    public double densitySurprise(double sparseness, double rarity, double distance) {
        double surprise = density.surprise(sparseness);
        if (projection.isPresent()) {
            surprise = (surprise + projection.get().surprise(rarity)) / 2;
        }
        return coreDistance.isEmpty()
                ? surprise
                : Math.max(surprise, coreDistance.get().surprise(distance));
    }

    /** How many signals the density's surprise stands for. */
    int densitySignals() {
        return projection.isPresent() ? 2 : 1;
    }

    /**
     * The combined surprise of an event with these two surprises.
     *
     * @param missing how many of its cells are missing
     */
    public double combine(double reconstructionSurprise, double densitySurprise, int missing) {
        return combined.surpriseOfSurprise(mean(reconstructionSurprise, densitySurprise) + missingCells.of(missing));
    }

    private double mean(double reconstructionSurprise, double densitySurprise) {
        int signals = densitySignals();
        return (reconstructionSurprise + signals * densitySurprise) / (1 + signals);
    }
}
