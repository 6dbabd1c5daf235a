package dev.riffle.detector.bundle;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.riffle.detector.encoder.Activation;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;

/**
 * What a bundle says in JSON: everything but the arrays, and where in the file those lie. The component names are part
 * of the format. Written such that equal manifests give equal bytes, on any JDK; read strictly.
 *
 * @param tensors the file's tensors in the order in which they follow the manifest
 */
@JsonPropertyOrder({
    "modelVersion",
    "parentVersion",
    "provenance",
    "pipeline",
    "scalerLimit",
    "encoder",
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
        Calibrations calibrations,
        List<Link> lineage,
        List<TensorEntry> tensors) {

    private static final JsonMapper JSON = JsonMapper.builder()
            // The JDK's own double to text changed with JDK 19.
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
            .build();

    byte[] toJson() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Model bundle's texts cannot be written as UTF-8 JSON", e);
        }
    }

    static Manifest fromJson(byte[] bytes, int offset, int length) throws InvalidBundleException {
        try {
            return JSON.readValue(bytes, offset, length, Manifest.class);
        } catch (JsonProcessingException e) {
            throw new InvalidBundleException(
                    "Model bundle's manifest is not what the format expects: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new InvalidBundleException("Model bundle's manifest is not readable: " + e.getMessage(), e);
        }
    }

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
            SortedMap<String, String> hyperparameters,
            SortedMap<String, Double> holdoutFigures) {}

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

        @JsonPropertyOrder({"inputs", "outputs", "activation"})
        record Layer(int inputs, int outputs, Activation activation) {}
    }

    @JsonPropertyOrder({"reconstruction", "density", "combined"})
    record Calibrations(Tail reconstruction, Tail density, Tail combined) {
        /** A {@link dev.riffle.detector.anomaly.Calibration} without its knots, which are a tensor. */
        @JsonPropertyOrder({"rows", "tailStart", "tailScale"})
        record Tail(long rows, double tailStart, double tailScale) {}
    }

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
