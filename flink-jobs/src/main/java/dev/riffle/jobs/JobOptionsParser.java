package dev.riffle.jobs;

import dev.riffle.schemas.codec.RecordFormat;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The job's command line: names, defaults and units of {@link JobOptions}. */
@Command(
        name = "scoring-job",
        description = "Scores every event of a Kafka topic and keeps learning.",
        footer = {
            "",
            "An option that is not given is taken from the environment (RIFFLE_TOPIC_PREFIX for --topic-prefix), else"
                    + " from the options file, else it has its default."
        },
        sortOptions = false,
        showDefaultValues = true)
final class JobOptionsParser {
    private static final String ENVIRONMENT_PREFIX = "RIFFLE_";
    private static final String OPTIONS_FILE = "--options";
    private static final String KAFKA_KEY = "kafka.";

    @Option(names = "--bootstrap", required = true, description = "Kafka brokers, HOST:PORT[,HOST:PORT...]")
    private String bootstrap;

    @Option(names = "--topic-prefix", defaultValue = "riffle.", description = "Prefix of all topic names")
    private String topicPrefix;

    @Option(names = "--pipeline", required = true, description = "Name of a ready pipeline, or a pipeline file")
    private String pipeline;

    @Option(
            names = "--delivery",
            defaultValue = "at-least-once",
            description = "at-least-once, or exactly-once (answers appear when a checkpoint completes)")
    private Delivery delivery;

    @Option(
            names = "--budget",
            defaultValue = "0.1%",
            description = "Alerts that people can attend to: a share of events (0.1%%) or a rate (50 per hour)")
    private String alertBudget;

    @Option(
            names = "--budget-by",
            defaultValue = "",
            description = "Key or category field: each of its values has the budget for itself; empty: one for all")
    private String budgetBy;

    @Option(names = "--checkpoint-interval", defaultValue = "10s", description = "Time between checkpoints")
    private Duration checkpointInterval;

    @Option(
            names = "--checkpoint-dir",
            defaultValue = "",
            description = "URI for checkpoints; empty: the cluster's setting, else the job manager's heap")
    private String checkpointDirectory;

    @Option(names = "--state-backend", defaultValue = "hashmap", description = "hashmap (heap) or rocksdb (disk)")
    private StateBackendKind stateBackend;

    @Option(names = "--parallelism", defaultValue = "0", description = "Parallel subtasks; 0: the environment's")
    private int parallelism;

    @Option(names = "--event-format", defaultValue = "json", description = "Format of the events topic: json or avro")
    private RecordFormat eventFormat;

    @Option(
            names = "--output-format",
            defaultValue = "json",
            description = "Format of assignments, anomalies, dead letters and cluster events: json or avro")
    private RecordFormat outputFormat;

    @Option(
            names = "--feature-sample-rate",
            defaultValue = "1.0",
            description = "Share of events whose features go to the trainer, 0 to 1")
    private double featureSampleRate;

    @Option(
            names = "--features-per-second",
            defaultValue = "2000",
            description = "Events per second whose features go to the trainer at most; of a faster stream a sample")
    private double featuresPerSecond;

    @Option(
            names = "--flush-interval",
            defaultValue = "200ms",
            description = "Time between two reports of what a scorer learned")
    private Duration flushInterval;

    @Option(
            names = "--cluster-patience",
            defaultValue = "1d",
            description = "Event time without an event after which a cluster without mass dies")
    private Duration clusterPatience;

    @Option(
            names = "--buffer-timeout",
            defaultValue = "1ms",
            description = "Longest wait of an event for a network buffer to fill: lower latency against throughput")
    private Duration bufferTimeout;

    @Option(
            names = "--transaction-timeout",
            defaultValue = "10min",
            description = "Age at which the broker aborts a transaction; at most its transaction.max.timeout.ms")
    private Duration transactionTimeout;

    @Option(
            names = "--group-id",
            defaultValue = "riffle-scoring",
            description = "Consumer group that shows progress, and prefix of transactional ids")
    private String groupId;

    @Option(
            names = {"-K", "--kafka-property"},
            paramLabel = "KEY=VALUE",
            description = "Further setting for all Kafka clients, over those of the files; repeatable")
    private Map<String, String> kafkaProperties = new LinkedHashMap<>();

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties file with further settings for all Kafka clients: TLS, SASL, passwords")
    private Path kafkaConfig;

