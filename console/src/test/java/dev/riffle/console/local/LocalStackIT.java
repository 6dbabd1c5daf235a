package dev.riffle.console.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.riffle.console.kafka.Broker;
import dev.riffle.console.replay.Replay;
import dev.riffle.console.replay.Speed;
import dev.riffle.console.simulate.Account;
import dev.riffle.console.simulate.Accounting;
import dev.riffle.console.simulate.AccountingReader;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.jobs.Delivery;
import dev.riffle.kafka.EmbeddedKafka;
import dev.riffle.schemas.Topics;
import dev.riffle.schemas.TrainingReason;
import dev.riffle.schemas.TrainingRequest;
import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.trainer.Promotion;
import dev.riffle.trainer.kafka.HistoryStart;
import dev.riffle.trainer.kafka.KafkaConnection;
import dev.riffle.trainer.kafka.ModelCatalogue;
import dev.riffle.trainer.service.RetrainingPolicy;
import dev.riffle.trainer.training.TrainingConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackIT {
    private static final int ROWS = 2_000;
    private static final Topics TOPICS = Topics.defaults().withPartitions(2);
    private static final RetrainingPolicy NO_TRAINING =
            new RetrainingPolicy(Duration.ofMinutes(10), 50_000, 50_000, 1, 50_000, Duration.ofMinutes(10), false);
    private static final RetrainingPolicy TRAINING_AT_ONCE =
            new RetrainingPolicy(Duration.ofMinutes(10), 1_000, 5_000, 1);

    @TempDir
    private Path directory;

    @Test
    void answersEveryReplayedRowAndGoesOnWhereItStoppedAfterARestart() throws Exception {
        try (LocalStack stack = start(0)) {
            assertThat(stack.resumedFrom()).isEmpty();
            assertThat(dashboardPage(stack.dashboard())).contains("Flink");
            replayAndCount(stack, "first");
        }

        try (LocalStack stack = start(0)) {
            assertThat(stack.resumedFrom()).isPresent();
            // Had it begun anew, the rows of the first run would be answered again.
            replayAndCount(stack, "second");
        }
    }

    @Test
    void worksWithAClusterOfSomebodysOwn() throws Exception {
        try (EmbeddedKafka cluster = EmbeddedKafka.start(directory.resolve("cluster"), 0);
                LocalStack stack = start(
                        directory.resolve("stack"),
                        new KafkaChoice.External(new Broker(cluster.bootstrap())),
                        0,
                        "transactions")) {
            assertThat(stack.bootstrap()).isEqualTo(cluster.bootstrap());
            replayAndCount(stack, "external");
        }
        assertThat(directory.resolve("stack").resolve("kafka")).doesNotExist();
    }

    /** The broker has no door without a password, not even for itself: a client without it would break its part. */
    @Test
    void everyClientIsLetInByAClusterThatWantsAPassword() throws Exception {
        Map<String, String> password = Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"riffle\" password=\"a=b c\";");
        try (EmbeddedKafka cluster = EmbeddedKafka.start(directory.resolve("cluster"), 0, withPassword())) {
            Broker locked = new Broker(cluster.bootstrap());
            assertThatThrownBy(locked::requireReachable)
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("with --kafka-config how it lets clients in");
            Broker open = new Broker(cluster.bootstrap(), password);
            try (LocalStack stack = LocalStack.start(
                    options(
                            directory.resolve("stack"),
                            new KafkaChoice.External(open),
                            0,
                            "transactions",
                            Delivery.EXACTLY_ONCE,
                            new RetrainingPolicy(Duration.ofMinutes(10), 1_000, 1_000, 1)),
                    Clock.systemUTC(),
                    progress -> {})) {
                replayAndCount(open, "secured");
                // Features went out, the trainer read them and published; the model's bundle is a transaction.
                await().atMost(Duration.ofSeconds(90))
                        .until(() -> stack.trainerStatus().newestVersion() == 1);
                stack.requireAlive();
            }
        }
    }

    private static Map<String, String> withPassword() {
        return Map.of(
                "listener.security.protocol.map",
                "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms",
                "PLAIN",
                "sasl.mechanism.inter.broker.protocol",
                "PLAIN",
                "listener.name.plaintext.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"broker\" password=\"b\""
                        + " user_broker=\"b\" user_riffle=\"a=b c\";");
    }

    @Test
    void goesOnWithAnotherPipelineOnTheSameDirectory() throws Exception {
        try (LocalStack stack = start(0)) {
            replayAndCount(stack, "first");
        }

        try (LocalStack stack = start(0, "sensors")) {
            assertThat(stack.resumedFrom()).isPresent();
            stack.requireAlive();
        }
    }

    @Test
    void aRollbackTakesTheEarlierModelIntoUseInTheRunningJob() throws Exception {
        try (LocalStack stack = start(TRAINING_AT_ONCE)) {
            KafkaConnection connection = new KafkaConnection(stack.bootstrap(), TOPICS);
            replayAndCount(stack, "untrained");
            awaitNewest(connection, 1);
            request(stack);
            awaitNewest(connection, 2);
            assertThat(modelsThatAnswer(stack, "retrained", 2)).endsWith(2L);

            assertThat(new Promotion(connection, Clock.systemUTC()).rollback("too many alerts"))
                    .isEqualTo(new Promotion.Promoted(3, 1, OptionalLong.of(2)));

            assertThat(modelsThatAnswer(stack, "rolled-back", 3)).endsWith(3L);
            ModelCatalogue catalogue = new ModelCatalogue(connection);
            assertThat(catalogue.open(3).orElseThrow().clusters().latent())
                    .isEqualTo(catalogue.open(1).orElseThrow().clusters().latent());
        }
    }

    private static void awaitNewest(KafkaConnection connection, long version) {
        await().atMost(Duration.ofSeconds(120))
                .until(() -> new ModelCatalogue(connection).published().newestVersion() == version);
    }

    private static void request(LocalStack stack) throws Exception {
        TrainingRequest request = TrainingRequest.newBuilder()
                .setRequestId("r1")
                .setReason(TrainingReason.MANUAL)
                .setTime(System.currentTimeMillis())
                .setDetail("test")
                .build();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrap()), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            TOPICS.trainingRequests().name(),
                            RecordCodec.avro(TrainingRequest.class).encode(request)))
                    .get();
        }
    }

    /** Replays rows until that model answers them; returns the models that have answered, ascending. */
    private List<Long> modelsThatAnswer(LocalStack stack, String run, long awaited) throws Exception {
        Account account;
        int attempt = 0;
        do {
            account = replayAndCount(stack, run + attempt++ + "-");
        } while (!account.modelVersions().contains(awaited) && attempt < 20);
        return account.modelVersions();
    }

    @Test
    void oneDirectoryServesOneStackAtATime() throws Exception {
        try (LocalStack stack = start(0)) {
            stack.requireAlive();
            assertThatThrownBy(() -> start(0))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("Another local stack runs on the directory " + directory);
            stack.requireAlive();
        }
    }

    @Test
    void aTakenDashboardPortIsToldBeforeAnythingStarts() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> start(taken.getLocalPort()))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("The dashboard's port " + taken.getLocalPort())
                    .hasMessageContaining("choose another with --port");
        }
        assertThat(directory).isEmptyDirectory();
    }

    private LocalStack start(int dashboardPort) throws InterruptedException {
        return start(dashboardPort, "transactions");
    }

    private LocalStack start(int dashboardPort, String pipeline) throws InterruptedException {
        return start(directory, new KafkaChoice.Embedded(0), dashboardPort, pipeline);
    }

    private LocalStack start(RetrainingPolicy policy) throws InterruptedException {
        return start(directory, new KafkaChoice.Embedded(0), 0, "transactions", policy);
    }

    private static LocalStack start(Path home, KafkaChoice kafka, int dashboardPort, String pipeline)
            throws InterruptedException {
        return start(home, kafka, dashboardPort, pipeline, NO_TRAINING);
    }

    private static LocalStack start(
            Path home, KafkaChoice kafka, int dashboardPort, String pipeline, RetrainingPolicy policy)
            throws InterruptedException {
        return LocalStack.start(
                options(home, kafka, dashboardPort, pipeline, Delivery.AT_LEAST_ONCE, policy),
                Clock.systemUTC(),
                progress -> {});
    }

    private static LocalStackOptions options(
            Path home,
            KafkaChoice kafka,
            int dashboardPort,
            String pipeline,
            Delivery delivery,
            RetrainingPolicy retraining) {
        return new LocalStackOptions(
                home,
                kafka,
                dashboardPort,
                TOPICS,
                pipeline,
                delivery,
                "1%",
                Duration.ofSeconds(1),
                2,
                TrainingConfig.DEFAULTS,
                retraining,
                new HistoryStart.Newest(100_000));
    }

    private Account replayAndCount(LocalStack stack, String run) throws Exception {
        return replayAndCount(new Broker(stack.bootstrap()), run);
    }

    private Account replayAndCount(Broker broker, String run) throws Exception {
        Accounting accounting = new Accounting();
        try (AccountingReader reader = new AccountingReader(broker, TOPICS, accounting, Clock.systemUTC())) {
            long sent = new Replay(
                            file(run), Pipeline.ready("transactions"), Set.of("fraud"), Speed.MAX, Long.MAX_VALUE)
                    .run(broker, TOPICS.events(), rows -> {})
                    .rows();
            assertThat(sent).isEqualTo(ROWS);

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> accounting.account().accounted() >= ROWS);
            // Answers too many would come now.
            await().during(Duration.ofSeconds(1))
                    .until(() -> accounting.account().accounted() == ROWS);
            assertThat(reader.failure()).isEmpty();
        }
        assertThat(accounting.account().assignments()).isEqualTo(ROWS - 1);
        assertThat(accounting.account().deadLettersByReason()).containsOnlyKeys("WRONG_TYPE");
        assertThat(accounting.account().duplicates()).isZero();
        return accounting.account();
    }

    /** Rows that the pipeline reads, one of them with a text for an amount. */
    private Path file(String run) throws IOException {
        StringBuilder csv = new StringBuilder("transactionId,time,customerId,terminalId,amount,fraud\n");
        for (int i = 0; i < ROWS; i++) {
            csv.append(run).append(i).append(',');
            csv.append(1_700_000_000_000L + i * 60_000L).append(',');
            csv.append("C").append(i % 20).append(",T").append(i % 7).append(',');
            csv.append(i == 1_234 ? "a lot" : Double.toString(10 + i % 50)).append(",0\n");
        }
        return Files.writeString(Files.createTempFile(directory, run, ".csv"), csv, UTF_8);
    }

    private static String dashboardPage(URI dashboard) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(dashboard).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
