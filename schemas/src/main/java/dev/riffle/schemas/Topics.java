package dev.riffle.schemas;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The catalogue of topics: every name, key, value, partition count, retention and compaction in one place.
 *
 * @param prefix what every topic name begins with, Kafka's legal characters only; may be empty
 * @param partitions partitions of the wide topics (events, assignments, anomalies, features, dead letters), > 0
 */
public record Topics(String prefix, int partitions) {
    public static final String DEFAULT_PREFIX = "riffle.";
    public static final int DEFAULT_PARTITIONS = 4;

    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]*");
    private static final int MAX_NAME_LENGTH = 249;
    private static final int LONGEST_SUFFIX = "injected-anomalies".length();

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final int USUAL_BYTES = MIB;
    /** Far above what the codecs take, so that an oversized event becomes a dead letter and not a producer's error. */
    private static final int EVENT_BYTES = 8 * MIB;
    /** An event of the greatest size in base64 (4/3), with its coordinates and the reason. */
    private static final int DEAD_LETTER_BYTES = 12 * MIB;

    private static final int MODEL_BYTES = 32 * MIB;

    private static final Optional<Duration> WEEK = Optional.of(Duration.ofDays(7));
    private static final Optional<Duration> MONTH = Optional.of(Duration.ofDays(30));
    private static final Optional<Duration> FOR_EVER = Optional.empty();

    public Topics {
        Objects.requireNonNull(prefix, "prefix");
        if (!LEGAL.matcher(prefix).matches()) {
            throw new IllegalArgumentException("topic prefix may hold letters, digits, '.', '_' and '-' only, found '"
                    + abbreviated(prefix) + "'");
        }
        if (prefix.length() > MAX_NAME_LENGTH - LONGEST_SUFFIX) {
            throw new IllegalArgumentException("topic prefix may be at most " + (MAX_NAME_LENGTH - LONGEST_SUFFIX)
                    + " characters long, so that names stay within Kafka's " + MAX_NAME_LENGTH + ", found "
                    + prefix.length());
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be at least 1, found " + partitions);
        }
    }

    /** The catalogue under the default prefix. */
    public static Topics defaults() {
        return withPrefix(DEFAULT_PREFIX);
    }

    /**
     * The catalogue under a prefix, with the default number of partitions.
     *
     * @throws IllegalArgumentException if the prefix holds characters that Kafka refuses or is too long
     */
    public static Topics withPrefix(String prefix) {
        return new Topics(prefix, DEFAULT_PARTITIONS);
    }

    /** The same catalogue with another number of partitions for the wide topics. */
    public Topics withPartitions(int count) {
        return new Topics(prefix, count);
    }

    public Topic events() {
        return wide("events", "event key as UTF-8, or anything", "an event, JSON or Avro", EVENT_BYTES);
    }

    public Topic assignments() {
        return wide("assignments", "event key as UTF-8; event id where there is none", "Assignment", USUAL_BYTES);
    }

    public Topic anomalies() {
        return wide(
                "anomalies",
                "event key as UTF-8; event id where there is none",
                "Assignment whose verdict is ANOMALY",
                USUAL_BYTES);
    }

    public Topic features() {
        return wide("features", "event id as UTF-8", "FeatureRecord, of a sample of the events", USUAL_BYTES);
    }

    public Topic deadLetters() {
        return new Topic(
                prefix + "dead-letters",
                "topic-partition-offset of the event's record",
                "DeadLetter",
                partitions,
                MONTH,
                false,
                DEAD_LETTER_BYTES);
    }

    public Topic models() {
        return narrow("models", "model version in decimal digits", "ModelRelease", FOR_EVER, true, MODEL_BYTES);
    }

    public Topic clusters() {
        return narrow("clusters", "model version in decimal digits", "ClusterSnapshot", FOR_EVER, true, EVENT_BYTES);
    }

    public Topic clusterEvents() {
        return narrow("cluster-events", "model version in decimal digits", "ClusterEvent", MONTH, false, USUAL_BYTES);
    }

    public Topic trainingRequests() {
        return narrow("training-requests", "request id as UTF-8", "TrainingRequest", WEEK, false, USUAL_BYTES);
    }

    public Topic verdicts() {
        return narrow("verdicts", "event id as UTF-8", "AnalystVerdict", FOR_EVER, false, USUAL_BYTES);
    }

    public Topic injectedAnomalies() {
        return narrow("injected-anomalies", "event id as UTF-8", "InjectedAnomaly", WEEK, false, USUAL_BYTES);
    }

    /** Every topic, inputs first. */
    public List<Topic> all() {
        return List.of(
                events(),
                assignments(),
                anomalies(),
                features(),
                models(),
                clusters(),
                clusterEvents(),
                deadLetters(),
                trainingRequests(),
                verdicts(),
                injectedAnomalies());
    }

    private Topic wide(String suffix, String key, String value, int maxMessageBytes) {
        return new Topic(prefix + suffix, key, value, partitions, WEEK, false, maxMessageBytes);
    }

    private Topic narrow(
            String suffix,
            String key,
            String value,
            Optional<Duration> retention,
            boolean compacted,
            int maxMessageBytes) {
        return new Topic(prefix + suffix, key, value, 1, retention, compacted, maxMessageBytes);
    }

    private static String abbreviated(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
