package dev.riffle.kafka;

import dev.riffle.schemas.Topic;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker in this process: one KRaft node that is controller and broker at once and listens on the loopback
 * interface only. What it holds stays in its directory and is there again after a restart on the same directory.
 *
 * <p>The broker's threads are not daemons: a {@code main} that starts one has to close it or exit explicitly.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

    /** Above the largest message of the topic catalogue, a model release of 32 MiB, with its batch header. */
    private static final int MAX_MESSAGE_BYTES = 36 * 1024 * 1024;
    /** Exactly-once jobs ask for transaction timeouts far above a broker's default maximum of 15 minutes. */
    private static final String MAX_TRANSACTION_TIMEOUT_MILLIS = "7200000";

    private static final String NODE_ID = "1";

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it accepts clients.
     *
     * @param directory where it keeps its data; made if missing
     * @param port to listen on; 0 for any free one
     * @throws IllegalStateException if the port is taken, the directory is in use or the broker does not start
     */
    public static EmbeddedKafka start(Path directory, int port) {
        return start(directory, port, Map.of());
    }

    /**
     * As {@link #start(Path, int)}.
     *
     * @param more settings of the broker, over the usual ones
     */
    public static EmbeddedKafka start(Path directory, int port, Map<String, String> more) {
        int brokerPort = port;
        KafkaRaftServer server = null;
        try {
            brokerPort = port == 0 ? Loopback.freePort() : port;
            Files.createDirectories(directory);
            format(directory);
            Map<String, String> settings = settings(directory, brokerPort, Loopback.freePort());
            settings.putAll(more);
            server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
            server.startup();
            LOG.info("Kafka listens on {}:{} and keeps its data in {}", Loopback.HOST, brokerPort, directory);
            return new EmbeddedKafka(server, brokerPort);
        } catch (Exception | LinkageError e) {
            if (server != null) {
                stop(server);
            }
            throw new IllegalStateException(
                    "The embedded Kafka broker did not start in " + directory + ", on port " + brokerPort + ": "
                            + rootMessage(e),
                    e);
        }
    }

    /** Address for clients, host:port. */
    public String bootstrap() {
        return Loopback.HOST + ":" + port;
    }

    public int port() {
        return port;
    }

    /**
     * Makes topics; returns once they take records.
     *
     * @throws ExecutionException if one is there already
     */
    public void createTopics(Collection<Topic> topics) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            TopicCreation.create(admin, topics);
        }
    }

    @Override
    public void close() {
        stop(server);
    }

    private static void stop(KafkaRaftServer server) {
        server.shutdown();
        server.awaitShutdown();
    }

    /** What {@code kafka-storage.sh format --ignore-formatted} does. */
    private static void format(Path directory) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(clusterId(directory))
                .setNodeId(Integer.parseInt(NODE_ID))
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(directory.toString())
                .addDirectory(directory.toString())
                .setIgnoreFormatted(true)
                .run();
    }

    private static String clusterId(Path directory) throws IOException {
        Path meta = directory.resolve("meta.properties");
        if (Files.exists(meta)) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(meta)) {
                properties.load(reader);
            }
            String id = properties.getProperty("cluster.id");
            if (id != null) {
                return id;
            }
        }
        return Uuid.randomUuid().toString();
    }

    private static Map<String, String> settings(Path directory, int brokerPort, int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", NODE_ID);
        settings.put("controller.quorum.voters", NODE_ID + "@" + Loopback.HOST + ":" + controllerPort);
        settings.put(
                "listeners",
                "PLAINTEXT://" + Loopback.HOST + ":" + brokerPort + ",CONTROLLER://" + Loopback.HOST + ":"
                        + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://" + Loopback.HOST + ":" + brokerPort);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("log.dirs", directory.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));

        // One node cannot replicate.
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("transaction.max.timeout.ms", MAX_TRANSACTION_TIMEOUT_MILLIS);
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");

        // Quick to start and to come back, and small: the defaults are for machines that do nothing else.
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("broker.session.timeout.ms", "2000");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
        settings.put("log.cleaner.threads", "1");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "1");
        return settings;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