    @Option(
            names = OPTIONS_FILE,
            paramLabel = "FILE",
            description =
                    "Properties file with these options, keys without dashes, and with Kafka settings as kafka.KEY")
    private Path optionsFile;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "Print this and exit")
    private boolean help;

    private JobOptionsParser() {}

    static JobOptions parse(Map<String, String> environment, String... arguments) {
        JobOptionsParser parser = new JobOptionsParser();
        CommandLine commandLine = commandLine(parser);
        Map<String, String> file = optionsFile(environment, arguments, commandLine);
        commandLine.setDefaultValueProvider(argument -> {
            if (argument instanceof CommandLine.Model.OptionSpec option) {
                String set = environment.get(environmentName(option.longestName()));
                return set == null ? file.get(option.longestName()) : set;
            }
            return null;
        });
        try {
            commandLine.parseArgs(arguments);
        } catch (CommandLine.ParameterException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        Map<String, String> kafka = new LinkedHashMap<>();
        if (parser.kafkaConfig != null) {
            kafka.putAll(properties("--kafka-config", parser.kafkaConfig));
        }
        file.forEach((key, value) -> {
            if (key.startsWith(KAFKA_KEY)) {
                kafka.put(key.substring(KAFKA_KEY.length()), value);
            }
        });
        kafka.putAll(parser.kafkaProperties);
        return parser.options(kafka);
    }

    /** Options by their names with dashes, Kafka settings by their keys with prefix; empty without a file. */
    private static Map<String, String> optionsFile(
            Map<String, String> environment, String[] arguments, CommandLine commandLine) {
        String name = environment.get(environmentName(OPTIONS_FILE));
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals(OPTIONS_FILE) && i + 1 < arguments.length) {
                name = arguments[i + 1];
            } else if (arguments[i].startsWith(OPTIONS_FILE + "=")) {
                name = arguments[i].substring(OPTIONS_FILE.length() + 1);
            }
        }
        if (name == null) {
            return Map.of();
        }
        Map<String, CommandLine.Model.OptionSpec> known =
                commandLine.getCommandSpec().optionsMap();
        Map<String, String> options = new LinkedHashMap<>();
        properties(OPTIONS_FILE, Path.of(name)).forEach((key, value) -> {
            if (key.startsWith(KAFKA_KEY)) {
                options.put(key, value);
            } else if (known.containsKey("--" + key) && !key.equals("help") && !key.equals("options")) {
                options.put("--" + key, value);
            } else {
                throw new IllegalArgumentException(OPTIONS_FILE + ": found key '" + key
                        + "', expected the name of an option without dashes (see --help), or kafka.KEY");
            }
        });
        return options;
    }

    private static Map<String, String> properties(String option, Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": cannot read " + file + ": " + e, e);
        }
        Map<String, String> map = new LinkedHashMap<>();
        properties.stringPropertyNames().stream().sorted().forEach(key -> map.put(key, properties.getProperty(key)));
        return map;
    }

    static String help() {
        return commandLine(new JobOptionsParser()).getUsageMessage();
    }

    private static CommandLine commandLine(JobOptionsParser parser) {
        return new CommandLine(parser)
                .registerConverter(Duration.class, TimeUtils::parseDuration)
                .registerConverter(Delivery.class, text -> constant(Delivery.class, text))
                .registerConverter(StateBackendKind.class, text -> constant(StateBackendKind.class, text))
                .registerConverter(RecordFormat.class, text -> constant(RecordFormat.class, text));
    }

    private static String environmentName(String option) {
        return ENVIRONMENT_PREFIX
                + option.replaceFirst("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Constants are written as {@code exactly-once} on a command line. */
    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().replace('_', '-').equalsIgnoreCase(text.replace('_', '-'))) {
                return constant;
            }
        }
        StringBuilder expected = new StringBuilder();
        for (E constant : type.getEnumConstants()) {
            expected.append(expected.isEmpty() ? "" : " or ")
                    .append(constant.name().replace('_', '-').toLowerCase(Locale.ROOT));
        }
        throw new CommandLine.TypeConversionException("found '" + text + "', expected " + expected);
    }

    private JobOptions options(Map<String, String> kafka) {
        return new JobOptions(
                bootstrap,
                topicPrefix,
                pipeline,
                delivery,
                alertBudget,
                budgetBy,
                checkpointInterval,
                checkpointDirectory,
                stateBackend,
                parallelism,
                eventFormat,
                outputFormat,
                featureSampleRate,
                featuresPerSecond,
                flushInterval,
                clusterPatience,
                bufferTimeout,
                transactionTimeout,
                groupId,
                kafka);
    }
}
