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
import dev.riffle.detector.anomaly.MissingCellAllowance;
import dev.riffle.detector.bundle.SeededBundle.Clusters;
import dev.riffle.detector.clustering.ClusterModel;
import dev.riffle.detector.clustering.ClusterModel.AutoencoderMixture;
import dev.riffle.detector.clustering.ClusterModel.CorePoints;
import dev.riffle.detector.clustering.ClusterModel.EncodedCentroids;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BundleFormatTest {
    private final ModelBundle bundle = bundle(Clusters.LATENT_CENTROIDS);
    private final byte[] bytes = BundleFormat.encode(bundle);

    private static ModelBundle bundle(Clusters kind) {
        return SeededBundle.seed(7).version(3, 2).clusterModel(kind).build();
    }

    @Property(tries = 200)
    void decodingAndEncodingGivesTheSameBytes(
            @ForAll long seed,
            @ForAll @LongRange(min = 1) long version,
            @ForAll @IntRange(min = 1, max = 12) int columns,
            @ForAll @IntRange(min = 1, max = 20) int hidden,
            @ForAll @IntRange(min = 1, max = 8) int latent,
            @ForAll Activation activation,
            @ForAll Clusters kind,
            @ForAll @IntRange(min = 1, max = 9) int clusters,
            @ForAll @IntRange(min = 1, max = 9) int mixture,
            @ForAll @IntRange(min = 1, max = 2000) int calibrationRows,
            @ForAll @IntRange(min = 0, max = 12) int mostMissing)
            throws InvalidBundleException {
        ModelBundle original = SeededBundle.seed(seed)
                .version(version, version - 1)
                .pipeline(SeededBundle.numericPipeline(columns))
                .network(hidden, latent, activation)
                .clusterModel(kind)
                .centroids(clusters, mixture)
                .calibrationRows(calibrationRows)
                .missingCells(mostMissing == 0 ? MissingCellAllowance.NONE : new MissingCellAllowance(0.1, mostMissing))
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
        assertThat(decoded.clusterModel()).isEqualTo(bundle.clusterModel());
        assertThat(decoded.scores()).isEqualTo(bundle.scores());
        assertThat(decoded.lineage()).isEqualTo(bundle.lineage()).isNotEmpty();
        assertThat(decoded.provenance()).isEqualTo(bundle.provenance());
        assertSame((DenseAutoencoder) decoded.encoder(), (DenseAutoencoder) bundle.encoder());
    }

    @Test
    void whatEventsAreAllowedForMissingCellsComesBack() throws InvalidBundleException {
        MissingCellAllowance allowance = new MissingCellAllowance(0.25, 2);
        byte[] encoded = BundleFormat.encode(
                SeededBundle.seed(7).version(3, 2).missingCells(allowance).build());

        assertThat(BundleFormat.decode(encoded).scores().missingCells()).isEqualTo(allowance);
        assertThat(bundle.scores().missingCells()).isEqualTo(MissingCellAllowance.NONE);
    }

    @Test
    void anAllowanceOfFewerThanNoCellsIsRefused() {
        byte[] encoded = BundleFormat.encode(SeededBundle.seed(7)
                .missingCells(new MissingCellAllowance(0.25, 2))
                .build());
        // It is the last tensor.
        ByteBuffer.wrap(encoded).putLong(encoded.length - BundleFormat.CHECKSUM_BYTES - Long.BYTES, -2);

        assertRefused(seal(encoded), "tensor 'missingCells.most' is -2; expected 0 to 2147483647");
    }

    @Test
    void everyKindOfClustersComesBack() throws InvalidBundleException {
        EncodedCentroids encoded = (EncodedCentroids) decoded(Clusters.ENCODED_CENTROIDS);
        EncodedCentroids encodedBefore =
                (EncodedCentroids) bundle(Clusters.ENCODED_CENTROIDS).clusterModel();
        assertThat(encoded.encoder().inputs()).isEqualTo(3);
        assertSame(encoded.encoder().layers(), encodedBefore.encoder().layers());

        EncodedCentroids input = (EncodedCentroids) decoded(Clusters.INPUT_CENTROIDS);
        assertThat(input.encoder().isIdentity()).isTrue();
        assertThat(input.encoder().outputs()).isEqualTo(3);

        AutoencoderMixture mixture = (AutoencoderMixture) decoded(Clusters.AUTOENCODER_MIXTURE);
        AutoencoderMixture mixtureBefore =
                (AutoencoderMixture) bundle(Clusters.AUTOENCODER_MIXTURE).clusterModel();
        assertThat(mixture.autoencoders()).hasSameSizeAs(mixtureBefore.autoencoders());
        for (int i = 0; i < mixture.autoencoders().size(); i++) {
            assertSame(
                    mixture.autoencoders().get(i), mixtureBefore.autoencoders().get(i));
        }

        CorePoints corePoints = (CorePoints) decoded(Clusters.CORE_POINTS);
        CorePoints corePointsBefore = (CorePoints) bundle(Clusters.CORE_POINTS).clusterModel();
        assertSame(corePoints.encoder().layers(), corePointsBefore.encoder().layers());
        assertThat(corePoints.points()).isEqualTo(corePointsBefore.points());
        assertThat(corePoints.clusters()).isEqualTo(corePointsBefore.clusters());
        assertThat(corePoints.radius()).isEqualTo(corePointsBefore.radius());
    }

    private static ClusterModel decoded(Clusters kind) throws InvalidBundleException {
        ModelBundle before = bundle(kind);
        ModelBundle decoded = BundleFormat.decode(BundleFormat.encode(before));
        assertThat(decoded.clusters()).isEqualTo(before.clusters());
        assertThat(decoded.scores()).isEqualTo(before.scores());
        assertThat(decoded.provenance()).isEqualTo(before.provenance());
        return decoded.clusterModel();
    }

    private static void assertSame(DenseAutoencoder found, DenseAutoencoder expected) {
        assertThat(found.encoderLayers()).isEqualTo(expected.encoderLayers());
        assertSame(found.layers(), expected.layers());
    }

    private static void assertSame(List<DenseLayer> found, List<DenseLayer> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).weights()).isEqualTo(expected.get(i).weights());
            assertThat(found.get(i).biases()).isEqualTo(expected.get(i).biases());
            assertThat(found.get(i).activation()).isEqualTo(expected.get(i).activation());
        }
    }

    @Test
    void theSameBundleGivesTheSameBytes() {
        assertThat(BundleFormat.encode(SeededBundle.seed(7).version(3, 2).build()))
                .isEqualTo(bytes);
        assertThat(BundleFormat.encode(SeededBundle.seed(8).version(3, 2).build()))
                .isNotEqualTo(bytes);
    }

    @ParameterizedTest
    @EnumSource
    void everyTruncationIsRefused(Clusters kind) {
        byte[] bytes = BundleFormat.encode(bundle(kind));
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

    @ParameterizedTest
    @EnumSource
    void everyFlippedBitIsRefused(Clusters kind) {
        byte[] bytes = BundleFormat.encode(bundle(kind));
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
    void forgedManifestsAreReadOrRefusedButNeverCrash(@ForAll long seed, @ForAll Clusters kind) {
        Random random = new Random(seed);
        byte[] bytes = BundleFormat.encode(bundle(kind));
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
    void forgedTensorsAreReadOrRefusedButNeverCrash(@ForAll long seed, @ForAll Clusters kind) {
        Random random = new Random(seed);
        byte[] bytes = BundleFormat.encode(bundle(kind));
        byte[] forged = bytes.clone();
        int start = BundleFormat.HEAD_BYTES + ByteBuffer.wrap(bytes).getInt(12);
        int end = bytes.length - BundleFormat.CHECKSUM_BYTES;
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
            forged[start + random.nextInt(end - start)] = (byte) random.nextInt();
        }
        readOrRefuse(seal(forged));
    }

    @ParameterizedTest
    @EnumSource
    void aManifestWithAnyValueReplacedByNullIsRefused(Clusters kind) throws IOException {
        byte[] bytes = BundleFormat.encode(bundle(kind));
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
            byte[] forged = withManifest(bytes, json.writeValueAsString(manifest));
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
        ByteBuffer.wrap(future).putInt(8, 3);
        assertThatThrownBy(() -> BundleFormat.decode(seal(future)))
                .isInstanceOf(InvalidBundleException.class)
                .hasMessage("Model bundle has format version 3, this Riffle reads up to 2");
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
    void clustersThatDoNotFitAreRefused() {
        assertRefused(
                edit(text -> text.replace("latent-centroids", "oracle")),
                "known type ids = [autoencoder-mixture, core-points, encoded-centroids, latent-centroids]");
        assertRefused(
                edit(text ->
                        text.replace("\"type\":\"latent-centroids\"", "\"type\":\"encoded-centroids\",\"layers\":[]")),
                "tensor 'clusters.latent.centres' is FLOAT32 of shape [4, 2]; expected FLOAT32 of shape [4, 3]");
        byte[] corePoints = BundleFormat.encode(bundle(Clusters.CORE_POINTS));
        assertRefused(
                edit(corePoints, text -> text.replaceAll("\"radius\":[0-9.]+", "\"radius\":-1.0")),
                "Radius of core points is -1.0; expected a finite value above 0");
        assertRefused(
                edit(corePoints, text -> text.replace("\"coreDistance\":", "\"coreDistrust\":")),
                "has calibrations of [combined, coreDistrust, density, projection, reconstruction]; expected [combined,"
                        + " density, reconstruction] and at most [coreDistance, projection] besides");
        assertRefused(
                edit(text -> text.replace("projections.reads", "projections.seeds")),
                "Model bundle has 0 projections and a calibration of them");
        assertRefused(
                edit(corePoints, text -> text.replace("clusterModel.points", "clusterModel.dots")),
                "Model bundle has no tensor 'clusterModel.points'");
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
        return edit(bytes, change);
    }

    private static byte[] edit(byte[] bytes, UnaryOperator<String> change) {
        String before = manifest(bytes);
        String after = change.apply(before);
        assertThat(after).as("the edit changed the manifest").isNotEqualTo(before);
        return withManifest(bytes, after);
    }

    private static String manifest(byte[] bytes) {
        return new String(bytes, BundleFormat.HEAD_BYTES, ByteBuffer.wrap(bytes).getInt(12), StandardCharsets.UTF_8);
    }

    private static byte[] withManifest(byte[] bytes, String text) {
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
