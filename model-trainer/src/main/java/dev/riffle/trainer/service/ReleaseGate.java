package dev.riffle.trainer.service;

import dev.riffle.detector.Detection;
import dev.riffle.detector.Detector;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.InvalidBundleException;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.trainer.training.TrainingFailedException;
import dev.riffle.trainer.training.TrainingRows;
import java.util.Locale;

/**
 * The last look at a model before the world sees it: its bytes are read back as the job will read them, and the
 * detector that comes out scores recent rows. Every score has to be finite, and about as many rows as the calibration
 * promises have to look rare.
 */
public final class ReleaseGate {
    /** Share of events that should have at most this tail probability. */
    private static final double NOMINAL_SHARE = 0.01;

    /** Recent rows include those that training trimmed away, so more than the nominal share may be rare. */
    private static final double LARGEST_SHARE = 0.1;

    private static final int MOST_ROWS = 5_000;

    private ReleaseGate() {}

    /**
     * Lets a model through or not.
     *
     * @return the model's bytes
     * @throws TrainingFailedException with the reason if it must not be published
     */
    public static byte[] admit(ModelBundle bundle, TrainingRows rows) {
        byte[] encoded = BundleFormat.encode(bundle);
        Detector detector;
        try {
            detector = Detector.of(BundleFormat.decode(encoded));
        } catch (InvalidBundleException e) {
            throw new TrainingFailedException("The new model's own bytes cannot be read back: " + e.getMessage(), e);
        }
        int scored = Math.min(MOST_ROWS, rows.count());
        int rare = 0;
        for (int i = rows.count() - scored; i < rows.count(); i++) {
            Detection detection = detector.score(new FeatureVector(rows.rows()[i]));
            if (!Double.isFinite(detection.surprise()) || !Double.isFinite(detection.distance())) {
                throw new TrainingFailedException("The new model scores a recent row with surprise "
                        + detection.surprise() + " and distance " + detection.distance() + "; expected finite values");
            }
            rare += detection.tailProbability() <= NOMINAL_SHARE ? 1 : 0;
        }
        double share = scored == 0 ? 0 : rare / (double) scored;
        if (share > LARGEST_SHARE) {
            throw new TrainingFailedException(String.format(
                    Locale.ROOT,
                    "The new model gives %.1f %% of %d recent rows a tail probability of at most %.0f %%; expected at"
                            + " most %.0f %%",
                    100 * share,
                    scored,
                    100 * NOMINAL_SHARE,
                    100 * LARGEST_SHARE));
        }
        return encoded;
    }
}
