package dev.riffle.jobs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.jobs.kafka.Preflight;
import dev.riffle.jobs.kafka.PreflightException;
import dev.riffle.schemas.Topic;
import dev.riffle.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the job says of a broker that it cannot work with; a real one, with access control. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PreflightIT {
    @TempDir
    private static Path directory;

    private TestBroker broker;

    @BeforeAll
    void start() throws Exception {
        broker = TestBroker.startSecured(directory, Map.of("job", "secret", "stranger", "secret"));
        broker.createTopics(Topics.withPrefix("right.").all());
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @Test
    void aClusterAsTheJobNeedsItPasses() {
        assertThatCode(() -> check("right.")).doesNotThrowAnyException();
        assertThatCode(() -> check("right.", "--delivery", "exactly-once")).doesNotThrowAnyException();
    }

    @Test
    void aBrokerThatDoesNotAnswerIsNamed() {
        // A port of the discard service, where nobody listens.
        assertThatThrownBy(() -> Preflight.check(options("127.0.0.1:9", "right.", "-K", "default.api.timeout.ms=6000")))
                .isInstanceOf(PreflightException.class)
                .hasMessageStartingWith("No Kafka broker answers at 127.0.0.1:9");
    }

    @Test
    void missingTopicsAreNamedWithTheCommandThatMakesThem() {
        assertThatThrownBy(() -> check("none."))
                .hasMessageContaining("Topics are missing")
                .hasMessageContaining("none.events")
                .hasMessageContaining("none.clusters")
                .hasMessageContaining("riffle topics create")
                .hasMessageContaining("--prefix none.");
    }

    @Test
    void aModelsTopicThatForgetsOrIsSplitIsRefused() throws Exception {
        createWith(
                "forgetting.",
                topic -> topic.equals(Topics.withPrefix("forgetting.").models())
                        ? new Topic(topic.name(), "k", "v", 1, topic.retention(), false, topic.maxMessageBytes())
                        : topic);
        assertThatThrownBy(() -> check("forgetting."))
                .hasMessageContaining("forgetting.models has cleanup.policy=delete, expected compact");

        createWith(
                "split.",
                topic -> topic.compacted()
                        ? new Topic(topic.name(), "k", "v", 3, topic.retention(), true, topic.maxMessageBytes())
                        : topic);
        assertThatThrownBy(() -> check("split.")).hasMessageContaining("split.models has 3 partitions, expected 1");
    }

    @Test
    void aTopicThatCannotTakeTheLargestRecordIsRefused() throws Exception {
        createWith(
                "small.",
                topic -> new Topic(
                        topic.name(), "k", "v", topic.partitions(), topic.retention(), topic.compacted(), 1_000));
        assertThatThrownBy(() -> check("small."))
                .hasMessageContaining("small.models has max.message.bytes=1000, expected at least 33554432");
    }

    @Test
    void aTransactionTimeoutAboveTheBrokersIsRefused() {
        Duration tooLong = Duration.ofMinutes(16);
        assertThatThrownBy(() -> check(
                        "right.", "--delivery", "exactly-once", "--transaction-timeout", tooLong.toMillis() + "ms"))
                .hasMessageContaining("--transaction-timeout: found 960000 ms")
                .hasMessageContaining("at most 900000 ms");
        assertThatCode(() -> check("right.", "--transaction-timeout", tooLong.toMillis() + "ms"))
                .as("at least once has no transactions")
                .doesNotThrowAnyException();
    }

    @Test
    void aMisspeltKafkaSettingIsRefusedWithTheOneThatIsMeant() {
        assertThatThrownBy(() -> check("right.", "-K", "securty.protocol=SSL"))
                .hasMessageContaining("'securty.protocol' does not exist")
                .hasMessageContaining("'security.protocol'");
    }

    @Test
    void aWrongPasswordIsSaidToBeOne() {
        assertThatThrownBy(() -> Preflight.check(as("job", "wrong", "right.")))
                .hasMessageContaining("refuses the job's login");
    }

    @Test
    void missingPermissionsAreNamedUntilNoneIsMissing() throws Exception {
        assertThatThrownBy(() -> Preflight.check(as("stranger", "secret", "right.")))
                .hasMessageContaining("lacks permissions")
                .hasMessageContaining("DESCRIBE right.events");

        for (String read : List.of("events", "models", "clusters", "verdicts")) {
            broker.allow("job", ResourceType.TOPIC, "right." + read, PatternType.LITERAL, AclOperation.READ);
        }
        for (String written : List.of(
                "assignments", "anomalies", "features", "dead-letters", "cluster-events", "training-requests")) {
            broker.allow("job", ResourceType.TOPIC, "right." + written, PatternType.LITERAL, AclOperation.WRITE);
        }
        assertThatThrownBy(() -> Preflight.check(as("job", "secret", "right.")))
                .hasMessageContaining("WRITE right.clusters")
                .hasMessageNotContaining("right.events");

        broker.allow("job", ResourceType.TOPIC, "right.clusters", PatternType.LITERAL, AclOperation.WRITE);
        assertThatThrownBy(() -> Preflight.check(as("job", "secret", "right.")))
                .hasMessageContaining("READ consumer group riffle-scoring");

        broker.allow("job", ResourceType.GROUP, "riffle-scoring", PatternType.PREFIXED, AclOperation.READ);
        assertThatCode(() -> Preflight.check(as("job", "secret", "right."))).doesNotThrowAnyException();
        assertThatThrownBy(() -> Preflight.check(as("job", "secret", "right.", "--delivery", "exactly-once")))
                .hasMessageContaining("WRITE transactional ids that begin with riffle-scoring-right.assignments");

        broker.allow("job", ResourceType.TRANSACTIONAL_ID, "riffle-scoring", PatternType.PREFIXED, AclOperation.WRITE);
        assertThatCode(() -> Preflight.check(as("job", "secret", "right.", "--delivery", "exactly-once")))
                .doesNotThrowAnyException();
    }

    private void createWith(String prefix, UnaryOperator<Topic> change) throws Exception {
        broker.createTopics(Topics.withPrefix(prefix).all().stream().map(change).toList());
    }

    private void check(String prefix, String... more) throws InterruptedException {
        Preflight.check(options(broker.bootstrap(), prefix, more));
    }

    private JobOptions as(String user, String password, String prefix, String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        Map<String, String> settings = new HashMap<>();
        settings.put("security.protocol", "SASL_PLAINTEXT");
        settings.put("sasl.mechanism", "PLAIN");
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(user, password));
        settings.forEach((key, value) -> arguments.addAll(List.of("-K", key + "=" + value)));
        return options(broker.secured(), prefix, arguments.toArray(String[]::new));
    }

    private static JobOptions options(String bootstrap, String prefix, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("--bootstrap", bootstrap, "--pipeline", "transactions", "--topic-prefix", prefix));
        arguments.addAll(List.of(more));
        return JobOptionsParser.parse(Map.of(), arguments.toArray(String[]::new));
    }
}
