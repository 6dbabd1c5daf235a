package dev.riffle.console.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.console.simulate.Account;
import dev.riffle.jobs.Delivery;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
    /** Long enough for a first model on a busy machine: its rows alone take 15 s to collect. */
    private static final Duration DURATION = Duration.ofSeconds(40);

    @TempDir
    private Path directory;

    @Test
    void aTrainedModelScoresAndEveryTransactionIsAccountedFor() throws Exception {
        DemoReport report = run(Scenario.TRANSACTIONS, Delivery.AT_LEAST_ONCE);

        assertFine(report);
        assertThat(report.account().caughtByKind()).isNotEmpty();
    }

    @Test
    void everyReadingIsAnsweredExactlyOnceByTransactions() throws Exception {
        DemoReport report = run(Scenario.SENSORS, Delivery.EXACTLY_ONCE);

        assertFine(report);
        assertThat(report.account().duplicates()).isZero();
    }

    private static void assertFine(DemoReport report) {
        Account account = report.account();
        assertThat(report.complete()).as(report.toText()).isTrue();
        assertThat(report.eventsIn()).isGreaterThan(1_000);
        assertThat(account.deadLetters()).isPositive();
        assertThat(account.warmingUp()).isPositive();
        assertThat(account.scored()).isPositive();
        assertThat(account.modelVersions()).isNotEmpty();
        assertThat(account.clusters()).isPositive();
        assertThat(report.secondsToFirstModel()).isPresent();
    }

    private DemoReport run(Scenario scenario, Delivery delivery) throws InterruptedException {
        List<String> notes = new ArrayList<>();
        DemoPlan plan =
                new DemoPlan(scenario, DURATION, 200, Duration.ofMinutes(1), 7, delivery, "1%", OptionalInt.empty());
        DemoReport report = new Demo(plan, directory, Clock.systemUTC(), new DemoProgress() {
                    @Override
                    public void note(String text) {
                        notes.add(text);
                    }

                    @Override
                    public void status(String text) {
                        notes.add(text);
                    }
                })
                .run();
        assertThat(notes).anyMatch(note -> note.contains("assignments"));
        return report;
    }
}
