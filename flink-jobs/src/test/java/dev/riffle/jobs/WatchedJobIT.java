package dev.riffle.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.riffle.detector.SyntheticStream;
import dev.riffle.schemas.ModelRelease;
import dev.riffle.schemas.Topics;
import dev.riffle.schemas.codec.EventCodec;
import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.schemas.codec.RecordFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Dashboards and rules ask for what a running job exports. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchedJobIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path DOCKER = Path.of("..", "docker");
    private static final Pattern METRIC = Pattern.compile("flink_[A-Za-z0-9_]+");
    private static final Pattern SELECTOR = Pattern.compile("(flink_[A-Za-z0-9_]+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=(~?)\"([^\"]*)\"");
    private static final Pattern EXPRESSION =
            Pattern.compile("^ +expr: (>-\\n(?: {10}.*\\n)+|.*\\n)", Pattern.MULTILINE);

    @TempDir
    private static Path directory;

    /** What Prometheus would get. */
    private String scraped;

    private Set<String> exported;

    @BeforeAll
    void watchARunningJob() throws Exception {
        int port = freePort();
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.setString(
                "metrics.reporter.prom.factory.class", "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
        configuration.setString("metrics.reporter.prom.port", Integer.toString(port));
        configuration.setString("metrics.job.status.enable", "STATE;CURRENT_TIME;TOTAL_TIME");
        try (TestBroker broker = TestBroker.start(directory.resolve("kafka"));
                MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                        .setConfiguration(configuration)
                        .setNumTaskManagers(1)
                        .setNumSlotsPerTaskManager(1)
                        .build())) {
            cluster.start();
            Topics topics = Topics.withPrefix("watched.").withPartitions(1);
            broker.createTopics(topics.all());
            Path pipeline = Files.writeString(directory.resolve("pipeline.yaml"), TestModels.PIPELINE.yaml());
            StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
            ScoringJob.build(
                    environment,
                    JobOptionsParser.parse(
                            Map.of(),
                            "--bootstrap",
                            broker.bootstrap(),
                            "--topic-prefix",
                            topics.prefix(),
                            "--pipeline",
                            pipeline.toString(),
                            "--parallelism",
                            "1",
                            "--delivery",
                            "exactly-once",
                            "--transaction-timeout",
                            "1min",
                            "--checkpoint-interval",
                            "500ms"));
            StreamGraph graph = environment.getStreamGraph();
            graph.setJobName(ScoringJob.NAME);
            JobID job = cluster.submitJob(graph.getJobGraph()).get().getJobID();
            await().atMost(PATIENCE).until(() -> cluster.getJobStatus(job).get() == JobStatus.RUNNING);
            try (KafkaProducer<byte[], byte[]> producer = broker.producer()) {
                producer.send(new ProducerRecord<>(
                                topics.models().name(),
                                new byte[] {1},
                                RecordCodec.avro(ModelRelease.class).encode(TestModels.release(1))))
                        .get();
                await().atMost(PATIENCE)
                        .until(() -> value(scrape(port), "flink_taskmanager_job_task_operator_modelVersion") == 1);
                events(1_000)
                        .forEach(event -> producer.send(
                                new ProducerRecord<>(topics.events().name(), null, event)));
                producer.flush();
            }
            await().atMost(PATIENCE).untilAsserted(() -> {
                scraped = scrape(port);
                assertThat(value(scraped, "flink_taskmanager_job_task_operator_assignments"))
                        .isEqualTo(1_000);
                assertThat(value(scraped, "flink_jobmanager_job_numberOfCompletedCheckpoints"))
                        .isPositive();
            });
            cluster.cancelJob(job).get();
        }
        exported = new TreeSet<>();
        scraped.lines()
                .filter(line -> !line.startsWith("#"))
                .map(METRIC::matcher)
                .filter(Matcher::lookingAt)
                .forEach(matcher -> exported.add(matcher.group()));
    }

    @Test
    void everyMetricOfEveryPanelIsExported() throws IOException {
        Map<String, String> unknown = new TreeMap<>();
        int panels = 0;
        for (Path file : dashboards()) {
            JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
            for (JsonNode panel : dashboard.get("panels")) {
                panels++;
                assertThat(panel.get("targets"))
                        .as("%s: %s", file, panel.get("title"))
                        .isNotEmpty();
                for (JsonNode target : panel.get("targets")) {
                    collectUnknown(target.get("expr").asText(), file + ": " + panel.get("title"), unknown);
                }
            }
        }
        assertThat(panels).isGreaterThan(20);
        assertThat(unknown).as("not among %s", exported).isEmpty();
    }

    @Test
    void everyMetricOfEveryRuleIsExported() throws IOException {
        Map<String, String> unknown = new TreeMap<>();
        Matcher expressions =
                EXPRESSION.matcher(Files.readString(DOCKER.resolve("prometheus").resolve("riffle-rules.yml")));
        int rules = 0;
        while (expressions.find()) {
            rules++;
            collectUnknown(expressions.group(1), "rule " + rules, unknown);
        }
        assertThat(rules).isGreaterThan(12);
        assertThat(unknown).as("not among %s", exported).isEmpty();
    }

    @Test
    void theKernelInUseIsExportedAsANumber() {
        assertThat(value(scraped, "flink_taskmanager_job_task_operator_kernelVectorBits"))
                .isGreaterThanOrEqualTo(0);
    }

    /** What no type says; docker/grafana/check holds the dashboards against Grafana's types. */
    @Test
    void dashboardsHaveTheFieldsThatGrafanaNeeds() throws IOException {
        Set<String> uids = new TreeSet<>();
        for (Path file : dashboards()) {
            JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
            assertThat(uids.add(dashboard.get("uid").asText()))
                    .as("uid of its own: %s", file)
                    .isTrue();
            assertThat(dashboard.get("title").asText()).as("%s", file).isNotBlank();
            assertThat(dashboard.get("schemaVersion").asInt()).as("%s", file).isPositive();
            Set<Integer> ids = new TreeSet<>();
            for (JsonNode panel : dashboard.get("panels")) {
                assertThat(ids.add(panel.get("id").asInt()))
                        .as("panel id of its own: %s", panel)
                        .isTrue();
                assertThat(panel.get("type").asText()).isIn("timeseries", "stat", "gauge", "table");
                assertThat(panel.get("title").asText()).isNotBlank();
                assertThat(panel.get("datasource").get("uid").asText()).isEqualTo("prometheus");
                JsonNode place = panel.get("gridPos");
                assertThat(place.get("x").asInt() + place.get("w").asInt()).isBetween(1, 24);
                assertThat(place.get("h").asInt()).isPositive();
            }
        }
    }

    private static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(DOCKER.resolve("grafana").resolve("dashboards"))) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            assertThat(found).hasSizeGreaterThanOrEqualTo(4);
            return found;
        }
    }

    private void collectUnknown(String expression, String where, Map<String, String> unknown) {
        Matcher names = METRIC.matcher(expression);
        while (names.find()) {
            // The job here keeps its state on the heap; docker/watch asks a job with RocksDB.
            if (!exported.contains(names.group()) && !names.group().contains("_rocksdb_")) {
                unknown.put(names.group(), where);
            }
        }
        Matcher selectors = SELECTOR.matcher(expression);
        while (selectors.find()) {
            if (scraped.lines().noneMatch(series -> selects(selectors.group(1), selectors.group(2), series))) {
                unknown.put(selectors.group(), where);
            }
        }
    }

    private static boolean selects(String metric, String labels, String series) {
        if (!series.startsWith(metric + "{")) {
            return false;
        }
        Map<String, String> found = new TreeMap<>();
        Matcher has = LABEL.matcher(series);
        while (has.find()) {
            found.put(has.group(1), has.group(3));
        }
        Matcher wants = LABEL.matcher(labels);
        while (wants.find()) {
            String value = found.getOrDefault(wants.group(1), "");
            boolean fits = wants.group(2).isEmpty() ? value.equals(wants.group(3)) : value.matches(wants.group(3));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static List<byte[]> events(int count) {
        SyntheticStream synthetic = new SyntheticStream(11, 0);
        EventCodec codec = EventCodec.of(RecordFormat.JSON);
        List<byte[]> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] row = synthetic.normal();
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", "e" + i);
            fields.put("key", "k");
            fields.put("time", TestModels.CREATED + i);
            for (int f = 0; f < row.length; f++) {
                fields.put("x" + f, row[f]);
            }
            events.add(codec.encode(fields));
        }
        return events;
    }

    private static String scrape(int port) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Value of the first series of a metric; NaN without one. */
    private static double value(String text, String metric) {
        return text.lines()
                .filter(line -> line.startsWith(metric + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
