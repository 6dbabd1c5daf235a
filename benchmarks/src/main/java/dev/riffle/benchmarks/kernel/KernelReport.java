package dev.riffle.benchmarks.kernel;

import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.Markdown;
import dev.riffle.benchmarks.runs.Rounds;
import dev.riffle.console.terminal.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the rounds came to. */
record KernelReport(List<Section> sections, int rounds, int millis, Circumstances circumstances) {

    /**
     * One kind of bundle.
     *
     * @param multiplyAdds of a whole event
     * @param networkMultiplyAdds of encoder and decoder alone
     * @param peak multiply-adds per nanosecond of CPU time that the core did at most beside this bundle's rounds
     * @param lines the first is the whole event, the others are the network alone
     */
    record Section(String bundle, long multiplyAdds, long networkMultiplyAdds, Rounds peak, List<Line> lines) {
        private double limit(int line, double corePeak) {
            return (line == 0 ? multiplyAdds : networkMultiplyAdds) / corePeak;
        }

        private double timesLimit(int line, double corePeak) {
            return lines.get(line).nanos().median() / limit(line, corePeak);
        }
    }

    /**
     * One contender.
     *
     * @param nanos of CPU time per event
     * @param bytes allocated per event
     */
    record Line(String name, Rounds nanos, Rounds bytes) {}

    /** The core has one peak: where it came out lower, the compiler had thrown the loop away that measures it. */
    private double corePeak() {
        return sections.stream()
                .mapToDouble(section -> section.peak().median())
                .max()
                .orElseThrow();
    }

    Markdown markdown() {
        Markdown text = new Markdown()
                .heading(1, "What one event costs")
                .paragraph(
                        ("One event at a time, from a few thousand made-up ones; all contenders in turn in one process and"
                                        + " thread, %d rounds of %d ms each after some that warm up. Nanoseconds are CPU time of the"
                                        + " thread, median (least to most). The limit is the multiply-adds of what the line does, at"
                                        + " the core's peak, measured in every round, the largest median of all bundles: fused"
                                        + " multiply-adds on full vectors in registers. *Score and verdict* is everything from the raw features to the verdict:"
                                        + " scaling, network, nearest cluster, the signals, calibration, threshold.")
                                .formatted(rounds, millis));
        for (Section section : sections) {
            List<List<String>> lines = new ArrayList<>();
            for (int l = 0; l < section.lines().size(); l++) {
                Line line = section.lines().get(l);
                lines.add(List.of(
                        line.name(),
                        line.nanos().toString(),
                        "%,.1f".formatted(line.bytes().median()),
                        "%,.0f".formatted(section.limit(l, corePeak())),
                        "%,.1f".formatted(section.timesLimit(l, corePeak()))));
            }
            text.heading(2, section.bundle())
                    .paragraph("%,d multiply-adds, %,d of them encode and decode; peak %.1f a nanosecond (%.1f to %.1f)"
                            .formatted(
                                    section.multiplyAdds(),
                                    section.networkMultiplyAdds(),
                                    section.peak().median(),
                                    section.peak().least(),
                                    section.peak().most()))
                    .table(List.of("", "ns per event", "bytes per event", "limit, ns", "times the limit"), lines);
        }
        return text.heading(2, "Circumstances").paragraph(circumstances.toString());
    }

    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rounds", rounds);
        List<Object> all = new ArrayList<>();
        for (Section section : sections) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("bundle", section.bundle());
            one.put("multiplyAdds", section.multiplyAdds());
            one.put("peakPerNanosecond", section.peak().json());
            List<Object> lines = new ArrayList<>();
            for (int l = 0; l < section.lines().size(); l++) {
                Line line = section.lines().get(l);
                Map<String, Object> ofLine = new LinkedHashMap<>();
                ofLine.put("name", line.name());
                ofLine.put("nanosPerEvent", line.nanos().json());
                ofLine.put("bytesPerEvent", line.bytes().median());
                ofLine.put("timesTheLimit", section.timesLimit(l, corePeak()));
                lines.add(ofLine);
            }
            one.put("contenders", lines);
            all.add(one);
        }
        json.put("networks", all);
        circumstances.addTo(json);
        return Json.line(json);
    }
}
