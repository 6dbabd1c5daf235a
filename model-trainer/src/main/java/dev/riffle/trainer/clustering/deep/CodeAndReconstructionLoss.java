package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.network.Autoencoder;
import dev.riffle.trainer.network.Matrix;
import dev.riffle.trainer.network.ReconstructionLoss;

/**
 * An autoencoder's reconstruction loss plus the k-means loss of its codes, as the mean over a batch's rows.
 *
 * @param byReconstruction weight of the reconstruction loss, which is summed over columns
 * @param byCode weight of the k-means loss 1/2 ||h - c_h||^2
 */
record CodeAndReconstructionLoss(ReconstructionLoss reconstruction, double byReconstruction, double byCode) {
    /**
     * What a batch gave.
     *
     * @param nearest codes with their centroids, for the centroids' own gradient
     */
    record Outcome(double loss, NearestCentroids nearest) {}

    /** Runs a batch forward and the loss's gradient back; no weight is changed yet. */
    Outcome backward(Autoencoder autoencoder, Matrix rows, double[][] centroids) {
        return backward(autoencoder, rows, rows, centroids);
    }

    /** The same with an input that differs from the rows to reconstruct. */
    Outcome backward(Autoencoder autoencoder, Matrix input, Matrix rows, double[][] centroids) {
        Autoencoder.Pass pass = autoencoder.forward(input);
        NearestCentroids nearest = NearestCentroids.of(pass.code().toDoubles(), centroids);
        double loss = byReconstruction * Mean.of(reconstruction.perRow(rows, pass.reconstruction()))
                + byCode * nearest.loss();
        autoencoder.backward(
                reconstruction.derivative(rows, pass.reconstruction(), byReconstruction / rows.rows()),
                Matrix.of(nearest.byCode(byCode)));
        return new Outcome(loss, nearest);
    }
}
