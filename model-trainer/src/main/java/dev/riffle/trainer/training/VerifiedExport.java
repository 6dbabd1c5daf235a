package dev.riffle.trainer.training;

import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.kernel.DenseKernel;
import java.util.Arrays;

/** A trained network as the job will run it, tried out against what DL4J's gives. */
final class VerifiedExport {
    private static final int VERIFIED_ROWS = 256;
    private static final double VERIFIED_TOLERANCE = 1e-4;

    private VerifiedExport() {}

    /**
     * Exports a network.
     *
     * @param rows scaled, of which some are tried
     * @throws TrainingFailedException if both do not give the same
     */
    static DenseAutoencoder of(AutoencoderNetwork network, float[][] rows) {
        DenseAutoencoder encoder = network.export();
        verify(network, encoder, Arrays.copyOf(rows, Math.min(VERIFIED_ROWS, rows.length)));
        return encoder;
    }

    private static void verify(AutoencoderNetwork network, DenseAutoencoder encoder, float[][] sample) {
        DenseKernel kernel = DenseKernel.of(encoder);
        float[][] expected = network.reconstruct(sample);
        float[] latent = new float[kernel.latentDimension()];
        float[] found = new float[kernel.inputs()];
        for (int i = 0; i < sample.length; i++) {
            kernel.encode(sample[i], latent);
            kernel.decode(latent, found);
            for (int f = 0; f < found.length; f++) {
                double allowed = VERIFIED_TOLERANCE * Math.max(1, Math.abs(expected[i][f]));
                if (!(Math.abs(found[f] - expected[i][f]) <= allowed)) {
                    throw new TrainingFailedException("Exported network gives " + found[f] + " for column " + f
                            + " of sample row " + i + "; expected " + expected[i][f] + ", what DL4J's gives");
                }
            }
        }
    }
}
