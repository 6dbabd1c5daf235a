package dev.riffle.console.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import dev.riffle.console.kafka.Broker;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;

/** Kafka and a Flink session cluster with four slots in containers, spoken to by Flink's REST API. */
final class SessionCluster implements AutoCloseable {
    static final String KAFKA = "apache/kafka:" + System.getProperty("kafka.version");
    static final String FLINK = "flink:" + System.getProperty("flink.version") + "-java17";
    static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int SLOTS = 4;
    /** A directory of the image that belongs to Flink's user, as then does the volume mounted there. */
    private static final String STATE = "/opt/flink/log";

    private static final Path JOB_JAR = Path.of("..", "flink-jobs", "target", "riffle-job.jar");
    private static final String CONFIGURATION = """
            jobmanager.rpc.address: jobmanager
            jobmanager.memory.process.size: 1g
            taskmanager.memory.process.size: 1g
            taskmanager.numberOfTaskSlots: 4
            env.java.opts.all: --add-modules jdk.incubator.vector -Dorg.apache.avro.SERIALIZABLE_PACKAGES=dev.riffle.schemas,java.lang,java.util
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Network network = Network.newNetwork();
    private final KafkaContainer kafka = new KafkaContainer(KAFKA)
            .withNetwork(network)
            .withListener("kafka:19092")
            .withStartupTimeout(PATIENCE);
    /** Where every process of the cluster finds the savepoints. */
    private final String volume = DockerClientFactory.lazyClient()
            .createVolumeCmd()
            .withLabels(DockerClientFactory.DEFAULT_LABELS)
            .exec()
            .getName();

    private final GenericContainer<?> jobManager = flink().withNetworkAliases("jobmanager")
            .withCommand("jobmanager")
            .withExposedPorts(8081)
            .waitingFor(Wait.forHttp("/overview").forPort(8081).withStartupTimeout(PATIENCE));
    private final GenericContainer<?> taskManager = flink().withCommand("taskmanager");

    private GenericContainer<?> flink() {
        return new GenericContainer<>(FLINK)
                .withNetwork(network)
                .withCreateContainerCmdModifier(
                        command -> command.getHostConfig().withBinds(new Bind(volume, new Volume(STATE))))
                .withEnv("FLINK_PROPERTIES", CONFIGURATION);
    }

    /** Returns when the task manager has offered its slots. */
    void start() {
        kafka.start();
        jobManager.start();
        taskManager.start();
        await().atMost(PATIENCE).until(() -> get("/overview").get("slots-total").asInt() == SLOTS);
    }

    /** Kafka, as this machine reaches it. */
    Broker broker() {
        return new Broker(kafka.getBootstrapServers());
    }

    /** Uploads the scoring job's jar, for {@link #run}. */
    String upload() throws IOException, InterruptedException {
        String boundary = "riffle-job-jar";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(
                ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"riffle-job.jar\""
                                + "\r\nContent-Type: application/x-java-archive\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(Files.readAllBytes(JOB_JAR));
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        String name = post("/jars/upload", "multipart/form-data; boundary=" + boundary, body.toByteArray())
                .get("filename")
                .asText();
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /**
     * Runs the scoring job in exactly-once mode and returns its id when every task runs.
     *
     * @param savepoint what to begin from
     */
    String run(String jar, Optional<String> savepoint, String... arguments) throws IOException, InterruptedException {
        Map<String, Object> request = new HashMap<>();
        request.put("entryClass", "dev.riffle.jobs.ScoringJob");
        savepoint.ifPresent(path -> request.put("savepointPath", path));
        List<String> all = new ArrayList<>(List.of(
                "--bootstrap",
                "kafka:19092",
                "--pipeline",
                "transactions",
                "--delivery",
                "exactly-once",
                "--checkpoint-interval",
                "1s",
                "--budget",
                "1%"));
        all.addAll(List.of(arguments));
        request.put("programArgsList", all);
        String job = post("/jars/" + jar + "/run", "application/json", json.writeValueAsBytes(request))
                .get("jobid")
                .asText();
        await().atMost(PATIENCE).until(() -> everyTaskRuns(get("/jobs/" + job)));
        return job;
    }

    /** Stops a job and returns the savepoint that it left. */
    String stop(String job) throws IOException, InterruptedException {
        String trigger = post(
                        "/jobs/" + job + "/stop",
                        "application/json",
                        json.writeValueAsBytes(
                                Map.of("targetDirectory", "file://" + STATE + "/savepoints", "drain", false)))
                .get("request-id")
                .asText();
        String progress = "/jobs/" + job + "/savepoints/" + trigger;
        await().atMost(PATIENCE)
                .until(() -> get(progress).get("status").get("id").asText().equals("COMPLETED"));
        JsonNode operation = get(progress).get("operation");
        assertThat(operation.has("location")).as(operation.toString()).isTrue();
        return operation.get("location").asText();
    }

    private static boolean everyTaskRuns(JsonNode job) {
        for (JsonNode vertex : job.get("vertices")) {
            if (!vertex.get("status").asText().equals("RUNNING")) {
                return false;
            }
        }
        return job.get("state").asText().equals("RUNNING");
    }

    private String address() {
        return "http://" + jobManager.getHost() + ":" + jobManager.getMappedPort(8081);
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return json.readTree(
                http.send(HttpRequest.newBuilder(URI.create(address() + path)).build(), BodyHandlers.ofString())
                        .body());
    }

    private JsonNode post(String path, String type, byte[] body) throws IOException, InterruptedException {
        String answer = http.send(
                        HttpRequest.newBuilder(URI.create(address() + path))
                                .header("Content-Type", type)
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        JsonNode read = json.readTree(answer);
        assertThat(read.get("errors")).as(answer).isNull();
        return read;
    }

    @Override
    public void close() {
        taskManager.close();
        jobManager.close();
        kafka.close();
        network.close();
        DockerClientFactory.lazyClient().removeVolumeCmd(volume).exec();
    }
}
