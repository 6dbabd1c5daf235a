package dev.riffle.jobs;

import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.schemas.codec.RecordFormat;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that can be set about the scoring job. {@link #parse} reads it from a command line; its help text
 * ({@link JobOptionsParser}) carries defaults and units.
 *
 * @param bootstrap Kafka brokers as host:port, separated by commas
 * @param topicPrefix prefix of all topic names
 * @param pipeline name of a ready pipeline, or path of a pipeline file
 * @param delivery what the job promises about its output topics
 * @param alertBudget how many alerts people can attend to, as {@link AlertBudget#parse} reads it
 * @param budgetBy key or category field whose values have the alert budget each for themselves; empty: one budget for
 *     the whole stream
 * @param checkpointInterval time between checkpoints, above 0
 * @param checkpointDirectory URI for checkpoints; empty for the job manager's heap (lost with it)
 * @param stateBackend where key histories are kept
 * @param parallelism parallel subtasks, at least 1; 0 takes the environment's
 * @param eventFormat format of the events topic
 * @param outputFormat format of assignments, anomalies, dead letters and cluster events
 * @param featureSampleRate share of events whose features go to the trainer, in [0, 1]
 * @param featuresPerSecond events per second from which that share shrinks, so that no more are logged, above 0
 * @param flushInterval time between two reports of what a scorer learned, above 0
 * @param clusterPatience event time without an event after which a cluster without mass dies, above 0
 * @param bufferTimeout longest time that a record waits for a network buffer to fill, at least 0
 * @param transactionTimeout Kafka transactions older than this are aborted by the broker; not above the broker's
 *     transaction.max.timeout.ms, and longer than the longest outage that must not lose output
 * @param groupId consumer group that shows the job's progress; also the prefix of transactional ids
 * @param kafkaProperties further settings for all Kafka clients
 */
public record JobOptions(
        String bootstrap,
        String topicPrefix,
        String pipeline,
        Delivery delivery,
        String alertBudget,
        String budgetBy,
        Duration checkpointInterval,
        String checkpointDirectory,
        StateBackendKind stateBackend,
        int parallelism,
        RecordFormat eventFormat,
        RecordFormat outputFormat,
        double featureSampleRate,
        double featuresPerSecond,
        Duration flushInterval,
        Duration clusterPatience,
        Duration bufferTimeout,
        Duration transactionTimeout,
        String groupId,
        Map<String, String> kafkaProperties) {

    /** Highest number of parallel subtasks that a savepoint can ever be restored with. */
    public static final int MAX_PARALLELISM = 128;

    public JobOptions {
        requireText(bootstrap, "--bootstrap");
        Objects.requireNonNull(topicPrefix, "topicPrefix");
        requireText(pipeline, "--pipeline");
        Objects.requireNonNull(delivery, "delivery");
        AlertBudget.parse(alertBudget);
        Objects.requireNonNull(budgetBy, "budgetBy");
        requirePositive(checkpointInterval, "--checkpoint-interval");
        Objects.requireNonNull(checkpointDirectory, "checkpointDirectory");
        Objects.requireNonNull(stateBackend, "stateBackend");
        if (parallelism < 0 || parallelism > MAX_PARALLELISM) {
            throw new IllegalArgumentException(
                    "--parallelism: found " + parallelism + ", expected 0 (the environment's) to " + MAX_PARALLELISM);
        }
        Objects.requireNonNull(eventFormat, "eventFormat");
        Objects.requireNonNull(outputFormat, "outputFormat");
        if (!(featureSampleRate >= 0 && featureSampleRate <= 1)) {
            throw new IllegalArgumentException(
                    "--feature-sample-rate: found " + featureSampleRate + ", expected a share in [0, 1]");
        }
        if (!(featuresPerSecond > 0)) {
            throw new IllegalArgumentException(
                    "--features-per-second: found " + featuresPerSecond + ", expected more than 0");
        }
        requirePositive(flushInterval, "--flush-interval");
        requirePositive(clusterPatience, "--cluster-patience");
        if (bufferTimeout.isNegative()) {
            throw new IllegalArgumentException("--buffer-timeout: found " + bufferTimeout + ", expected at least 0");
        }
        requirePositive(transactionTimeout, "--transaction-timeout");
        if (delivery == Delivery.EXACTLY_ONCE && transactionTimeout.compareTo(checkpointInterval) <= 0) {
            throw new IllegalArgumentException("--transaction-timeout: found " + transactionTimeout
                    + ", expected more than the checkpoint interval of " + checkpointInterval
                    + ": a transaction is open at least that long");
        }
        requireText(groupId, "--group-id");
        kafkaProperties = Map.copyOf(kafkaProperties);
    }

    /**
     * Options from a command line such as {@code --bootstrap localhost:9092 --pipeline transactions}; an option that is
     * not given is taken from the environment variable of its name ({@code RIFFLE_TOPIC_PREFIX} for
     * {@code --topic-prefix}), else from the file that {@code --options} names, or else has its default.
     *
     * @throws IllegalArgumentException saying which option is wrong, what was found and what is expected
     */
    public static JobOptions parse(String... arguments) {
        return JobOptionsParser.parse(System.getenv(), arguments);
    }

    private static void requireText(String text, String option) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(option + ": found nothing, expected a value");
        }
    }

    private static void requirePositive(Duration duration, String option) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(option + ": found " + duration + ", expected more than 0");
        }
    }
}
