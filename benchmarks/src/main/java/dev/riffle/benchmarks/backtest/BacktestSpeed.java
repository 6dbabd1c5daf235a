package dev.riffle.benchmarks.backtest;

import dev.riffle.benchmarks.profile.StageProfile;
import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.Markdown;
import dev.riffle.benchmarks.runs.Rounds;
import dev.riffle.console.backtest.BacktestReport;
import dev.riffle.console.terminal.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the rounds came to. */
record BacktestSpeed(String pipeline, List<BacktestRound> rounds, StageProfile profile, Circumstances circumstances) {
    private static final double MICROS_PER_SECOND = 1e6;

    private BacktestReport first() {
        return rounds.get(0).report();
    }

    private Rounds of(ToDoubleFunction<BacktestRound> figure) {
        return Rounds.of(rounds.stream().mapToDouble(figure).boxed().toList());
    }

    /** Samples that training has no part in, by stage. */
    private Map<String, Integer> shares() {
        Map<String, Integer> shares = new LinkedHashMap<>(profile.shares());
        shares.remove(BacktestStages.TRAINING);
        return shares;
    }

    Markdown markdown() {
        List<List<String>> seconds = new ArrayList<>();
        for (BacktestRound round : rounds) {
            BacktestReport report = round.report();
            seconds.add(List.of(
                    Integer.toString(seconds.size() + 1),
                    "%.1f".formatted(round.wallSeconds()),
                    "%.1f".formatted(round.cpuSeconds()),
                    "%.1f".formatted(report.secondsTraining()),
                    "%.1f".formatted(round.wallSecondsWithoutTraining()),
                    "%.1f".formatted(report.secondsScoring()),
                    "%.1f".formatted(report.cpuSecondsScoring()),
                    "%,.0f".formatted(report.eventsPerCpuSecond())));
        }
        Map<String, Integer> shares = shares();
        int samples = shares.values().stream().mapToInt(Integer::intValue).sum();
        List<List<String>> stages = new ArrayList<>();
        shares.forEach((stage, count) -> stages.add(List.of(stage, "%.1f %%".formatted(100.0 * count / samples))));
        return new Markdown()
                .heading(1, "Backtest")
                .paragraph(("Written by `riffle bench backtest`: `riffle backtest` of %,d rows with pipeline `%s`, %d"
                                + " features; %,d rows train the first model, the other %,d are scored and learned. %s")
                        .formatted(
                                first().rows(),
                                pipeline,
                                first().features(),
                                first().warmUp(),
                                first().scored(),
                                circumstances.sentence()))
                .table(
                        List.of(
                                "round",
                                "seconds",
                                "processor seconds",
                                "training",
                                "without training",
                                "features, score, learn",
                                "processor seconds of that",
                                "events per processor second"),
                        seconds)
                .paragraph("*Seconds* run from start to report and *without training* is the rest of them: the rows are"
                        + " read twice, once to know how many there are. *Processor seconds* are those of the whole"
                        + " process, compiler and garbage collector too. The rounds follow each other in one process, so"
                        + " the first one is what a single `riffle backtest` takes. Every round finds %,d alerts and an"
                                .formatted(first().alerts())
                        + " AUROC of " + first().figures().orElseThrow().auroc() + same() + ".")
                .heading(2, "Where the time goes")
                .paragraph("%,d samples of running Java code, one every 10 ms, without those of the training"
                        .formatted(samples))
                .table(List.of("stage", "share"), stages)
                .heading(2, "Circumstances")
                .paragraph(circumstances.toString());
    }

    private String same() {
        boolean same = rounds.stream()
                .map(BacktestRound::report)
                .allMatch(report ->
                        report.alerts() == first().alerts() && report.figures().equals(first().figures()));
        return same ? "" : " in the first; the others differ";
    }

    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", first().rows());
        json.put("scored", first().scored());
        json.put("seconds", of(BacktestRound::wallSeconds).json());
        json.put(
                "secondsWithoutTraining",
                of(BacktestRound::wallSecondsWithoutTraining).json());
        json.put("processorSeconds", of(BacktestRound::cpuSeconds).json());
        json.put(
                "processorSecondsScoring",
                of(round -> round.report().cpuSecondsScoring()).json());
        json.put(
                "processorMicrosPerEvent",
                of(round -> MICROS_PER_SECOND / round.report().eventsPerCpuSecond())
                        .json());
        json.put("auroc", first().figures().orElseThrow().auroc());
        json.put("alerts", first().alerts());
        json.put("samplesByStage", shares());
        circumstances.addTo(json);
        return Json.line(json);
    }
}
