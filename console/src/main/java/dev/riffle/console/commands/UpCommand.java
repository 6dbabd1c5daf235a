package dev.riffle.console.commands;

import dev.riffle.console.kafka.Broker;
import dev.riffle.console.local.KafkaChoice;
import dev.riffle.console.local.LocalStack;
import dev.riffle.console.local.LocalStackOptions;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.console.terminal.Logging;
import dev.riffle.console.terminal.StatusLine;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.jobs.Delivery;
import dev.riffle.schemas.Topic;
import dev.riffle.schemas.Topics;
import dev.riffle.trainer.TrainerServiceOptions;
import dev.riffle.trainer.kafka.HistoryStart;
import dev.riffle.trainer.service.RetrainingPolicy;
import dev.riffle.trainer.service.TrainerStatus;
import dev.riffle.trainer.training.TrainingConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle up}: the local stack, kept until it is asked to end. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs Kafka, Flink with the scoring job, and the trainer in this process until Ctrl-C; with --bootstrap on"
                    + " a",
            "Kafka cluster of yours.",
            "Started again on the same directory it goes on where it stopped."
        })
public final class UpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = ".riffle",
            description = "Where broker and checkpoints are kept. Default: ${DEFAULT-VALUE}")
    private Path directory;

    @Option(
            names = "--pipeline",
            paramLabel = "P",
            defaultValue = "transactions",
            description = "Pipeline file, or the name of a ready pipeline. Default: ${DEFAULT-VALUE}")
    private String pipeline;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "8080",
            description = "Port of Flink's web dashboard; 0 for any free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--kafka-port",
            paramLabel = "P",
            defaultValue = "9092",
            description = "Port of the broker; 0 for any free one. Default: ${DEFAULT-VALUE}")
    private int kafkaPort;

    @Option(
            names = "--bootstrap",
            paramLabel = "H:P",
            description = "A Kafka cluster of yours to work with instead of a broker of our own: HOST:PORT, several"
                    + " separated by commas. Topics that are missing there are made.")
    private Optional<String> bootstrap = Optional.empty();

    @Mixin
    private KafkaClientOptions clients;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            defaultValue = Topics.DEFAULT_PREFIX,
            description = "What all topic names begin with. Default: ${DEFAULT-VALUE}")
    private String prefix;

    @Option(
            names = "--budget",
            paramLabel = "BUDGET",
            defaultValue = "0.1%",
            description = "Alert budget: a share of the events like 0.1%% or a number per hour of event time like 50/h."
                    + " Default: ${DEFAULT-VALUE}")
    private String budget;

    @Option(
            names = "--delivery",
            paramLabel = "PROMISE",
            defaultValue = "at-least-once",
            converter = DeliveryConverter.class,
            description = "at-least-once or exactly-once (answers appear when a checkpoint completes). Default:"
                    + " ${DEFAULT-VALUE}")
    private Delivery delivery;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "Time between checkpoints. Default: ${DEFAULT-VALUE}")
    private Duration checkpointInterval;

    @Option(
            names = "--retrain-every",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "Time from one training to the next. Default: ${DEFAULT-VALUE}")
    private Duration retrainEvery;

    @Option(
            names = "--minimum-rows",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Rows that the first model is trained on; after a minute 1,000 do. Default: ${DEFAULT-VALUE}")
    private int minimumRows;

    @Option(names = "--from", paramLabel = "START", description = TrainerCommand.FROM)
    private Optional<String> from = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of training. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            defaultValue = "2",
            description = "Parallel subtasks of the job. Default: ${DEFAULT-VALUE}")
    private int parallelism;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "" + Topics.DEFAULT_PARTITIONS,
            description = "Partitions of the wide topics, when they are made. Default: ${DEFAULT-VALUE}")
    private int partitions;

    @Override
    public Integer call() throws InterruptedException, IOException {
        LocalStackOptions options = options();
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        Path address = directory.resolve("bootstrap");
        Files.createDirectories(directory);
        Logging.toFile(directory.resolve("riffle.log"));

        // The hook waits for the orderly end below, then lets the process die.
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> endOrderly(asked, ended), "stop-local-stack");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            run(options, address, asked, status);
        } finally {
            ended.countDown();
        }
        return ExitCode.OK;
    }

    private void run(LocalStackOptions options, Path address, CountDownLatch asked, StatusLine status)
            throws InterruptedException, IOException {
        try (LocalStack stack = LocalStack.start(options, Clock.systemUTC(), status::note)) {
            Files.writeString(address, stack.bootstrap() + System.lineSeparator());
            try {
                greet(stack, options, address);
                watch(stack, asked, status);
            } finally {
                Files.deleteIfExists(address);
            }
            status.note("stopping");
        }
        status.note("stopped");
    }

    LocalStackOptions options() {
        try {
            AlertBudget.parse(budget);
            RetrainingPolicy retraining = new RetrainingPolicy(
                    retrainEvery, minimumRows, Math.max(minimumRows, RetrainingPolicy.DEFAULTS.reservoirRows()), seed);
            return new LocalStackOptions(
                    directory.toAbsolutePath().normalize(),
                    kafka(),
                    port,
                    Topics.withPrefix(prefix).withPartitions(partitions),
                    pipeline,
                    delivery,
                    budget,
                    checkpointInterval,
                    parallelism,
                    TrainingConfig.DEFAULTS.toBuilder()
                            .set("seed", Long.toString(seed))
                            .build(),
                    retraining,
                    from.isPresent()
                            ? HistoryStart.parse(from.get())
                            : TrainerServiceOptions.fullReservoir(retraining));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private KafkaChoice kafka() {
        if (bootstrap.isPresent()) {
            return new KafkaChoice.External(new Broker(bootstrap.get(), clients.properties()));
        }
        if (clients.given()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--kafka-config and -K are for a Kafka cluster of yours, and the broker that 'up' starts lets"
                            + " everybody in: name your cluster with --bootstrap HOST:PORT.");
        }
        return new KafkaChoice.Embedded(kafkaPort);
    }

    private void greet(LocalStack stack, LocalStackOptions options, Path address) {
        PrintWriter out = spec.commandLine().getOut();
        Topics topics = options.topics();
        out.printf("Kafka:        %s (also in %s)%n", stack.bootstrap(), address);
        out.printf("Dashboard:    %s%n", stack.dashboard());
        out.printf("Pipeline:     %s%n", pipeline);
        out.printf("Log:          %s%n", directory.resolve("riffle.log"));
        stack.resumedFrom().ifPresent(checkpoint -> out.printf("Resumed from: %s%n", checkpoint));
        out.printf("Topics:%n");
        for (Topic topic : topics.all()) {
            out.printf("  %-28s %s%n", topic.name(), topic.valueDescription());
        }
        out.printf(
                "Send events as JSON to %s, or replay a file: riffle replay FILE --pipeline %s --bootstrap %s%s%n",
                topics.events().name(),
                pipeline,
                stack.bootstrap(),
                clients.given() ? ", with the same --kafka-config" : "");
        out.printf("Ctrl-C stops.%n");
        out.flush();
    }

    private static void watch(LocalStack stack, CountDownLatch asked, StatusLine status) throws InterruptedException {
        TrainerStatus last = stack.trainerStatus();
        while (!asked.await(500, TimeUnit.MILLISECONDS)) {
            stack.requireAlive();
            TrainerStatus now = stack.trainerStatus();
            if (now.newestVersion() != last.newestVersion()) {
                status.note("model v" + now.newestVersion() + " published");
            }
            if (!now.lastError().equals(last.lastError())) {
                now.lastError().ifPresent(reason -> status.note("trainer in trouble: " + reason));
            }
            last = now;
        }
    }

    private static void endOrderly(CountDownLatch asked, CountDownLatch ended) {
        asked.countDown();
        try {
            if (!ended.await(60, TimeUnit.SECONDS)) {
                throw new CommandFailure("The local stack did not stop within 60 s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
