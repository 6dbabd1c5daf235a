package dev.riffle.console.demo;

import dev.riffle.console.kafka.Broker;
import dev.riffle.console.local.KafkaChoice;
import dev.riffle.console.local.LocalStack;
import dev.riffle.console.local.LocalStackOptions;
import dev.riffle.console.simulate.Account;
import dev.riffle.console.simulate.Accounting;
import dev.riffle.console.simulate.AccountingReader;
import dev.riffle.console.simulate.EventStream;
import dev.riffle.console.simulate.KafkaFeeder;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.jobs.Delivery;
import dev.riffle.schemas.Topics;
import dev.riffle.trainer.TrainerServiceOptions;
import dev.riffle.trainer.service.TrainerStatus;
import dev.riffle.trainer.training.TrainingConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** Runs a local stack on a simulated stream, watches it, and accounts for every event at the end. */
public final class Demo {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration FIRST_ANSWER_TIMEOUT = Duration.ofSeconds(60);
    /** How long the last events may take to be answered: well above a checkpoint, which exactly-once waits for. */
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(60);
    /** How long nothing more may come before the account is closed, so that answers too many would be seen. */
    private static final Duration SETTLE = Duration.ofMillis(500);

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(5);
    private static final Duration EXACTLY_ONCE_CHECKPOINT_INTERVAL = Duration.ofSeconds(1);
    private static final int PARALLELISM = 2;

    private final DemoPlan plan;
    private final Path directory;
    private final Clock clock;
    private final DemoProgress progress;

