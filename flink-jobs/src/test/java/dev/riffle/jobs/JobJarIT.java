package dev.riffle.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The jar that goes to a cluster. */
class JobJarIT {
    private static List<String> entries;
    private static String mainClass;

    @BeforeAll
    static void read() throws IOException {
        try (JarFile jar = new JarFile(Path.of("target", "riffle-job.jar").toFile())) {
            entries = jar.stream().map(ZipEntry::getName).toList();
            mainClass = jar.getManifest().getMainAttributes().getValue("Main-Class");
        }
    }

    @Test
    void itHoldsTheJobAndItsConnectors() {
        assertThat(mainClass).isEqualTo(ScoringJob.class.getName());
        assertThat(entries)
                .contains(
                        "dev/riffle/jobs/ScoringJob.class",
                        "dev/riffle/detector/Detector.class",
                        "dev/riffle/schemas/Topics.class",
                        "org/apache/flink/connector/kafka/source/KafkaSource.class",
                        "org/apache/kafka/clients/consumer/KafkaConsumer.class");
    }

    @Test
    void itHoldsNothingThatTheClusterHasOrThatTrains() {
        assertThat(entries)
                .noneMatch(name -> name.startsWith("org/apache/flink/runtime/"))
                .noneMatch(name -> name.startsWith("org/apache/flink/streaming/api/environment/"))
                .noneMatch(name -> name.startsWith("org/nd4j/"))
                .noneMatch(name -> name.startsWith("org/deeplearning4j/"))
                .noneMatch(name -> name.startsWith("org/bytedeco/"))
                .noneMatch(name -> name.startsWith("dev/riffle/trainer/"))
                .noneMatch(name -> name.startsWith("org/slf4j/"))
                .noneMatch(name -> name.startsWith("org/rocksdb/"));
    }

    /** Kafka's codecs for compressed topics bring the only native code. */
    @Test
    void itsNativeCodeIsThatOfKafkasCompressionAlone() {
        assertThat(entries)
                .filteredOn(name -> name.matches(".*\\.(so|dll|dylib|jnilib|a)(\\.[0-9.]+)?"))
                .allMatch(name -> name.matches("(linux|darwin|win|aix|freebsd)/.*zstd.*")
                        || name.startsWith("net/jpountz/")
                        || name.startsWith("org/xerial/snappy/"));
    }
}
