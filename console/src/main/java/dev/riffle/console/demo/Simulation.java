package dev.riffle.console.demo;

import dev.riffle.console.kafka.Broker;
import dev.riffle.console.simulate.Account;
import dev.riffle.console.simulate.Accounting;
import dev.riffle.console.simulate.AccountingReader;
import dev.riffle.console.simulate.KafkaFeeder;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Sends a simulated stream to a Riffle that runs elsewhere, and accounts for every event at the other end. It reads what
 * is committed, and knows of the job and the trainer only what stands on the topics.
 *
 * @param scenario what is simulated
 * @param events how many are sent, above 0
 * @param rate events per second, above 0
 * @param seed of the simulation
 * @param patience longest time without a new answer once everything is sent
 * @param settle how long the reader stays when every event is accounted for, so that answers too many are seen; above
 *     the job's checkpoint interval
 */
public record Simulation(Scenario scenario, long events, double rate, long seed, Duration patience, Duration settle) {
    private static final Duration TICK = Duration.ofMillis(200);

    public Simulation {
        Objects.requireNonNull(scenario, "scenario");
        Objects.requireNonNull(patience, "patience");
        Objects.requireNonNull(settle, "settle");
        if (events < 1) {
            throw new IllegalArgumentException("--events: found " + events + ", expected at least 1");
        }
        if (!(rate >= 1 && rate <= 1_000_000)) {
            throw new IllegalArgumentException("--rate: found " + rate + ", expected 1 to 1,000,000 events per second");
        }
    }

    /**
     * Runs from the first event to the end of the account.
     *
     * @throws CommandFailure if the broker cannot be used
     */
    public DemoReport run(Broker broker, Topics topics, Clock clock, DemoProgress progress)
            throws InterruptedException {
        Accounting accounting = new Accounting();
        try (AccountingReader reader = new AccountingReader(broker, topics, accounting, clock);
                KafkaFeeder feeder = new KafkaFeeder(broker, topics, scenario.stream(seed, rate), rate, events)) {
            long startMillis = clock.millis();
            feeder.fullRate();
            feeder.start();
            long accounted = 0;
            long lastNewsNanos = System.nanoTime();
            while (!feeder.finished() || accounted < feeder.acknowledged()) {
                Thread.sleep(TICK.toMillis());
                requireFine(reader, feeder);
                Account account = accounting.account();
                if (account.accounted() > accounted || !feeder.finished()) {
                    accounted = account.accounted();
                    lastNewsNanos = System.nanoTime();
                } else if (System.nanoTime() - lastNewsNanos > patience.toNanos()) {
                    progress.note("%,d of %,d events have no answer, and none has come for %d s"
                            .formatted(feeder.acknowledged() - accounted, feeder.acknowledged(), patience.toSeconds()));
                    break;
                }
                progress.status("%,d events, %,d assignments, %,d anomalies, %,d dead letters, models %s"
                        .formatted(
                                feeder.acknowledged(),
                                account.assignments(),
                                account.anomalies(),
                                account.deadLetters(),
                                account.modelVersions()));
            }
            Thread.sleep(settle.toMillis());
            requireFine(reader, feeder);
            Account account = accounting.account();
            OptionalDouble secondsToFirstModel = account.firstScoredMillis().isPresent()
                    ? OptionalDouble.of((account.firstScoredMillis().getAsLong() - startMillis) / 1_000.0)
                    : OptionalDouble.empty();
            return new DemoReport(feeder.acknowledged(), account, secondsToFirstModel, feeder.achievedRate());
        }
    }

    private static void requireFine(AccountingReader reader, KafkaFeeder feeder) {
        reader.failure().ifPresent(problem -> {
            throw new CommandFailure("The account cannot be kept: " + problem.getMessage(), problem);
        });
        feeder.failure().ifPresent(problem -> {
            throw new CommandFailure("An event could not be sent: " + problem.getMessage(), problem);
        });
    }
}