    /** @param directory for everything that the demo writes; the caller removes it */
    public Demo(DemoPlan plan, Path directory, Clock clock, DemoProgress progress) {
        this.plan = plan;
        this.directory = directory;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Runs from start to end.
     *
     * @throws CommandFailure if a part does not start, or breaks on the way
     */
    public DemoReport run() throws InterruptedException {
        Topics topics = Topics.defaults();
        Accounting accounting = new Accounting();
        try (LocalStack stack = LocalStack.start(stackOptions(topics), clock, progress::note)) {
            long upMillis = clock.millis();
            plan.dashboardPort().ifPresent(port -> progress.note("dashboard: " + stack.dashboard()));
            Broker broker = new Broker(stack.bootstrap());
            EventStream stream = plan.scenario().stream(plan.seed(), plan.rate());
            try (AccountingReader reader = new AccountingReader(broker, topics, accounting, clock);
                    KafkaFeeder feeder = new KafkaFeeder(broker, topics, stream, plan.rate(), Long.MAX_VALUE)) {
                feeder.start();
                awaitFirstAnswer(stack, reader, feeder, accounting);
                feeder.fullRate();
                progress.note("sending %,.0f simulated %s per second for %d s"
                        .formatted(
                                plan.rate(),
                                plan.scenario().pipeline(),
                                plan.duration().toSeconds()));
                watch(stack, reader, feeder, accounting);
                feeder.stop();
                requireFine(stack, reader, feeder);
                drain(stack, reader, feeder, accounting);
                Account account = accounting.account();
                OptionalDouble secondsToFirstModel = account.firstScoredMillis().isPresent()
                        ? OptionalDouble.of((account.firstScoredMillis().getAsLong() - upMillis) / 1_000.0)
                        : OptionalDouble.empty();
                return new DemoReport(feeder.acknowledged(), account, secondsToFirstModel, feeder.achievedRate());
            } finally {
                progress.note("stopping");
            }
        }
    }

    private LocalStackOptions stackOptions(Topics topics) {
        return new LocalStackOptions(
                directory,
                new KafkaChoice.Embedded(0),
                plan.dashboardPort().orElse(0),
                topics,
                plan.scenario().pipeline(),
                plan.delivery(),
                plan.alertBudget(),
                plan.delivery() == Delivery.EXACTLY_ONCE ? EXACTLY_ONCE_CHECKPOINT_INTERVAL : CHECKPOINT_INTERVAL,
                PARALLELISM,
                TrainingConfig.DEFAULTS.toBuilder()
                        .set("seed", Long.toString(plan.seed()))
                        .build(),
                plan.retraining(),
                TrainerServiceOptions.fullReservoir(plan.retraining()));
    }

    /** The job runs before its sources have found their partitions: only an answer shows that all of it is there. */
    private static void awaitFirstAnswer(
            LocalStack stack, AccountingReader reader, KafkaFeeder feeder, Accounting accounting)
            throws InterruptedException {
        long deadline = System.nanoTime() + FIRST_ANSWER_TIMEOUT.toNanos();
        while (accounting.account().accounted() == 0) {
            requireFine(stack, reader, feeder);
            if (System.nanoTime() > deadline) {
                throw new CommandFailure("The scoring job runs, but has not answered the first events within "
                        + FIRST_ANSWER_TIMEOUT.toSeconds() + " s.");
            }
            Thread.sleep(50);
        }
    }

    private void watch(LocalStack stack, AccountingReader reader, KafkaFeeder feeder, Accounting accounting)
            throws InterruptedException {
        long end = System.nanoTime() + plan.duration().toNanos();
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TICK.toNanos()));
            requireFine(stack, reader, feeder);
            progress.status(summary(feeder, accounting.account(), stack.trainerStatus()));
        }
    }

    private void drain(LocalStack stack, AccountingReader reader, KafkaFeeder feeder, Accounting accounting)
            throws InterruptedException {
        progress.note("waiting until every event is accounted for");
        long deadline = System.nanoTime() + DRAIN_TIMEOUT.toNanos();
        while (accounting.account().accounted() < feeder.acknowledged()) {
            requireFine(stack, reader, feeder);
            if (System.nanoTime() > deadline) {
                progress.note("%,d of %,d events have no answer after %d s"
                        .formatted(
                                feeder.acknowledged() - accounting.account().accounted(),
                                feeder.acknowledged(),
                                DRAIN_TIMEOUT.toSeconds()));
                return;
            }
            Thread.sleep(100);
        }
        Thread.sleep(SETTLE.toMillis());
    }

    private static void requireFine(LocalStack stack, AccountingReader reader, KafkaFeeder feeder) {
        stack.requireAlive();
        reader.failure().ifPresent(problem -> {
            throw new CommandFailure("The account cannot be kept: " + problem.getMessage(), problem);
        });
        feeder.failure().ifPresent(problem -> {
            throw new CommandFailure("An event could not be sent: " + problem.getMessage(), problem);
        });
    }

    private static String summary(KafkaFeeder feeder, Account account, TrainerStatus trainer) {
        String models = account.modelVersions().isEmpty()
                ? "no model yet"
                : "model v"
                        + account.modelVersions().stream().reduce((a, b) -> b).orElseThrow() + ", " + account.clusters()
                        + " clusters";
        return "%,d events, %,d assignments, %,d anomalies, %,d dead letters | %s | %s | p50 %.0f ms, p99 %.0f ms"
                .formatted(
                        feeder.acknowledged(),
                        account.assignments(),
                        account.anomalies(),
                        account.deadLetters(),
                        models,
                        trainer(trainer),
                        account.p50LatencyMillis(),
                        account.p99LatencyMillis());
    }

    private static String trainer(TrainerStatus status) {
        return switch (status.phase()) {
            case STANDBY -> "trainer standing by";
            case STARTING -> "trainer starting";
            case COLLECTING ->
                status.lastError()
                        .map(reason -> "trainer in trouble: " + reason)
                        .orElseGet(() -> "trainer has %,d rows".formatted(status.rows()));
            case TRAINING ->
                status.step()
                        .map(step -> "training, epoch %d of %d".formatted(step.epoch(), step.epochs()))
                        .orElse("training");
            case JUDGING -> "judging a model";
            case PUBLISHING -> "publishing a model";
            case STOPPED -> "trainer stopped";
        };
    }
}
