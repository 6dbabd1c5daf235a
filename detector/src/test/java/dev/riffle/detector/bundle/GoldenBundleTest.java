package dev.riffle.detector.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.riffle.detector.bundle.SeededBundle.Clusters;
import dev.riffle.detector.clustering.ClusterModel.LatentCentroids;
import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.pipeline.Pipeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A stored bundle per format version stays readable for ever. docs/bundle-format.md says how to add one; those that
 * exist are never made anew.
 */
class GoldenBundleTest {
    private static final String VERSION_1 = "/golden/bundle-v1.riffle";

    /** Every kind of feature: their meaning is in the fingerprint, which has to stay what it is, too. */
    private static final String PIPELINE = """
            name: golden
            event:
              id: id
              keys: [customer, terminal]
              time: time
            features:
              - {name: amount, type: number, field: amount, transform: log1p}
              - {name: channel, type: category, field: channel, values: [web, "shop"]}
              - {name: hour, type: time-of-day}
              - {name: deviation, type: history, key: customer, of: amount, statistic: deviation, window: 7d}
            """;

    @Test
    void version1IsStillReadable() throws InvalidBundleException {
        ModelBundle bundle = BundleFormat.decode(golden(VERSION_1));

        assertThat(bundle.modelVersion()).isEqualTo(3);
        assertThat(bundle.parentVersion()).isEqualTo(2);
        assertThat(bundle.pipeline().columns()).hasSize(7).contains("amount");
        assertThat(bundle.pipeline().keyFields()).containsExactly("customer", "terminal");
        assertThat(bundle.encoder().latentDimension()).isEqualTo(2);
        DenseAutoencoder encoder = (DenseAutoencoder) bundle.encoder();
        assertThat(encoder.layers().get(0).activation()).isEqualTo(Activation.TANH);
        assertThat(bundle.clusters().latent().count()).isEqualTo(4);
        assertThat(bundle.clusters().density().count()).isEqualTo(5);
        assertThat(bundle.lineage()).hasSize(4);
        assertThat(bundle.lineage().get(0).oldId()).isZero();
    }

    @Test
    void version1IsReadAsWhatItWasWrittenFrom() throws InvalidBundleException {
        ModelBundle bundle = BundleFormat.decode(golden(VERSION_1));

        assertThat(bundle.clusterModel()).isEqualTo(new LatentCentroids());
        assertThat(bundle.provenance().computation()).isEqualTo(Provenance.Computation.UNKNOWN);
        assertThat(BundleFormat.encode(bundle))
                .isEqualTo(BundleFormat.encode(
                        expected(Clusters.LATENT_CENTROIDS).projections(0).build()));
    }

    @Test
    void version1DamagedIsRefused() {
        byte[] golden = golden(VERSION_1);
        for (int i = 0; i < golden.length; i++) {
            byte[] truncated = Arrays.copyOf(golden, i);
            byte[] flipped = golden.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            assertThatExceptionOfType(InvalidBundleException.class)
                    .as("first " + i + " bytes")
                    .isThrownBy(() -> BundleFormat.decode(truncated));
            assertThatExceptionOfType(InvalidBundleException.class)
                    .as("flipped bit in byte " + i)
                    .isThrownBy(() -> BundleFormat.decode(flipped));
        }
    }

    @ParameterizedTest
    @EnumSource
    void version2IsStillWrittenByteForByte(Clusters kind) throws InvalidBundleException {
        byte[] golden = golden(version2(kind));

        assertThat(BundleFormat.encode(BundleFormat.decode(golden))).isEqualTo(golden);
        assertThat(BundleFormat.encode(expected(kind).build())).isEqualTo(golden);
    }

    private static String version2(Clusters kind) {
        return "/golden/bundle-v2-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".riffle";
    }

    private static SeededBundle expected(Clusters kind) {
        return SeededBundle.seed(20260101)
                .version(3, 2)
                .pipeline(Pipeline.parse(PIPELINE, "golden"))
                .clusterModel(kind);
    }

    private static byte[] golden(String resource) {
        try (InputStream stream = GoldenBundleTest.class.getResourceAsStream(resource)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the newest version's files. */
    static final class Regenerate {
        private Regenerate() {}

        /**
         * Writes one file per kind of cluster model.
         *
         * @param args their folder
         */
        public static void main(String[] args) throws IOException {
            for (Clusters kind : Clusters.values()) {
                String name = Path.of(version2(kind)).getFileName().toString();
                Files.write(
                        Path.of(args[0]).resolve(name),
                        BundleFormat.encode(expected(kind).build()));
            }
        }
    }
}
