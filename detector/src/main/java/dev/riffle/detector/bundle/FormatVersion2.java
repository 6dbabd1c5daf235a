package dev.riffle.detector.bundle;

import dev.riffle.detector.clustering.ClusterModel;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.LineageEntry;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.projection.Projections;
import java.util.TreeMap;

/** Splits a bundle into manifest and tensors and puts it together again: format version 2. */
final class FormatVersion2 {
    private FormatVersion2() {}

    /** Adds the bundle's tensors to the writer and says everything else in the manifest. */
    static Manifest write(ModelBundle bundle, TensorWriter tensors) {
        FeatureTensors.write(bundle.scaler(), bundle.residualScales(), tensors);
        // The one kind of encoder so far; another one needs a type of its own in the manifest.
        Manifest.DenseEncoder encoder =
                LayerTensors.writeAutoencoder("encoder", (DenseAutoencoder) bundle.encoder(), tensors);
        ProjectionTensors.write(bundle.projections(), bundle.clusters().histograms(), tensors);
        Manifest.Clusters clusterModel = ClusterModelTensors.write(bundle.clusterModel(), tensors);
        CentroidTensors.write("latent", bundle.clusters().latent(), tensors);
        CentroidTensors.write("density", bundle.clusters().density(), tensors);
        return new Manifest(
                bundle.modelVersion(),
                bundle.parentVersion(),
                writeProvenance(bundle.provenance()),
                new Manifest.PipelineText(
                        bundle.pipeline().fingerprint(), bundle.pipeline().yaml()),
                bundle.scaler().limit(),
                encoder,
                clusterModel,
                CalibrationTensors.write(bundle.scores(), tensors),
                bundle.lineage().stream()
                        .map(entry -> new Manifest.Link(entry.oldId(), entry.newId(), entry.share()))
                        .toList(),
                tensors.entries());
    }

    /**
     * @throws InvalidBundleException if the tensors are not those that the manifest asks for
     * @throws IllegalArgumentException if a part of the bundle is invalid, or parts do not fit together
     */
    static ModelBundle read(Manifest manifest, TensorReader tensors) throws InvalidBundleException {
        Pipeline pipeline = FeatureTensors.pipeline(manifest.pipeline());
        int width = pipeline.columns().size();
        DenseAutoencoder encoder = LayerTensors.readAutoencoder("encoder", manifest.encoder(), tensors);
        // Of the scaled input, or of [scaled input, residual]: the bundle checks that it is one of them.
        int points = tensors.extent("clusters.density.centres", 1);
        Projections projections = ProjectionTensors.readProjections(points, tensors);
        ClusterModel clusterModel = ClusterModelTensors.read(manifest.clusterModel(), width, tensors);
        int dimension = clusterModel.dimension(encoder.latentDimension());
        ModelBundle bundle = new ModelBundle(
                manifest.modelVersion(),
                manifest.parentVersion(),
                pipeline,
                FeatureTensors.readScaler(manifest.scalerLimit(), width, tensors),
                encoder,
                FeatureTensors.readResidualScales(width, tensors),
                projections,
                clusterModel,
                new ClusterState(
                        manifest.modelVersion(),
                        0,
                        CentroidTensors.read("latent", dimension, tensors),
                        CentroidTensors.read("density", points, tensors),
                        ProjectionTensors.readHistograms(projections, tensors)),
                CalibrationTensors.read(manifest.calibrations(), tensors),
                manifest.lineage().stream()
                        .map(link -> new LineageEntry(link.oldId(), link.newId(), link.share()))
                        .toList(),
                readProvenance(manifest.provenance()));
        tensors.requireAllRead();
        return bundle;
    }

    private static Manifest.Origin writeProvenance(Provenance provenance) {
        Provenance.Computation computation = provenance.computation();
        return new Manifest.Origin(
                provenance.algorithm(),
                provenance.createdMillis(),
                provenance.dataFromMillis(),
                provenance.dataToMillis(),
                provenance.trainingRows(),
                provenance.holdoutRows(),
                provenance.seed(),
                provenance.codeVersion(),
                new Manifest.Origin.Computation(computation.backend(), computation.coreType(), computation.threads()),
                new TreeMap<>(provenance.hyperparameters()),
                new TreeMap<>(provenance.holdoutFigures()));
    }

    private static Provenance readProvenance(Manifest.Origin origin) {
        return new Provenance(
                origin.algorithm(),
                origin.createdMillis(),
                origin.dataFromMillis(),
                origin.dataToMillis(),
                origin.trainingRows(),
                origin.holdoutRows(),
                origin.seed(),
                origin.codeVersion(),
                new Provenance.Computation(
                        origin.computation().backend(),
                        origin.computation().coreType(),
                        origin.computation().threads()),
                origin.hyperparameters(),
                origin.holdoutFigures());
    }
}
