package dev.riffle.console.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.riffle.console.demo.DemoProgress;
import dev.riffle.console.demo.DemoReport;
import dev.riffle.console.demo.Scenario;
import dev.riffle.console.demo.Simulation;
import dev.riffle.console.kafka.Broker;
import dev.riffle.console.kafka.TopicSetup;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.schemas.Topics;
import dev.riffle.trainer.TrainerService;
import dev.riffle.trainer.TrainerServiceOptions;
import dev.riffle.trainer.kafka.KafkaConnection;
import dev.riffle.trainer.service.RetrainingPolicy;
import dev.riffle.trainer.training.TrainingConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Job, Kafka and trainer as on a cluster: Kafka and Flink in containers, the job's jar submitted by Flink's REST API. */
class SessionClusterIT {
    private static final String KAFKA = "apache/kafka:" + System.getProperty("kafka.version");
    private static final String FLINK = "flink:" + System.getProperty("flink.version") + "-java17";
    private static final Path JOB_JAR = Path.of("..", "flink-jobs", "target", "riffle-job.jar");
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int EVENTS = 4_000;
    private static final String CONFIGURATION = """
            jobmanager.rpc.address: jobmanager
            jobmanager.memory.process.size: 1g
            taskmanager.memory.process.size: 1g
            taskmanager.numberOfTaskSlots: 2
            env.java.opts.all: --add-modules jdk.incubator.vector -Dorg.apache.avro.SERIALIZABLE_PACKAGES=dev.riffle.schemas,java.lang,java.util
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    /** Where no engine runs, or the images cannot be had, there is nothing to try. */
    @BeforeAll
    static void requireImages() {
        Assumptions.assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "no Docker engine");
        for (String image : List.of(KAFKA, FLINK)) {
            try {
                new RemoteDockerImage(DockerImageName.parse(image)).get();
            } catch (ContainerFetchException e) {
                Assumptions.abort("image " + image + " is not here and cannot be fetched: " + e.getMessage());
            }
        }
    }

    @Test
    void aJobSubmittedByRestAnswersEveryEventOnceWithAModelOfTheTrainers() throws Exception {
        try (Network network = Network.newNetwork();
                KafkaContainer kafka = new KafkaContainer(KAFKA)
                        .withNetwork(network)
                        .withListener("kafka:19092")
                        .withStartupTimeout(PATIENCE);
                GenericContainer<?> jobManager = flink(network)
                        .withNetworkAliases("jobmanager")
                        .withCommand("jobmanager")
                        .withExposedPorts(8081)
                        .waitingFor(Wait.forHttp("/overview").forPort(8081).withStartupTimeout(PATIENCE));
                GenericContainer<?> taskManager = flink(network).withCommand("taskmanager")) {
            kafka.start();
            jobManager.start();
            taskManager.start();
            Topics topics = Topics.defaults();
            Broker broker = new Broker(kafka.getBootstrapServers());
            TopicSetup.apply(broker, topics);
            String flink = "http://" + jobManager.getHost() + ":" + jobManager.getMappedPort(8081);
            await().atMost(PATIENCE)
                    .until(() -> get(flink + "/overview").get("slots-total").asInt() == 2);

            String job = submit(flink);
            await().atMost(PATIENCE).until(() -> everyTaskRuns(get(flink + "/jobs/" + job)));
            try (TrainerService trainer = trainer(broker, topics)) {
                trainer.start();
                DemoReport report = new Simulation(
                                Scenario.TRANSACTIONS, EVENTS, 100, 1, PATIENCE, Duration.ofSeconds(5))
                        .run(broker, topics, Clock.systemUTC(), new Silent());

                assertThat(report.eventsIn()).isEqualTo(EVENTS);
                assertThat(report.account().accounted()).isEqualTo(EVENTS);
                assertThat(report.account().duplicates()).isZero();
                assertThat(trainer.status().newestVersion()).isEqualTo(1);
                assertThat(report.account().modelVersions()).containsExactly(1L);
            }
        }
    }

    private static GenericContainer<?> flink(Network network) {
        return new GenericContainer<>(FLINK).withNetwork(network).withEnv("FLINK_PROPERTIES", CONFIGURATION);
    }

    private static TrainerService trainer(Broker broker, Topics topics) {
        RetrainingPolicy policy = new RetrainingPolicy(Duration.ofHours(1), 500, 2_000, 1);
        return new TrainerService(
                new TrainerServiceOptions(
                        new KafkaConnection(broker.bootstrap(), topics),
                        Pipeline.load("transactions"),
                        TrainingConfig.DEFAULTS.toBuilder().set("epochs", "5").build(),
                        policy,
                        AlertBudget.parse("1%"),
                        TrainerServiceOptions.fullReservoir(policy)),
                Clock.systemUTC(),
                status -> {});
    }

    /** Uploads the jar and runs it. */
    private String submit(String flink) throws IOException, InterruptedException {
        String boundary = "riffle-job-jar";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(
                ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"riffle-job.jar\""
                                + "\r\nContent-Type: application/x-java-archive\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(Files.readAllBytes(JOB_JAR));
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        String uploaded = post(flink + "/jars/upload", "multipart/form-data; boundary=" + boundary, body.toByteArray())
                .get("filename")
                .asText();
        Map<String, Object> request = Map.of(
                "entryClass",
                "dev.riffle.jobs.ScoringJob",
                "programArgsList",
                List.of(
                        "--bootstrap",
                        "kafka:19092",
                        "--pipeline",
                        "transactions",
                        "--parallelism",
                        "2",
                        "--delivery",
                        "exactly-once",
                        "--checkpoint-interval",
                        "1s",
                        "--budget",
                        "1%"));
        return post(
                        flink + "/jars/" + uploaded.substring(uploaded.lastIndexOf('/') + 1) + "/run",
                        "application/json",
                        json.writeValueAsBytes(request))
                .get("jobid")
                .asText();
    }

    private static boolean everyTaskRuns(JsonNode job) {
        for (JsonNode vertex : job.get("vertices")) {
            if (!vertex.get("status").asText().equals("RUNNING")) {
                return false;
            }
        }
        return job.get("state").asText().equals("RUNNING");
    }

    private JsonNode get(String address) throws IOException, InterruptedException {
        return json.readTree(
                http.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
                        .body());
    }

    private JsonNode post(String address, String type, byte[] body) throws IOException, InterruptedException {
        String answer = http.send(
                        HttpRequest.newBuilder(URI.create(address))
                                .header("Content-Type", type)
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        JsonNode read = json.readTree(answer);
        assertThat(read.get("errors")).as(answer).isNull();
        return read;
    }

    private static final class Silent implements DemoProgress {
        @Override
        public void note(String text) {}

        @Override
        public void status(String text) {}
    }
}
