package dev.riffle.console.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.replay.RankingMetrics;
import dev.riffle.trainer.training.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {
    private static final int ROWS = 2_500;

    @TempDir
    Path folder;

    private final SyntheticTable table = SyntheticTable.of(ROWS, 7);

    @Test
    void findsAnomaliesItWasNotTold() throws IOException {
        BacktestReport report = run(plan(write("t.csv", table.csv()), RowOrder.SHUFFLE, 1));
        assertThat(report.rows()).isEqualTo(ROWS);
        assertThat(report.warmUp()).isEqualTo(ROWS / 10);
        assertThat(report.scored()).isEqualTo(ROWS - ROWS / 10);
        assertThat(report.figures().orElseThrow().auroc()).isGreaterThan(0.95);
        assertThat(report.figures().orElseThrow().averagePrecision()).isGreaterThan(0.6);
        assertThat(report.modelVersion())
                .as("models of a tenth of the rows, and of two, four and eight tenths")
                .isEqualTo(4);
        assertThat(report.eventsPerSecond()).isPositive();
    }

    @Test
    void givesTheSameScoresForTheSameSeedAndOthersForAnother() throws IOException {
        Path file = write("t.csv", table.csv());
        run(plan(file, RowOrder.SHUFFLE, 1), "a.csv");
        run(plan(file, RowOrder.SHUFFLE, 1), "b.csv");
        run(plan(file, RowOrder.SHUFFLE, 2), "c.csv");
        assertThat(scores("b.csv")).isEqualTo(scores("a.csv"));
        assertThat(scores("c.csv")).isNotEqualTo(scores("a.csv"));
    }

    @Test
    void scoresDoNotDependOnTheLabels() throws IOException {
        boolean[] inverted = new boolean[ROWS];
        for (int i = 0; i < ROWS; i++) {
            inverted[i] = !table.labels()[i];
        }
        BacktestReport honest = run(plan(write("t.csv", table.csv()), RowOrder.FILE, 1), "a.csv");
        BacktestReport liar = run(plan(write("u.csv", table.withLabels(inverted).csv()), RowOrder.FILE, 1), "b.csv");
        assertThat(withoutLabels("b.csv")).isEqualTo(withoutLabels("a.csv"));
        assertThat(liar.figures().orElseThrow().auroc())
                .isCloseTo(1 - honest.figures().orElseThrow().auroc(), within(1e-9));
    }

    @Test
    void writesScoresThatTheFiguresAreMadeOf() throws IOException {
        BacktestReport report = run(plan(write("t.csv", table.csv()), RowOrder.SHUFFLE, 3), "a.csv");
        List<String[]> lines =
                scores("a.csv").stream().skip(1).map(line -> line.split(",")).toList();
        assertThat(lines).hasSize((int) report.scored());
        double[] surprises = new double[lines.size()];
        boolean[] labels = new boolean[lines.size()];
        long alerts = 0;
        for (int i = 0; i < surprises.length; i++) {
            String[] cells = lines.get(i);
            labels[i] = cells[2].equals("1");
            assertThat(labels[i]).isEqualTo(table.labels()[Integer.parseInt(cells[0])]);
            surprises[i] = Double.parseDouble(cells[5]);
            alerts += cells[6].equals("ANOMALY") ? 1 : 0;
        }
        assertThat(report.figures().orElseThrow().auroc()).isEqualTo(RankingMetrics.auroc(surprises, labels));
        assertThat(report.alerts()).isEqualTo(alerts);
    }

    @Test
    void warmsUpOnOneFileAndScoresTheOther() throws IOException {
        // Like SMD: the training file has no label column.
        Path train = write("train.csv", SyntheticTable.of(600, 8).csv().replaceAll(",[^,\n]*\n", "\n"));
        Path test = write("test.csv", table.csv());
        BacktestReport report = run(new BacktestPlan(
                List.of(train),
                Optional.of(test),
                auto(),
                RowOrder.FILE,
                WarmUp.DEFAULT,
                1_000,
                new AlertBudget.ShareOfEvents(0.01),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                config(1)));
        assertThat(report.warmUp()).isEqualTo(600);
        assertThat(report.scored()).isEqualTo(1_000);
        assertThat(report.figures().orElseThrow().auroc()).isGreaterThan(0.95);
    }

    @Test
    void retrainsOnThePeriodAskedFor() throws IOException {
        BacktestPlan once = plan(write("t.csv", table.csv()), RowOrder.FILE, 1);
        BacktestReport report = run(new BacktestPlan(
                once.files(),
                once.test(),
                once.pipeline(),
                once.order(),
                once.warmUp(),
                1_000,
                once.budget(),
                once.budgetBy(),
                OptionalInt.of(400),
                once.scores(),
                once.injected(),
                once.verdictsDelay(),
                once.training()));
        assertThat(report.trainings()).isEqualTo(3);
        assertThat(report.modelVersion()).isEqualTo(3);
        // A tenth of 1,000 rows makes a first model that is worse than the other tests'.
        assertThat(report.figures().orElseThrow().auroc()).isGreaterThan(0.9);
    }

    @Test
    void aModelOfFewRowsIsReplacedWheneverThereAreTwiceAsMany() throws IOException {
        BacktestPlan all = plan(write("t.csv", table.csv()), RowOrder.FILE, 1);
        BacktestReport report = run(new BacktestPlan(
                all.files(),
                all.test(),
                all.pipeline(),
                all.order(),
                all.warmUp(),
                1_000,
                all.budget(),
                all.budgetBy(),
                all.retrainEvery(),
                all.scores(),
                all.injected(),
                all.verdictsDelay(),
                all.training()));
        // Of 100 rows, then of 200, 400 and 800.
        assertThat(report.trainings()).isEqualTo(4);
        assertThat(report.modelVersion()).isEqualTo(4);
    }

    private BacktestReport run(BacktestPlan plan) {
        return new Backtest(plan, BacktestProgress.NONE, Clock.systemUTC()).run();
    }

    private BacktestReport run(BacktestPlan plan, String scores) {
        return run(new BacktestPlan(
                plan.files(),
                plan.test(),
                plan.pipeline(),
                plan.order(),
                plan.warmUp(),
                plan.limit(),
                plan.budget(),
                plan.budgetBy(),
                plan.retrainEvery(),
                Optional.of(folder.resolve(scores)),
                plan.injected(),
                plan.verdictsDelay(),
                plan.training()));
    }

    private static BacktestPlan plan(Path file, RowOrder order, long seed) {
        return new BacktestPlan(
                List.of(file),
                Optional.empty(),
                auto(),
                order,
                WarmUp.DEFAULT,
                Long.MAX_VALUE,
                new AlertBudget.ShareOfEvents(0.01),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                config(seed));
    }

    private static PipelineChoice auto() {
        return new PipelineChoice(Optional.empty(), Optional.of("label"), Set.of(), Optional.empty());
    }

    /** Few epochs: the tests are about the replay, not about the last digit of the ranking. */
    private static TrainingConfig config(long seed) {
        return TrainingConfig.DEFAULTS.toBuilder()
                .set("epochs", "40")
                .set("seed", Long.toString(seed))
                .build();
    }

    private List<String> scores(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name));
    }

    private List<String> withoutLabels(String name) throws IOException {
        return scores(name).stream()
                .map(line -> line.replaceFirst("^([^,]*,[^,]*),[^,]*", "$1"))
                .toList();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
