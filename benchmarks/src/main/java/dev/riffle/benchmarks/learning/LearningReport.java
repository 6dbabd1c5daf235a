package dev.riffle.benchmarks.learning;

import dev.riffle.benchmarks.learning.LearningRounds.Outcome;
import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.Markdown;
import dev.riffle.benchmarks.runs.Rounds;
import dev.riffle.console.terminal.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What the rounds came to. */
record LearningReport(int k, List<Outcome> outcomes, Circumstances circumstances) {
    private static final double MILLIS_PER_SECOND = 1e3;

    private long rounds() {
        return outcomes.stream().mapToLong(Outcome::seed).distinct().count();
    }

    private List<Contender> contenders() {
        return outcomes.stream().map(Outcome::contender).distinct().toList();
    }

    private List<String> streams() {
        return outcomes.stream().map(Outcome::stream).distinct().toList();
    }

    private Rounds of(Contender contender, String stream, ToDoubleFunction<Outcome> figure) {
        return Rounds.of(outcomes.stream()
                .filter(outcome ->
                        outcome.contender() == contender && outcome.stream().equals(stream))
                .mapToDouble(figure)
                .boxed()
                .toList());
    }

    private double overStreams(Contender contender, ToDoubleFunction<Outcome> figure) {
        return Rounds.geometricMean(streams().stream()
                .map(stream -> of(contender, stream, figure).median())
                .toList());
    }

    Markdown markdown() {
        return new Markdown()
                .heading(1, "Learning clusters from a stream")
                .paragraph(("Written by `riffle bench learning`: every row after the warm-up is learned once, in one"
                                + " thread; all contenders in turn in one process, rounds: %d, each with the seed of its"
                                + " number, median (least to most). %d clusters. Rows are z-scores by the warm-up, clipped"
                                + " at 10, in protocol P's order; everybody begins with the warm-up, which does not count.")
                        .formatted(rounds(), k))
                .heading(2, "Rows learned per CPU second")
                .paragraph("Asking for the centres once, after the last row, counts.")
                .table(
                        head(),
                        lines(
                                (contender, stream) -> of(contender, stream, Outcome::rowsPerSecond)
                                        .toString(),
                                contender -> "%,.0f".formatted(overStreams(contender, Outcome::rowsPerSecond))))
                .heading(2, "Sum of squares of the final centres, over batch k-means's")
                .paragraph(
                        "1 is the best of five runs of Lloyd's algorithm with k-means++ seeds over the very rows that are"
                                + " judged: all after the warm-up. Of *drift*, 16 Gaussian groups in 10 columns that each move by 12"
                                + " standard deviations over 52,500 rows, it is the 2,500 rows after those that were learned. Below 1"
                                + " the stream found better clusters than the batches did.")
                .table(
                        head(),
                        lines(
                                (contender, stream) ->
                                        of(contender, stream, Outcome::squares).text("%.3f"),
                                contender -> "%.3f".formatted(overStreams(contender, Outcome::squares))))
                .heading(2, "Until the centres are there")
                .paragraph("Milliseconds of CPU time after the last row, and how many centres came.")
                .table(
                        head(),
                        lines(
                                (contender, stream) ->
                                        of(contender, stream, outcome -> MILLIS_PER_SECOND * outcome.secondsToAsk())
                                                        .text("%.1f")
                                                + "; "
                                                + of(contender, stream, Outcome::centres)
                                                        .text("%.0f"),
                                contender -> ""))
                .heading(2, "Circumstances")
                .paragraph(circumstances.toString());
    }

    private List<String> head() {
        List<String> head = new ArrayList<>(List.of("stream"));
        contenders().forEach(contender -> head.add(contender.title()));
        return head;
    }

    /** What stands in a cell. */
    @FunctionalInterface
    private interface Cell {
        String of(Contender contender, String stream);
    }

    private List<List<String>> lines(Cell cell, Function<Contender, String> summary) {
        List<List<String>> lines = new ArrayList<>();
        for (String stream : streams()) {
            List<String> line = new ArrayList<>(List.of(stream));
            contenders().forEach(contender -> line.add(cell.of(contender, stream)));
            lines.add(line);
        }
        List<String> last = new ArrayList<>(List.of("**geometric mean**"));
        contenders().forEach(contender -> last.add(summary.apply(contender)));
        if (last.stream().skip(1).noneMatch(String::isEmpty)) {
            lines.add(last);
        }
        return lines;
    }

    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("clusters", k);
        json.put("rounds", rounds());
        for (Contender contender : contenders()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("rowsPerCpuSecond", overStreams(contender, Outcome::rowsPerSecond));
            one.put("squaresOverBatch", overStreams(contender, Outcome::squares));
            Map<String, Object> byStream = new LinkedHashMap<>();
            for (String stream : streams()) {
                byStream.put(
                        stream,
                        Map.of(
                                "rowsPerCpuSecond",
                                of(contender, stream, Outcome::rowsPerSecond).json(),
                                "squaresOverBatch",
                                of(contender, stream, Outcome::squares).json(),
                                "secondsToAsk",
                                of(contender, stream, Outcome::secondsToAsk).json()));
            }
            one.put("streams", byStream);
            json.put(contender.key(), one);
        }
        circumstances.addTo(json);
        return Json.line(json);
    }
}
