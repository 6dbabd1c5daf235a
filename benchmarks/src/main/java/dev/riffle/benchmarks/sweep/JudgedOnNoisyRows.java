package dev.riffle.benchmarks.sweep;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseLayer;
import dev.riffle.detector.kernel.DenseKernel;
import dev.riffle.detector.kernel.Distances;
import dev.riffle.trainer.clustering.ClusterModel;
import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.clustering.FittedClustering;
import dev.riffle.trainer.clustering.deep.AutoencodedKMeans;
import dev.riffle.trainer.training.Progress;
import java.util.ArrayList;
import java.util.List;

/**
 * Denoising autoencoded k-means as the paper judges it: it learns with clean rows for targets, and what counts are the
 * clusters of noisy rows.
 *
 * @param code units of the code
 * @param noise standard deviation, in steps of grey
 */
record JudgedOnNoisyRows(int code, int noise) implements ClusteringAlgorithm {
    private static final double GREYS = 255;

    @Override
    public FittedClustering fit(float[][] rows, ClusteringSettings settings, Progress progress) {
        FittedClustering fitted = new AutoencodedKMeans(code, noise / GREYS).fit(rows, settings, progress);
        if (noise == 0) {
            return fitted;
        }
        if (!(fitted.model() instanceof ClusterModel.Centroids centroids)) {
            throw new IllegalStateException("autoencoded k-means came to a "
                    + fitted.model().getClass().getSimpleName() + "; centroids of codes were expected");
        }
        return new FittedClustering(nearest(NoisyRows.of(rows, noise, settings.seed()), centroids), fitted.model());
    }

    private static int[] nearest(float[][] rows, ClusterModel.Centroids centroids) {
        DenseKernel encoder = DenseKernel.of(withDecoder(centroids.encoder()));
        int width = centroids.centres()[0].length;
        float[] flat = new float[centroids.centres().length * width];
        for (int j = 0; j < centroids.centres().length; j++) {
            System.arraycopy(centroids.centres()[j], 0, flat, j * width, width);
        }
        Distances distances = Distances.to(flat, width);
        float[] latent = new float[width];
        float[] squared = new float[distances.count()];
        int[] nearest = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            encoder.encode(rows[i], latent);
            distances.squared(latent, squared);
            nearest[i] = Distances.nearest(squared);
        }
        return nearest;
    }

    /** The kernel knows whole autoencoders only; this one's decoder is never asked. */
    private static DenseAutoencoder withDecoder(List<DenseLayer> encoder) {
        int inputs = encoder.get(0).inputs();
        int units = encoder.get(encoder.size() - 1).outputs();
        List<DenseLayer> layers = new ArrayList<>(encoder);
        layers.add(new DenseLayer(units, inputs, new float[units * inputs], new float[inputs], Activation.IDENTITY));
        return new DenseAutoencoder(layers, encoder.size());
    }
}
