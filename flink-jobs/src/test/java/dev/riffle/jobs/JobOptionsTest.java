package dev.riffle.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.schemas.codec.RecordFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobOptionsTest {
    private static JobOptions parse(String... more) {
        String[] arguments = new String[4 + more.length];
        System.arraycopy(new String[] {"--bootstrap", "b:9092", "--pipeline", "transactions"}, 0, arguments, 0, 4);
        System.arraycopy(more, 0, arguments, 4, more.length);
        return JobOptionsParser.parse(Map.of(), arguments);
    }

    @Test
    void defaultsAreTheDocumentedOnes() {
        assertThat(parse())
                .isEqualTo(new JobOptions(
                        "b:9092",
                        "riffle.",
                        "transactions",
                        Delivery.AT_LEAST_ONCE,
                        "0.1%",
                        "",
                        Duration.ofSeconds(10),
                        "",
                        StateBackendKind.HASHMAP,
                        0,
                        RecordFormat.JSON,
                        RecordFormat.JSON,
                        1.0,
                        2_000,
                        Duration.ofMillis(200),
                        Duration.ofDays(1),
                        Duration.ofMillis(1),
                        Duration.ofMinutes(10),
                        "riffle-scoring",
                        Map.of()));
    }

    @Test
    void everyOptionCanBeSet() {
        JobOptions options = parse(
                "--topic-prefix",
                "p-",
                "--delivery",
                "exactly-once",
                "--budget",
                "50 per hour",
                "--budget-by",
                "CHANNEL",
                "--checkpoint-interval",
                "2 s",
                "--checkpoint-dir",
                "file:///checkpoints",
                "--state-backend",
                "rocksdb",
                "--parallelism",
                "4",
                "--event-format",
                "avro",
                "--output-format",
                "avro",
                "--feature-sample-rate",
                "0.25",
                "--features-per-second",
                "500",
                "--flush-interval",
                "50ms",
                "--cluster-patience",
                "6h",
                "--buffer-timeout",
                "0ms",
                "--transaction-timeout",
                "5min",
                "--group-id",
                "g",
                "--kafka-property",
                "security.protocol=SSL",
                "-K",
                "client.rack=r1");
        assertThat(options)
                .isEqualTo(new JobOptions(
                        "b:9092",
                        "p-",
                        "transactions",
                        Delivery.EXACTLY_ONCE,
                        "50 per hour",
                        "CHANNEL",
                        Duration.ofSeconds(2),
                        "file:///checkpoints",
                        StateBackendKind.ROCKSDB,
                        4,
                        RecordFormat.AVRO,
                        RecordFormat.AVRO,
                        0.25,
                        500,
                        Duration.ofMillis(50),
                        Duration.ofHours(6),
                        Duration.ZERO,
                        Duration.ofMinutes(5),
                        "g",
                        Map.of("security.protocol", "SSL", "client.rack", "r1")));
    }

    @Test
    void theEnvironmentStandsInForWhatTheCommandLineLeavesOut() {
        JobOptions options = JobOptionsParser.parse(
                Map.of("RIFFLE_BOOTSTRAP", "env:1", "RIFFLE_PIPELINE", "sensors", "RIFFLE_TOPIC_PREFIX", "env."),
                "--topic-prefix",
                "line.");
        assertThat(options.bootstrap()).isEqualTo("env:1");
        assertThat(options.pipeline()).isEqualTo("sensors");
        assertThat(options.topicPrefix()).isEqualTo("line.");
    }

    @Test
    void aFileGivesWhatNeitherCommandLineNorEnvironmentDo(@TempDir Path directory) throws IOException {
        Path kafka = Files.writeString(
                directory.resolve("kafka.properties"), "security.protocol=SSL\nclient.rack=r1\nclient.id=mine\n");
        Path file = Files.writeString(directory.resolve("job.properties"), """
                bootstrap = file:1
                pipeline = sensors
                topic-prefix = file.
                group-id = file
                delivery = exactly-once
                kafka.client.rack = r2
                kafka-config = %s
                """.formatted(kafka));
        JobOptions options = JobOptionsParser.parse(
                Map.of("RIFFLE_OPTIONS", file.toString(), "RIFFLE_TOPIC_PREFIX", "env.", "RIFFLE_GROUP_ID", "env"),
                "--group-id",
                "line",
                "-K",
                "client.id=line");
        assertThat(options.bootstrap()).isEqualTo("file:1");
        assertThat(options.pipeline()).isEqualTo("sensors");
        assertThat(options.topicPrefix()).isEqualTo("env.");
        assertThat(options.groupId()).isEqualTo("line");
        assertThat(options.delivery()).isEqualTo(Delivery.EXACTLY_ONCE);
        assertThat(options.kafkaProperties())
                .isEqualTo(Map.of("security.protocol", "SSL", "client.rack", "r2", "client.id", "line"));
    }

    @Test
    void aKeyOfTheFileThatIsNoOptionIsRefused(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("job.properties"), "topics-prefix=a\n");
        assertThatThrownBy(() -> parse("--options", file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'topics-prefix'");
        assertThatThrownBy(() -> parse("--options", directory.resolve("none").toString()))
                .hasMessageContaining("cannot read");
    }

    @ParameterizedTest
    @CsvSource({
        "--delivery, twice, at-least-once or exactly-once",
        "--state-backend, disk, hashmap or rocksdb",
        "--event-format, xml, avro or json",
        "--parallelism, 129, 128",
        "--feature-sample-rate, 1.5, '[0, 1]'",
        "--features-per-second, 0, 'more than 0'",
        "--checkpoint-interval, 0s, more than 0",
        "--flush-interval, soon, soon",
        "--budget, lots, lots",
        "--no-such-option, 1, --no-such-option",
    })
    void aWrongValueIsRefusedWithWhatIsExpected(String option, String value, String message) {
        assertThatThrownBy(() -> parse(option, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aTransactionHasToOutliveACheckpointInterval() {
        assertThatThrownBy(() -> parse(
                        "--delivery",
                        "exactly-once",
                        "--checkpoint-interval",
                        "20min",
                        "--transaction-timeout",
                        "10min"))
                .hasMessageContaining("--transaction-timeout")
                .hasMessageContaining("checkpoint interval");
    }

    @Test
    void brokersAndPipelineAreAskedFor() {
        assertThatThrownBy(() -> JobOptionsParser.parse(Map.of()))
                .hasMessageContaining("--bootstrap")
                .hasMessageContaining("--pipeline");
    }

    @Test
    void helpNamesEveryOptionWithItsDefault() {
        assertThat(JobOptionsParser.help()).contains("--delivery", "at-least-once", "--flush-interval", "200ms");
    }
}
