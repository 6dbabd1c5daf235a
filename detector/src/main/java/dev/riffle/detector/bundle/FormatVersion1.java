package dev.riffle.detector.bundle;

import dev.riffle.detector.clustering.ClusterModel.LatentCentroids;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.LineageEntry;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.projection.Projections;

/** Reads format version 1: one kind of clusters, and no word on what the training computed on. */
final class FormatVersion1 {
    private FormatVersion1() {}

    /**
     * @throws InvalidBundleException if the tensors are not those that the manifest asks for
     * @throws IllegalArgumentException if a part of the bundle is invalid, or parts do not fit together
     */
    static ModelBundle read(ManifestVersion1 manifest, TensorReader tensors) throws InvalidBundleException {
        Pipeline pipeline = FeatureTensors.pipeline(manifest.pipeline());
        int width = pipeline.columns().size();
        DenseAutoencoder encoder = LayerTensors.readAutoencoder("encoder", manifest.encoder(), tensors);
        ModelBundle bundle = new ModelBundle(
                manifest.modelVersion(),
                manifest.parentVersion(),
                pipeline,
                FeatureTensors.readScaler(manifest.scalerLimit(), width, tensors),
                encoder,
                FeatureTensors.readResidualScales(width, tensors),
                Projections.NONE,
                new LatentCentroids(),
                new ClusterState(
                        manifest.modelVersion(),
                        0,
                        CentroidTensors.read("latent", encoder.latentDimension(), tensors),
                        CentroidTensors.read("density", Math.multiplyExact(2, width), tensors)),
                CalibrationTensors.read(manifest.calibrations(), tensors),
                manifest.lineage().stream()
                        .map(link -> new LineageEntry(link.oldId(), link.newId(), link.share()))
                        .toList(),
                readProvenance(manifest.provenance()));
        tensors.requireAllRead();
        return bundle;
    }

    private static Provenance readProvenance(ManifestVersion1.Origin origin) {
        return new Provenance(
                origin.algorithm(),
                origin.createdMillis(),
                origin.dataFromMillis(),
                origin.dataToMillis(),
                origin.trainingRows(),
                origin.holdoutRows(),
                origin.seed(),
                origin.codeVersion(),
                Provenance.Computation.UNKNOWN,
                origin.hyperparameters(),
                origin.holdoutFigures());
    }
}
