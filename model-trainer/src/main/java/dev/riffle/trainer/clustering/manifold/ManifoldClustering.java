package dev.riffle.trainer.clustering.manifold;

import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.clustering.CorePointSample;
import dev.riffle.trainer.clustering.FittedClustering;
import dev.riffle.trainer.training.Progress;

/**
 * Clusters along a manifold, after N2D (McConville, Santos-Rodriguez, Piechocki and Craddock, "N2D: (not too) deep
 * clustering via clustering the local manifold of an autoencoded embedding", ICPR 2020): rows, which there are codes of
 * an autoencoder, are laid out by UMAP (McInnes, Healy and Melville 2018) in as many dimensions as clusters, neighbours as
 * close as they get, and a mixture of Gaussians divides the layout.
 *
 * <p>Deviations:
 *
 * <ul>
 *   <li>15 neighbours, UMAP's default, instead of 20; found exactly. At most as many dimensions as the rows have.
 *   <li>The best of 100 mixtures by likelihood, for most have one cluster divided and two joined.
 *   <li>A layout knows no new rows: they are given the cluster of the nearest of a sample of the rows.
 * </ul>
 */
public final class ManifoldClustering implements ClusteringAlgorithm {
    private static final int NEIGHBOURS = 15;
    private static final double LEAST_DISTANCE = 0;
    private static final int LAYOUT_EPOCHS = 200;
    private static final int SMALL_LAYOUT_EPOCHS = 500;
    private static final int SMALL = 10_000;
    private static final int NEGATIVES = 5;
    private static final int STARTS = 100;

    @Override
    public FittedClustering fit(float[][] rows, ClusteringSettings settings, Progress progress) {
        settings.requireUsable(rows);
        if (rows.length == 1) {
            return fitted(rows, new int[1], new double[1], settings);
        }
        NearestNeighbours neighbours = NearestNeighbours.of(rows, Math.min(NEIGHBOURS, rows.length - 1));
        FuzzyGraph graph = FuzzyGraph.of(neighbours);
        int dimensions = Math.max(2, Math.min(settings.clusters(), rows[0].length));
        float[][] start = SpectralStart.of(graph, dimensions, settings.seed());
        int epochs = rows.length <= SMALL ? SMALL_LAYOUT_EPOCHS : LAYOUT_EPOCHS;
        float[][] layout = new Layout(LayoutCurve.of(LEAST_DISTANCE), epochs, NEGATIVES)
                .of(graph, start, settings.seed(), progress);
        GaussianMixture.Fit mixture =
                GaussianMixture.fit(layout, settings.clusters(), STARTS, settings.seed(), progress);
        return fitted(rows, mixture.assignment(), neighbours.furthest(), settings);
    }

    private static FittedClustering fitted(
            float[][] rows, int[] assignment, double[] reaches, ClusteringSettings settings) {
        return new FittedClustering(assignment, CorePointSample.of(rows, assignment, reaches, settings.seed()));
    }
}
