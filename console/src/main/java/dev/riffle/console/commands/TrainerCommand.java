package dev.riffle.console.commands;

import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.console.terminal.StatusLine;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.trainer.TrainerService;
import dev.riffle.trainer.TrainerServiceOptions;
import dev.riffle.trainer.kafka.HistoryStart;
import dev.riffle.trainer.metrics.TrainerMetrics;
import dev.riffle.trainer.service.RetrainingPolicy;
import dev.riffle.trainer.service.TrainerStatus;
import dev.riffle.trainer.training.Progress;
import java.io.UncheckedIOException;
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

/** {@code riffle trainer}: the retraining service in the foreground. */
@Command(
        name = "trainer",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains models on the features that the job has computed, and publishes them, until Ctrl-C.")
public final class TrainerCommand implements Callable<Integer> {
    static final String FROM =
            "Where the trainer begins to read features: earliest, a time such as 2026-01-31T12:00:00Z, or a number of"
                    + " events before now. Default: as many as fill the reservoir twice.";

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--pipeline",
            required = true,
            paramLabel = "P",
            description = "Pipeline file or name of a ready pipeline, the same as the job's.")
    private String pipeline;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "Time from one training to the next. Default: ${DEFAULT-VALUE}")
    private Duration every;

    @Option(
            names = "--minimum-rows",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Rows that a training starts with as soon as they are there. Default: ${DEFAULT-VALUE}")
    private int minimumRows;

    @Option(
            names = "--few-rows",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Rows that do once --patience is over. Default: ${DEFAULT-VALUE}")
    private int fewRows;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "1m",
            converter = DurationConverter.class,
            description = "How long to wait for --minimum-rows. Default: ${DEFAULT-VALUE}")
    private Duration patience;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Most rows kept for training, recent ones for the greater part. Default: ${DEFAULT-VALUE}")
    private int rows;

    @Option(names = "--from", paramLabel = "START", description = FROM)
    private Optional<String> from = Optional.empty();

    @Option(
            names = "--budget",
            paramLabel = "BUDGET",
            defaultValue = "0.1%",
            description = "The job's alert budget, which models are held against. Default: ${DEFAULT-VALUE}")
    private String budget;

    @Option(
            names = "--shadow",
            description = "Release models as shadows, which score beside the champion without giving verdicts, until"
                    + " 'riffle models promote' makes one of them the champion. The first model is the champion.")
    private boolean shadow;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of training. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--metrics-port",
            paramLabel = "P",
            description = "Port at which Prometheus finds the trainer's metrics. Default: none are served.")
    private Optional<Integer> metricsPort = Optional.empty();

    @Mixin
    private TrainingOptions training;

    @Override
    public Integer call() throws InterruptedException {
        TrainerServiceOptions options = options();
        kafka.broker().requireReachable();
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            asked.countDown();
                            await(ended);
                        },
                        "stop-trainer"));
        try (TrainerService service = new TrainerService(options, Clock.systemUTC(), new Narrator(status)::changed);
                TrainerMetrics metrics = metrics(service)) {
            service.start();
            while (!asked.await(500, TimeUnit.MILLISECONDS)) {
                if (service.status().phase() == TrainerStatus.Phase.STOPPED) {
                    throw new CommandFailure("The trainer has stopped: "
                            + service.status().lastError().orElse("its thread has ended") + ".");
                }
            }
        } finally {
            status.note("stopped");
            ended.countDown();
        }
        return ExitCode.OK;
    }

    /** Null if none are served. */
    private TrainerMetrics metrics(TrainerService service) {
        if (metricsPort.isEmpty()) {
            return null;
        }
        try {
            return TrainerMetrics.serve(service::status, Clock.systemUTC(), metricsPort.get());
        } catch (UncheckedIOException e) {
            throw new CommandFailure("--metrics-port: " + e.getMessage() + ".", e);
        }
    }

    private TrainerServiceOptions options() {
        try {
            RetrainingPolicy policy = new RetrainingPolicy(
                    every, minimumRows, rows, seed, Math.min(fewRows, minimumRows), patience, shadow);
            return new TrainerServiceOptions(
                    kafka.connection(),
                    Pipeline.load(pipeline),
                    training.config(seed),
                    policy,
                    AlertBudget.parse(budget),
                    from.isPresent() ? HistoryStart.parse(from.get()) : TrainerServiceOptions.fullReservoir(policy));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            ended.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says what changed, where that is news. */
    private static final class Narrator {
        private final StatusLine status;
        private TrainerStatus last;

        Narrator(StatusLine status) {
            this.status = status;
        }

        void changed(TrainerStatus now) {
            if (last == null || now.phase() != last.phase()) {
                status.note(
                        switch (now.phase()) {
                            case STANDBY -> "standing by until this trainer leads";
                            case STARTING -> "starting";
                            case COLLECTING ->
                                "collecting rows; newest model: "
                                        + (now.newestVersion() == 0 ? "none" : "v" + now.newestVersion());
                            case TRAINING -> "training on %,d rows".formatted(now.rows());
                            case JUDGING -> "judging the new model";
                            case PUBLISHING -> "publishing";
                            case STOPPED -> "stopping";
                        });
            }
            if (now.lastError().isPresent() && (last == null || !now.lastError().equals(last.lastError()))) {
                status.note(now.lastError().get());
            }
            now.step()
                    .filter(step -> step.phase() == Progress.Phase.FITTING_NETWORK)
                    .ifPresent(step -> status.status("epoch %,d of %,d, loss %.5f, about %,d s left"
                            .formatted(
                                    step.epoch(),
                                    step.epochs(),
                                    step.loss(),
                                    step.remaining().toSeconds())));
            last = now;
        }
    }
}
