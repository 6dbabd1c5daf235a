package dev.riffle.benchmarks.training;

import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.Rounds;
import dev.riffle.console.terminal.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured.
 *
 * @param rows rows of an epoch
 * @param bound the matrix products alone
 * @param contenders one epoch of one network each
 * @param autoencoders networks of the joint epoch
 * @param threads threads that they share
 * @param joint k-DAE's joint epoch: every network learns its share of the rows and reconstructs them all
 */
record TrainingResult(
        Shape shape,
        int rows,
        int rounds,
        Line bound,
        List<Line> contenders,
        int autoencoders,
        int threads,
        List<Line> joint,
        Circumstances circumstances) {

    /**
     * One contender.
     *
     * @param wall rows per second
     * @param cpu rows per second of processor time, which a busy machine disturbs less
     */
    record Line(String name, Rounds wall, Rounds cpu) {
        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("samplesPerSecond", wall.json());
            json.put("samplesPerCpuSecond", cpu.json());
            return json;
        }
    }

    private double shareOfBound(Line line) {
        return line.cpu().median() / bound.cpu().median();
    }

    String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("shape", shape.toString());
        json.put("batch", shape.batch());
        json.put("rows", rows);
        json.put("rounds", rounds);
        json.put("gemmBound", bound.json());
        List<Object> lines = new ArrayList<>();
        for (Line line : contenders) {
            Map<String, Object> one = line.json();
            one.put("shareOfBound", shareOfBound(line));
            lines.add(one);
        }
        json.put("contenders", lines);
        Map<String, Object> together = new LinkedHashMap<>();
        together.put("autoencoders", autoencoders);
        together.put("threads", threads);
        together.put("contenders", joint.stream().map(Line::json).toList());
        json.put("kDaeJointEpoch", together);
        circumstances.addTo(json);
        return Json.line(json);
    }

    String toText() {
        StringBuilder text = new StringBuilder();
        text.append(
                "One training epoch of %s, batch %d: samples per second, median of %d rounds of %,d rows (least to most)%n"
                        .formatted(shape, shape.batch(), rounds, rows));
        text.append("%-48s %-28s %-28s %s%n".formatted("", "wall", "CPU", "of the bound"));
        add(text, bound, 1);
        contenders.forEach(line -> add(text, line, shareOfBound(line)));
        text.append(
                "%nk-DAE's joint epoch, %d autoencoders on %d threads: each learns its share of the rows and reconstructs all%n"
                        .formatted(autoencoders, threads));
        joint.forEach(line -> text.append("%-48s %-28s %-28s%n".formatted(line.name(), line.wall(), line.cpu())));
        text.append("%nload %.1f before, %.1f after; %s, %d threads, OpenBLAS for %s"
                .formatted(
                        circumstances.loadAtStart(),
                        circumstances.loadAtEnd(),
                        circumstances.processor(),
                        circumstances.threads(),
                        circumstances.coreType()));
        return text.toString();
    }

    private static void add(StringBuilder text, Line line, double share) {
        text.append("%-48s %-28s %-28s %3.0f %%%n".formatted(line.name(), line.wall(), line.cpu(), 100 * share));
    }
}
