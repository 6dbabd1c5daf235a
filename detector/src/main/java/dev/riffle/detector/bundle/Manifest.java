package dev.riffle.detector.bundle;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.riffle.detector.encoder.Activation;
import java.util.List;
import java.util.SortedMap;

/**
 * What a bundle of format version 2 says in JSON: everything but the arrays, and where in the file those lie. The
 * component names are part of the format.
 *
 * @param calibrations by the name of what is calibrated; {@link CalibrationTensors} says which there are
 * @param tensors the file's tensors in the order in which they follow the manifest
 */
@JsonPropertyOrder({
    "modelVersion",
    "parentVersion",
    "provenance",
    "pipeline",
    "scalerLimit",
    "encoder",
    "clusterModel",
    "calibrations",
    "lineage",
    "tensors"
})
record Manifest(
        long modelVersion,
        long parentVersion,
        Origin provenance,
        PipelineText pipeline,
        double scalerLimit,
        DenseEncoder encoder,
        Clusters clusterModel,
        SortedMap<String, Tail> calibrations,
        List<Link> lineage,
        List<TensorEntry> tensors) {

    /** A {@link Provenance}, its maps in order. */
    @JsonPropertyOrder({
        "algorithm",
        "createdMillis",
        "dataFromMillis",
        "dataToMillis",
        "trainingRows",
        "holdoutRows",
        "seed",
        "codeVersion",
        "computation",
        "hyperparameters",
        "holdoutFigures"
    })
    record Origin(
            String algorithm,
            long createdMillis,
            long dataFromMillis,
            long dataToMillis,
            long trainingRows,
            long holdoutRows,
            long seed,
            String codeVersion,
            Computation computation,
            SortedMap<String, String> hyperparameters,
            SortedMap<String, Double> holdoutFigures) {

        /** A {@link Provenance.Computation}. */
        @JsonPropertyOrder({"backend", "coreType", "threads"})
        record Computation(String backend, String coreType, int threads) {}
    }

    /** The pipeline file's text, and the fingerprint of what it means. */
    @JsonPropertyOrder({"fingerprint", "yaml"})
    record PipelineText(String fingerprint, String yaml) {}

    /**
     * Shape of a dense autoencoder.
     *
     * @param type always {@value #TYPE}: where other encoders will say otherwise
     */
    @JsonPropertyOrder({"type", "encoderLayers", "layers"})
    record DenseEncoder(String type, int encoderLayers, List<Layer> layers) {
        static final String TYPE = "dense-autoencoder";
    }

    /** Shape of a dense layer. */
    @JsonPropertyOrder({"inputs", "outputs", "activation"})
    record Layer(int inputs, int outputs, Activation activation) {}

    /** A {@link dev.riffle.detector.clustering.ClusterModel} without its weights and points, which are tensors. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Clusters.LatentCentroids.class, name = "latent-centroids"),
        @JsonSubTypes.Type(value = Clusters.EncodedCentroids.class, name = "encoded-centroids"),
        @JsonSubTypes.Type(value = Clusters.AutoencoderMixture.class, name = "autoencoder-mixture"),
        @JsonSubTypes.Type(value = Clusters.CorePoints.class, name = "core-points")
    })
    sealed interface Clusters {
        record LatentCentroids() implements Clusters {}

        record EncodedCentroids(List<Layer> layers) implements Clusters {}

        record AutoencoderMixture(List<DenseEncoder> autoencoders) implements Clusters {}

        @JsonPropertyOrder({"layers", "radius"})
        record CorePoints(List<Layer> layers, double radius) implements Clusters {}
    }

    /** A {@link dev.riffle.detector.anomaly.Calibration} without its knots, which are a tensor. */
    @JsonPropertyOrder({"rows", "tailStart", "tailScale"})
    record Tail(long rows, double tailStart, double tailScale) {}

    /** A {@link dev.riffle.detector.clustering.LineageEntry}. */
    @JsonPropertyOrder({"oldId", "newId", "share"})
    record Link(long oldId, long newId, double share) {}

    /**
     * One tensor.
     *
     * @param shape extents, row-major; empty would be a scalar, which the format does not use
     * @param offset of its first byte from the end of the manifest
     */
    @JsonPropertyOrder({"name", "type", "shape", "offset"})
    record TensorEntry(String name, TensorType type, List<Integer> shape, long offset) {}
}
