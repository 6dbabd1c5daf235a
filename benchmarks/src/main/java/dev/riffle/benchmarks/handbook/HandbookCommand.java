package dev.riffle.benchmarks.handbook;

import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.Markdown;
import dev.riffle.benchmarks.runs.ReportOptions;
import dev.riffle.benchmarks.runs.Spread;
import dev.riffle.console.terminal.StatusLine;
import dev.riffle.detector.pipeline.Pipeline;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code riffle bench handbook}: the Fraud Detection Handbook's experiment, without and with verdicts. */
@Command(
        name = "handbook",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains on 2018-07-11 to 17 of the Fraud Detection Handbook's payments and scores 25 to 31, without labels"
                    + " and with verdicts that come back after 7 days.",
            "Writes benchmarks/results/handbook.md."
        })
public final class HandbookCommand implements Callable<Integer> {
    private static final Duration DELAY = Duration.ofDays(7);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            defaultValue = "../shared/data/transactions/handbook_2018-04-01_2018-08-14.csv.gz",
            description = "The payments. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(
            names = "--pipelines",
            paramLabel = "P",
            split = ",",
            description = "Pipelines to compare. Default: handbook-transactions, handbook-verdicts.")
    private List<String> pipelines = new ArrayList<>();

    @Option(names = "--seeds", paramLabel = "S", split = ",", description = "Default: 1.")
    private List<Long> seeds = new ArrayList<>();

    @Mixin
    private ReportOptions report;

    @Override
    public Integer call() {
        Circumstances.Watch watch = Circumstances.watch(Clock.systemUTC());
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        List<List<String>> rows = new ArrayList<>();
        List<String> names = pipelines.isEmpty() ? List.of("handbook-transactions", "handbook-verdicts") : pipelines;
        for (String name : names) {
            Pipeline pipeline = Pipeline.load(name);
            List<Outcome> outcomes = new ArrayList<>();
            for (long seed : seeds.isEmpty() ? List.of(1L) : seeds) {
                status.note(name + ", seed " + seed);
                outcomes.add(Experiment.run(data, pipeline, DELAY, seed));
            }
            rows.add(row(pipeline.name(), outcomes));
        }
        status.clear();
        Markdown text = report(rows, watch.ended());
        report.write(text);
        report.print(text);
        return ExitCode.OK;
    }

    private static List<String> row(String name, List<Outcome> outcomes) {
        return List.of(
                name,
                spread(outcomes.stream()
                        .mapToDouble(outcome -> outcome.auroc(1))
                        .toArray()),
                spread(outcomes.stream()
                        .mapToDouble(outcome -> outcome.auroc(2))
                        .toArray()),
                spread(outcomes.stream()
                        .mapToDouble(outcome -> outcome.auroc(3))
                        .toArray()),
                spread(outcomes.stream().mapToDouble(Outcome::auroc).toArray()),
                spread(outcomes.stream().mapToDouble(Outcome::averagePrecision).toArray()),
                spread(outcomes.stream().mapToDouble(Outcome::aurocOfUnknown).toArray()),
                spread(outcomes.stream()
                        .mapToDouble(Outcome::averagePrecisionOfUnknown)
                        .toArray()),
                spread(outcomes.stream().mapToDouble(Outcome::cardPrecision).toArray()));
    }

    private static String spread(double... values) {
        return Spread.of(values).toString();
    }

    private static Markdown report(List<List<String>> rows, Circumstances circumstances) {
        return new Markdown()
                .heading(1, "Fraud Detection Handbook")
                .paragraph("Written by `riffle bench handbook`; %s".formatted(circumstances.sentence()))
                .paragraph(
                        "Simulated card payments: 2018-07-11 to 17 train, 25 to 31 are scored, then learned. Histories"
                                + " run from 2018-04-01. Verdicts on every fraud come back after 7 days. Scenario 1 is an"
                                + " amount above 220, 2 a compromised terminal whose amounts look normal, 3 a compromised"
                                + " customer whose amounts are multiplied by 5; each against all genuine payments. New"
                                + " customers are those of whom no fraud is known yet, as the Handbook judges; card"
                                + " precision@100 is theirs.")
                .table(
                        List.of(
                                "pipeline",
                                "AUROC scenario 1",
                                "scenario 2",
                                "scenario 3",
                                "AUROC",
                                "AP",
                                "AUROC, new customers",
                                "AP, new customers",
                                "card precision@100"),
                        rows)
                .paragraph("Published with the same delayed labels (Le Borgne et al., Reproducible Machine Learning for"
                        + " Credit Card Fraud Detection, AUROC / AP / card precision@100): autoencoder .836 / .18"
                        + " / .217, isolation forest .808 / .164 / .19.");
    }
}
