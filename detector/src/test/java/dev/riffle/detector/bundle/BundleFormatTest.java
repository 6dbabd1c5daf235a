package dev.riffle.detector.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BundleFormatTest {
    private final ModelBundle bundle = SeededBundle.seed(7).version(3, 2).build();
    private final byte[] bytes = BundleFormat.encode(bundle);

    @Property(tries = 200)
    void decodingAndEncodingGivesTheSameBytes(
            @ForAll long seed,
            @ForAll @LongRange(min = 1) long version,
            @ForAll @IntRange(min = 1, max = 12) int columns,
            @ForAll @IntRange(min = 1, max = 20) int hidden,
            @ForAll @IntRange(min = 1, max = 8) int latent,
            @ForAll Activation activation,
            @ForAll @IntRange(min = 1, max = 9) int clusters,
            @ForAll @IntRange(min = 1, max = 9) int mixture,
            @ForAll @IntRange(min = 1, max = 2000) int calibrationRows)
            throws InvalidBundleException {
        ModelBundle original = SeededBundle.seed(seed)
                .version(version, version - 1)
                .pipeline(SeededBundle.numericPipeline(columns))
                .network(hidden, latent, activation)
                .centroids(clusters, mixture)
                .calibrationRows(calibrationRows)
                .build();
        byte[] encoded = BundleFormat.encode(original);

        assertThat(BundleFormat.encode(BundleFormat.decode(encoded))).isEqualTo(encoded);
    }

    @Test
    void everyPartComesBack() throws InvalidBundleException {
        ModelBundle decoded = BundleFormat.decode(bytes);

        assertThat(decoded.modelVersion()).isEqualTo(3);
        assertThat(decoded.parentVersion()).isEqualTo(2);
        assertThat(decoded.pipeline().yaml()).isEqualTo(bundle.pipeline().yaml());
        assertThat(decoded.pipeline().fingerprint()).isEqualTo(bundle.pipeline().fingerprint());
        assertThat(decoded.scaler().means()).isEqualTo(bundle.scaler().means());
        assertThat(decoded.scaler().scales()).isEqualTo(bundle.scaler().scales());
        assertThat(decoded.scaler().limit()).isEqualTo(bundle.scaler().limit());
        assertThat(decoded.residualScales()).isEqualTo(bundle.residualScales());
        assertThat(decoded.clusters()).isEqualTo(bundle.clusters());
        assertThat(decoded.reconstruction()).isEqualTo(bundle.reconstruction());
        assertThat(decoded.density()).isEqualTo(bundle.density());
        assertThat(decoded.combined()).isEqualTo(bundle.combined());
        assertThat(decoded.lineage()).isEqualTo(bundle.lineage()).isNotEmpty();
        assertThat(decoded.provenance()).isEqualTo(bundle.provenance());
        DenseAutoencoder found = (DenseAutoencoder) decoded.encoder();
        DenseAutoencoder expected = (DenseAutoencoder) bundle.encoder();
        assertThat(found.encoderLayers()).isEqualTo(expected.encoderLayers());
        assertThat(found.layers()).hasSameSizeAs(expected.layers());
        for (int i = 0; i < found.layers().size(); i++) {
            DenseLayer layer = found.layers().get(i);
            assertThat(layer.weights()).isEqualTo(expected.layers().get(i).weights());
            assertThat(layer.biases()).isEqualTo(expected.layers().get(i).biases());
            assertThat(layer.activation()).isEqualTo(expected.layers().get(i).activation());
        }
    }

    @Test
    void theSameBundleGivesTheSameBytes() {
        assertThat(BundleFormat.encode(SeededBundle.seed(7).version(3, 2).build()))
                .isEqualTo(bytes);
        assertThat(BundleFormat.encode(SeededBundle.seed(8).version(3, 2).build()))
                .isNotEqualTo(bytes);
    }

    @Test
    void everyTruncationIsRefused() {
        for (int length = 0; length < bytes.length; length++) {
            byte[] truncated = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(InvalidBundleException.class)
                    .as("first " + length + " bytes")
                    .isThrownBy(() -> BundleFormat.decode(truncated))
                    .withMessageContaining("has " + length + " bytes; expected ");
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> BundleFormat.decode(longer))
                .isInstanceOf(InvalidBundleException.class)
                .hasMessage("Model bundle has " + longer.length + " bytes; expected " + bytes.length
                        + " by its head: it is truncated or damaged");
    }

    @Test
    void everyFlippedBitIsRefused() {
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            assertThatExceptionOfType(InvalidBundleException.class)
                    .as("flipped bit in byte " + i)
                    .isThrownBy(() -> BundleFormat.decode(flipped))
                    .satisfies(e -> assertThat(e.getMessage()).containsAnyOf("; expected ", ", this Riffle reads"));
        }
    }

    /** What a checksum cannot catch: bytes that somebody made, rather than damaged. */
    @Property(tries = 3000)
    void forgedManifestsAreReadOrRefusedButNeverCrash(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] forged = bytes.clone();
        int manifest = ByteBuffer.wrap(bytes).getInt(12);
        int changes = 1 + random.nextInt(3);
        byte[] likely = "0123456789-.eE\"{}[],:nulltruefalse ".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < changes; i++) {
            forged[BundleFormat.HEAD_BYTES + random.nextInt(manifest)] = likely[random.nextInt(likely.length)];
        }
        readOrRefuse(seal(forged));
    }

    @Property(tries = 1000)
    void forgedTensorsAreReadOrRefusedButNeverCrash(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] forged = bytes.clone();
        int start = BundleFormat.HEAD_BYTES + ByteBuffer.wrap(bytes).getInt(12);
        int end = bytes.length - BundleFormat.CHECKSUM_BYTES;
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
            forged[start + random.nextInt(end - start)] = (byte) random.nextInt();
        }
        readOrRefuse(seal(forged));
    }

    @Test
    void aManifestWithAnyValueReplacedByNullIsRefused() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonPointer> values = new ArrayList<>();
        collect(json.readTree(manifest(bytes)), JsonPointer.empty(), values);
        assertThat(values).hasSizeGreaterThan(100);
        for (JsonPointer value : values) {
            JsonNode manifest = json.readTree(manifest(bytes));
            JsonNode parent = manifest.at(value.head());
            if (parent instanceof ObjectNode object) {
                object.putNull(value.last().getMatchingProperty());
            } else {
                ((ArrayNode) parent).setNull(value.last().getMatchingIndex());
            }
            byte[] forged = withManifest(json.writeValueAsString(manifest));
            assertThatExceptionOfType(InvalidBundleException.class)
                    .as(value.toString())
                    .isThrownBy(() -> BundleFormat.decode(forged));
        }
    }

    private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> values) {
        if (!at.matches()) {
            values.add(at);
        }
        if (node.isObject()) {
            node.fieldNames().forEachRemaining(name -> collect(node.get(name), at.appendProperty(name), values));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), at.appendIndex(i), values);
        }
    }

    @Test
    void aFutureFormatVersionIsRefused() {
        byte[] future = bytes.clone();
        ByteBuffer.wrap(future).putInt(8, 2);
        assertThatThrownBy(() -> BundleFormat.decode(seal(future)))
                .isInstanceOf(InvalidBundleException.class)
                .hasMessage("Model bundle has format version 2, this Riffle reads up to 1");
    }

    @Test
    void whatIsNoBundleIsRefused() {
        byte[] other = new byte[200];
        assertThatThrownBy(() -> BundleFormat.decode(other))
                .isInstanceOf(InvalidBundleException.class)
                .hasMessage("Not a model bundle: starts with bytes 0000000000000000; expected 524946464c454d42"
                        + " (\"RIFFLEMB\")");
    }

    @Test
    void sizesAreBoundedBeforeAnythingIsAllocated() {
        byte[] hugeManifest = bytes.clone();
        ByteBuffer.wrap(hugeManifest).putInt(12, Integer.MAX_VALUE);
        assertRefused(hugeManifest, "manifest has 2147483647 bytes by its head; expected at most");
        ByteBuffer.wrap(hugeManifest).putInt(12, -1);
        assertRefused(hugeManifest, "manifest has 4294967295 bytes by its head; expected at most");

        assertRefused(
                edit(text -> text.replace("\"shape\":[3,8]", "\"shape\":[2147483647,2147483647]")),
                "has shape [2147483647, 2147483647]; expected at most 268435456 bytes");
        assertRefused(
                edit(text -> text.replace("\"shape\":[3,8]", "\"shape\":[3,9]")),
                "tensor 'encoder.0.biases' starts at byte ");
        assertRefused(
                edit(text -> text.replace("\"shape\":[3,8]", "\"shape\":[-3,-8]")), "expected no negative extent");
    }

    @Test
    void tensorsThatDoNotBelongAreRefused() {
        assertRefused(
                edit(text -> text.replace("\"FLOAT32\",\"shape\":[3,8]", "\"FLOAT16\",\"shape\":[3,8]")), "FLOAT16");
        assertRefused(
                edit(text -> text.replace("encoder.0.weights", "encoder.0.gewicht")),
                "Model bundle has no tensor 'encoder.0.weights'");
        assertRefused(
                edit(text -> text.replace("encoder.0.biases", "encoder.0.weights")),
                "Model bundle has two tensors 'encoder.0.weights'; expected each name once");
        assertRefused(
                edit(text -> text.replace("\"shape\":[3,8]", "\"shape\":[8,3]")),
                "tensor 'encoder.0.weights' is FLOAT32 of shape [8, 3]; expected FLOAT32 of shape [3, 8]");
        assertRefused(
                edit(
                        text -> text.replace(
                                "{\"name\":\"scaler.means\"",
                                "{\"name\":\"extra\",\"type\":\"INT64\",\"shape\":[0],\"offset\":0},{\"name\":\"scaler.means\"")),
                "Model bundle has unknown tensors [extra]; expected none");
    }

    @Test
    void valuesThatAreNotFiniteAreRefused() {
        byte[] forged = bytes.clone();
        int means = BundleFormat.HEAD_BYTES + ByteBuffer.wrap(bytes).getInt(12);
        ByteBuffer.wrap(forged).putDouble(means + Double.BYTES, Double.NaN);
        assertRefused(seal(forged), "tensor 'scaler.means' is NaN at index 1; expected a finite value");
    }

    @Test
    void anUnknownEncoderAndAnUnknownFieldAreRefused() {
        assertRefused(
                edit(text -> text.replace("dense-autoencoder", "dense-transformer")),
                "encoder has type 'dense-transformer'; expected 'dense-autoencoder'");
        assertRefused(edit(text -> text.replace("{\"modelVersion\"", "{\"surprise\":1,\"modelVersion\"")), "surprise");
    }

    @Test
    void aPipelineWhoseFeaturesAreComputedDifferentlyIsRefused() {
        String fingerprint = bundle.pipeline().fingerprint();
        assertRefused(
                edit(text -> text.replace(fingerprint, "0".repeat(fingerprint.length()))),
                "pipeline has fingerprint " + "0".repeat(fingerprint.length()) + "; expected " + fingerprint);
    }

    @Test
    void sha256NamesAllBytes() throws NoSuchAlgorithmException {
        assertThat(BundleFormat.sha256("abc".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    private void assertRefused(byte[] forged, String message) {
        assertThatThrownBy(() -> BundleFormat.decode(forged))
                .isInstanceOf(InvalidBundleException.class)
                .hasMessageContaining(message);
    }

    private byte[] edit(UnaryOperator<String> change) {
        String before = manifest(bytes);
        String after = change.apply(before);
        assertThat(after).as("the edit changed the manifest").isNotEqualTo(before);
        return withManifest(after);
    }

    private static String manifest(byte[] bytes) {
        return new String(bytes, BundleFormat.HEAD_BYTES, ByteBuffer.wrap(bytes).getInt(12), StandardCharsets.UTF_8);
    }

    private byte[] withManifest(String text) {
        byte[] manifest = text.getBytes(StandardCharsets.UTF_8);
        int tensors = BundleFormat.HEAD_BYTES + ByteBuffer.wrap(bytes).getInt(12);
        byte[] forged = new byte[bytes.length - tensors + BundleFormat.HEAD_BYTES + manifest.length];
        ByteBuffer.wrap(forged)
                .put(bytes, 0, 12)
                .putInt(manifest.length)
                .putLong(forged.length)
                .put(manifest)
                .put(bytes, tensors, bytes.length - tensors);
        return seal(forged);
    }

    /** Puts the right checksum at the end, in place. */
    private static byte[] seal(byte[] forged) {
        try {
            int end = forged.length - BundleFormat.CHECKSUM_BYTES;
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(forged, 0, end);
            System.arraycopy(digest.digest(), 0, forged, end, BundleFormat.CHECKSUM_BYTES);
            return forged;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static void readOrRefuse(byte[] forged) {
        try {
            ModelBundle read = BundleFormat.decode(forged);
            assertThat(BundleFormat.encode(read)).isNotEmpty();
        } catch (InvalidBundleException e) {
            assertThat(e).hasMessageStartingWith("Model bundle");
        } catch (RuntimeException e) {
            fail("decode threw " + e, e);
        }
    }
}
