package dev.riffle.detector.bundle;

import dev.riffle.detector.clustering.ClusterModel;
import dev.riffle.detector.clustering.ClusterModel.AutoencoderMixture;
import dev.riffle.detector.clustering.ClusterModel.CorePoints;
import dev.riffle.detector.clustering.ClusterModel.EncodedCentroids;
import dev.riffle.detector.clustering.ClusterModel.LatentCentroids;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseStack;
import java.util.ArrayList;
import java.util.List;

/** A cluster model's weights and points as tensors {@code clusterModel.*}. */
final class ClusterModelTensors {
    private static final String NAME = "clusterModel";
    private static final String POINTS = NAME + ".points";
    private static final String POINT_CLUSTERS = NAME + ".pointClusters";

    private ClusterModelTensors() {}

    static Manifest.Clusters write(ClusterModel model, TensorWriter tensors) {
        if (model instanceof LatentCentroids) {
            return new Manifest.Clusters.LatentCentroids();
        }
        if (model instanceof EncodedCentroids encoded) {
            return new Manifest.Clusters.EncodedCentroids(
                    LayerTensors.write(NAME, encoded.encoder().layers(), tensors));
        }
        if (model instanceof AutoencoderMixture mixture) {
            List<Manifest.DenseEncoder> shapes = new ArrayList<>();
            for (DenseAutoencoder autoencoder : mixture.autoencoders()) {
                shapes.add(LayerTensors.writeAutoencoder(NAME + "." + shapes.size(), autoencoder, tensors));
            }
            return new Manifest.Clusters.AutoencoderMixture(shapes);
        }
        if (model instanceof CorePoints corePoints) {
            return writeCorePoints(corePoints, tensors);
        }
        throw new IllegalArgumentException("the format has no place for " + model.getClass());
    }

    private static Manifest.Clusters writeCorePoints(CorePoints corePoints, TensorWriter tensors) {
        List<Manifest.Layer> layers =
                LayerTensors.write(NAME, corePoints.encoder().layers(), tensors);
        int[] clusters = corePoints.clusters();
        long[] wide = new long[clusters.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = clusters[i];
        }
        tensors.add(
                POINTS, corePoints.points(), wide.length, corePoints.encoder().outputs());
        tensors.add(POINT_CLUSTERS, wide, wide.length);
        return new Manifest.Clusters.CorePoints(layers, corePoints.radius());
    }

    static ClusterModel read(Manifest.Clusters shape, int columns, TensorReader tensors) throws InvalidBundleException {
        if (shape instanceof Manifest.Clusters.EncodedCentroids encoded) {
            return new EncodedCentroids(new DenseStack(columns, LayerTensors.read(NAME, encoded.layers(), tensors)));
        }
        if (shape instanceof Manifest.Clusters.AutoencoderMixture mixture) {
            List<DenseAutoencoder> autoencoders = new ArrayList<>();
            for (Manifest.DenseEncoder autoencoder : mixture.autoencoders()) {
                autoencoders.add(LayerTensors.readAutoencoder(NAME + "." + autoencoders.size(), autoencoder, tensors));
            }
            return new AutoencoderMixture(autoencoders);
        }
        if (shape instanceof Manifest.Clusters.CorePoints corePoints) {
            return readCorePoints(corePoints, columns, tensors);
        }
        return new LatentCentroids();
    }

    private static CorePoints readCorePoints(Manifest.Clusters.CorePoints shape, int columns, TensorReader tensors)
            throws InvalidBundleException {
        DenseStack encoder = new DenseStack(columns, LayerTensors.read(NAME, shape.layers(), tensors));
        int count = tensors.extent(POINT_CLUSTERS, 0);
        float[] points = tensors.floats(POINTS, count, encoder.outputs());
        long[] wide = tensors.longs(POINT_CLUSTERS, count);
        int[] clusters = new int[count];
        for (int i = 0; i < count; i++) {
            clusters[i] = (int) Math.max(-1, Math.min(wide[i], Integer.MAX_VALUE));
        }
        return new CorePoints(encoder, points, clusters, shape.radius());
    }
}
