package dev.riffle.detector.bundle;

import dev.riffle.detector.anomaly.Calibration;
import dev.riffle.detector.bundle.Manifest.Calibrations.Tail;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.LineageEntry;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseLayer;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.pipeline.Scaler;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Splits a bundle into manifest and tensors and puts it together again: format version 1. */
final class FormatVersion1 {
    private FormatVersion1() {}

    /** Adds the bundle's tensors to the writer and says everything else in the manifest. */
    static Manifest write(ModelBundle bundle, TensorWriter tensors) {
        Scaler scaler = bundle.scaler();
        int width = scaler.means().length;
        tensors.add("scaler.means", scaler.means(), width);
        tensors.add("scaler.scales", scaler.scales(), width);
        tensors.add("residualScales", bundle.residualScales(), width);
        // The one kind of encoder so far; another one needs a type of its own in the manifest.
        DenseAutoencoder autoencoder = (DenseAutoencoder) bundle.encoder();
        Manifest.DenseEncoder encoder = writeEncoder(autoencoder, tensors);
        writeCentroids("latent", bundle.clusters().latent(), tensors);
        writeCentroids("density", bundle.clusters().density(), tensors);
        Manifest.Calibrations calibrations = new Manifest.Calibrations(
                writeCalibration("reconstruction", bundle.reconstruction(), tensors),
                writeCalibration("density", bundle.density(), tensors),
                writeCalibration("combined", bundle.combined(), tensors));
        return new Manifest(
                bundle.modelVersion(),
                bundle.parentVersion(),
                writeProvenance(bundle.provenance()),
                new Manifest.PipelineText(
                        bundle.pipeline().fingerprint(), bundle.pipeline().yaml()),
                scaler.limit(),
                encoder,
                calibrations,
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
        Pipeline pipeline = Pipeline.parse(manifest.pipeline().yaml(), "model bundle");
        if (!pipeline.fingerprint().equals(manifest.pipeline().fingerprint())) {
            throw new InvalidBundleException("Model bundle's pipeline has fingerprint "
                    + manifest.pipeline().fingerprint() + "; expected " + pipeline.fingerprint()
                    + ": this Riffle computes other features from the same pipeline file");
        }
        int width = pipeline.columns().size();
        Scaler scaler = new Scaler(
                tensors.doubles("scaler.means", width), tensors.doubles("scaler.scales", width), limit(manifest));
        float[] residualScales = tensors.floats("residualScales", width);
        DenseAutoencoder encoder = readEncoder(manifest.encoder(), tensors);
        ClusterState clusters = new ClusterState(
                manifest.modelVersion(),
                0,
                readCentroids("latent", encoder.latentDimension(), tensors),
                readCentroids("density", Math.multiplyExact(2, width), tensors));
        Manifest.Calibrations calibrations = manifest.calibrations();
        ModelBundle bundle = new ModelBundle(
                manifest.modelVersion(),
                manifest.parentVersion(),
                pipeline,
                scaler,
                encoder,
                residualScales,
                clusters,
                readCalibration("reconstruction", calibrations.reconstruction(), tensors),
                readCalibration("density", calibrations.density(), tensors),
                readCalibration("combined", calibrations.combined(), tensors),
                manifest.lineage().stream()
                        .map(link -> new LineageEntry(link.oldId(), link.newId(), link.share()))
                        .toList(),
                readProvenance(manifest.provenance()));
        tensors.requireAllRead();
        return bundle;
    }

    private static float limit(Manifest manifest) throws InvalidBundleException {
        float limit = (float) manifest.scalerLimit();
        if (limit != manifest.scalerLimit()) {
            throw new InvalidBundleException(
                    "Model bundle's scalerLimit is " + manifest.scalerLimit() + "; expected a float32 value");
        }
        return limit;
    }

    private static Manifest.DenseEncoder writeEncoder(DenseAutoencoder encoder, TensorWriter tensors) {
        List<Manifest.DenseEncoder.Layer> layers = new ArrayList<>();
        for (DenseLayer layer : encoder.layers()) {
            String prefix = "encoder." + layers.size();
            tensors.add(prefix + ".weights", layer.weights(), layer.inputs(), layer.outputs());
            tensors.add(prefix + ".biases", layer.biases(), layer.outputs());
            layers.add(new Manifest.DenseEncoder.Layer(layer.inputs(), layer.outputs(), layer.activation()));
        }
        return new Manifest.DenseEncoder(Manifest.DenseEncoder.TYPE, encoder.encoderLayers(), layers);
    }

    private static DenseAutoencoder readEncoder(Manifest.DenseEncoder encoder, TensorReader tensors)
            throws InvalidBundleException {
        if (!encoder.type().equals(Manifest.DenseEncoder.TYPE)) {
            throw new InvalidBundleException("Model bundle's encoder has type '" + encoder.type() + "'; expected '"
                    + Manifest.DenseEncoder.TYPE + "'");
        }
        List<DenseLayer> layers = new ArrayList<>();
        for (Manifest.DenseEncoder.Layer layer : encoder.layers()) {
            String prefix = "encoder." + layers.size();
            layers.add(new DenseLayer(
                    layer.inputs(),
                    layer.outputs(),
                    tensors.floats(prefix + ".weights", layer.inputs(), layer.outputs()),
                    tensors.floats(prefix + ".biases", layer.outputs()),
                    layer.activation()));
        }
        return new DenseAutoencoder(layers, encoder.encoderLayers());
    }

    private static void writeCentroids(String space, Centroids centroids, TensorWriter tensors) {
        String prefix = "clusters." + space;
        int count = centroids.count();
        tensors.add(prefix + ".ids", centroids.ids(), count);
        tensors.add(prefix + ".masses", centroids.masses(), count);
        tensors.add(prefix + ".centres", centroids.centres(), count, centroids.dimension());
        tensors.add(prefix + ".variances", centroids.variances(), count, centroids.dimension());
        tensors.add(prefix + ".lastSeen", centroids.lastSeen(), count);
    }

    private static Centroids readCentroids(String space, int dimension, TensorReader tensors)
            throws InvalidBundleException {
        String prefix = "clusters." + space;
        int count = tensors.extent(prefix + ".ids", 0);
        return new Centroids(
                dimension,
                tensors.longs(prefix + ".ids", count),
                tensors.doubles(prefix + ".masses", count),
                tensors.floats(prefix + ".centres", count, dimension),
                tensors.floats(prefix + ".variances", count, dimension),
                tensors.longs(prefix + ".lastSeen", count));
    }

    private static Tail writeCalibration(String signal, Calibration calibration, TensorWriter tensors) {
        tensors.add("calibrations." + signal + ".knots", calibration.knots(), calibration.knots().length);
        return new Tail(calibration.rows(), calibration.tailStart(), calibration.tailScale());
    }

    private static Calibration readCalibration(String signal, Tail tail, TensorReader tensors)
            throws InvalidBundleException {
        String name = "calibrations." + signal + ".knots";
        double[] knots = tensors.doubles(name, tensors.extent(name, 0));
        return new Calibration(knots, tail.rows(), tail.tailStart(), tail.tailScale());
    }

    private static Manifest.Origin writeProvenance(Provenance provenance) {
        return new Manifest.Origin(
                provenance.algorithm(),
                provenance.createdMillis(),
                provenance.dataFromMillis(),
                provenance.dataToMillis(),
                provenance.trainingRows(),
                provenance.holdoutRows(),
                provenance.seed(),
                provenance.codeVersion(),
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
                origin.hyperparameters(),
                origin.holdoutFigures());
    }
}
