package dev.riffle.benchmarks.peers;

import dev.riffle.benchmarks.peers.PeerRounds.Outcome;
import dev.riffle.benchmarks.quality.QualitySet.Group;
import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.Markdown;
import dev.riffle.benchmarks.runs.Rounds;
import dev.riffle.benchmarks.runs.Spread;
import dev.riffle.console.terminal.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the rounds came to: speed and ranking of every contender, by set and over the sets of a kind. */
record PeersReport(List<Contender> contenders, List<Outcome> outcomes, Circumstances circumstances) {

    private long rounds() {
        return outcomes.stream().mapToLong(Outcome::seed).distinct().count();
    }

    /** Rows per CPU second of a set; files of one name are taken together. */
    private Rounds speed(Contender contender, String set) {
        Map<Long, List<Outcome>> bySeed = of(contender, set).stream().collect(Collectors.groupingBy(Outcome::seed));
        return Rounds.of(bySeed.values().stream()
                .map(round -> round.stream().mapToInt(Outcome::rows).sum()
                        / round.stream().mapToDouble(Outcome::cpuSeconds).sum())
                .toList());
    }

    private double mean(Contender contender, String set, Function<Outcome, Double> figure) {
        return Rounds.mean(of(contender, set).stream().map(figure).toList());
    }

    private List<Outcome> of(Contender contender, String set) {
        return outcomes.stream()
                .filter(outcome ->
                        outcome.contender() == contender && outcome.set().name().equals(set))
                .toList();
    }

    private List<String> sets(Group group) {
        return outcomes.stream()
                .filter(outcome -> outcome.set().group() == group)
                .map(outcome -> outcome.set().name())
                .distinct()
                .toList();
    }

    private List<Group> groups() {
        return outcomes.stream()
                .map(outcome -> outcome.set().group())
                .distinct()
                .toList();
    }

    private double geometricMean(Contender contender, Group group) {
        return Rounds.geometricMean(
                sets(group).stream().map(set -> speed(contender, set).median()).toList());
    }

    private double meanOver(Contender contender, Group group, Function<Outcome, Double> figure) {
        return Rounds.mean(
                sets(group).stream().map(set -> mean(contender, set, figure)).toList());
    }

    Markdown markdown() {
        Markdown text = new Markdown()
                .heading(1, "Score and learn, beside peers")
                .paragraph("Every row is scored and then learned, once, in one thread; all contenders in turn in one"
                        + " process, rounds: " + rounds()
                        + ", each with the seed of its number, after each has warmed up on"
                        + " every set. Speed is"
                        + " rows per second of the thread's CPU time, median (least to most); the warm-up's training does"
                        + " not count, reading rows and making features neither, for nobody. Peers see z-scores by the"
                        + " warm-up, clipped at 10, with their defaults; Riffle sees what `--pipeline auto` makes of the"
                        + " columns, with its defaults.");
        List<String> head = new ArrayList<>(List.of("set"));
        contenders.forEach(contender -> head.add(contender.title()));
        text.heading(2, "Rows per CPU second").table(head, table(this::speedRow, this::speedSummary));
        if (contenders.contains(Contender.RIFFLE) && contenders.size() > 1) {
            text.heading(2, "Riffle's speed over a peer's")
                    .table(
                            List.of("sets", "peer", "ratio of geometric means"),
                            groups().stream()
                                    .flatMap(group -> contenders.stream()
                                            .filter(peer -> peer != Contender.RIFFLE)
                                            .map(peer -> List.of(
                                                    group.title(), peer.title(), "%.1f".formatted(ratio(peer, group)))))
                                    .toList());
        }
        text.heading(2, "AUROC").table(head, table(figureRow(Outcome::auroc), figureSummary(Outcome::auroc)));
        text.heading(2, "Average precision")
                .table(head, table(figureRow(Outcome::averagePrecision), figureSummary(Outcome::averagePrecision)));
        return text.heading(2, "Circumstances").paragraph(circumstances.toString());
    }

    private double ratio(Contender peer, Group group) {
        return geometricMean(Contender.RIFFLE, group) / geometricMean(peer, group);
    }

    /** A line of cells for a set or group. */
    @FunctionalInterface
    private interface Line<T> {
        String cell(Contender contender, T of);
    }

    private List<List<String>> table(Line<String> ofSet, Line<Group> ofGroup) {
        List<List<String>> lines = new ArrayList<>();
        for (Group group : groups()) {
            sets(group).forEach(set -> lines.add(line(set, set, ofSet)));
            if (sets(group).size() > 1) {
                lines.add(line("**mean of " + group.title() + "**", group, ofGroup));
            }
        }
        return lines;
    }

    private <T> List<String> line(String title, T of, Line<T> cells) {
        List<String> line = new ArrayList<>(List.of(title));
        contenders.forEach(contender -> line.add(cells.cell(contender, of)));
        return line;
    }

    private String speedRow(Contender contender, String set) {
        return speed(contender, set).toString();
    }

    private String speedSummary(Contender contender, Group group) {
        return "%,.0f (geometric)".formatted(geometricMean(contender, group));
    }

    private Line<String> figureRow(Function<Outcome, Double> figure) {
        return (contender, set) -> Spread.figure(mean(contender, set, figure));
    }

    private Line<Group> figureSummary(Function<Outcome, Double> figure) {
        return (contender, group) -> Spread.figure(meanOver(contender, group, figure));
    }

    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rounds", rounds());
        for (Group group : groups()) {
            Map<String, Object> ofGroup = new LinkedHashMap<>();
            for (Contender contender : contenders) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("eventsPerCpuSecond", geometricMean(contender, group));
                if (contender != Contender.RIFFLE && contenders.contains(Contender.RIFFLE)) {
                    one.put("riffleTimesAsFast", ratio(contender, group));
                }
                one.put("auroc", meanOver(contender, group, Outcome::auroc));
                one.put("averagePrecision", meanOver(contender, group, Outcome::averagePrecision));
                Map<String, Object> bySet = new LinkedHashMap<>();
                for (String set : sets(group)) {
                    Map<String, Object> ofSet = new LinkedHashMap<>();
                    ofSet.put("eventsPerCpuSecond", speed(contender, set).json());
                    ofSet.put("auroc", mean(contender, set, Outcome::auroc));
                    ofSet.put("averagePrecision", mean(contender, set, Outcome::averagePrecision));
                    bySet.put(set, ofSet);
                }
                one.put("sets", bySet);
                ofGroup.put(contender.key(), one);
            }
            json.put(group.name().toLowerCase(Locale.ROOT), ofGroup);
        }
        circumstances.addTo(json);
        return Json.line(json);
    }
}
