package dev.riffle.benchmarks.quality;

import dev.riffle.benchmarks.quality.QualityRun.Alerts;
import dev.riffle.benchmarks.quality.QualityRun.Confusion;
import dev.riffle.benchmarks.quality.QualityRun.Ranking;
import dev.riffle.benchmarks.quality.QualitySet.Group;
import dev.riffle.benchmarks.runs.Markdown;
import dev.riffle.benchmarks.runs.Spread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The runs as tables: beside the peers, and ingredient by ingredient. Later runs of the same cell count. */
final class QualityTables {
    private static final String NONE = "-";

    private final Collection<QualityRun> runs;

    QualityTables(List<QualityRun> all) {
        Map<List<Object>, QualityRun> last = new LinkedHashMap<>();
        all.forEach(run -> last.put(List.of(run.set(), run.part(), run.seed(), run.variant()), run));
        runs = List.copyOf(last.values());
    }

    /** Riffle beside the peers; how well budgets hold; SKAB's own scoring; missing cells. */
    Markdown quality() {
        Peers peers = Peers.read();
        Markdown page = new Markdown()
                .heading(1, "Quality of ranking")
                .paragraph("Written by `./riffle bench quality`; the runs are in `quality-runs.jsonl`. Every event is"
                        + " scored first and learned afterwards, without labels, with default settings. Tables: rows"
                        + " shuffled by the seed, the first tenth of at most 50,000 for warm-up. SMD: the train file for"
                        + " warm-up, then the test file. SKAB valve1: the first 400 rows of each of 16 files for warm-up."
                        + " Figures are AUROC / average precision, means over files and seeds; peers ran on the very"
                        + " same rows, with the settings that README.md names.");
        for (Group group : Group.values()) {
            List<String> sets = sets(group);
            if (!sets.isEmpty()) {
                page.heading(2, group.title())
                        .paragraph("Seeds: " + seeds(group) + ". Goal: " + Spread.figure(group.aurocGoal()) + " / "
                                + Spread.figure(group.averagePrecisionGoal()) + ".")
                        .table(head(peers), beside(sets, peers));
            }
        }
        page.heading(2, "Alert budgets")
                .paragraph(
                        "Share of the second half's events that were alerts, then precision and recall of all alerts, each"
                                + " a mean over files and seeds. Thresholds of every budget see the same surprises; the events"
                                + " that the first one flags do not teach. Training is wall time, scoring processor time.")
                .table(budgetHead(), budgetRows());
        skab().ifPresent(text -> page.heading(2, "SKAB's own scoring").paragraph(text));
        return page.heading(2, "Missing values")
                .paragraph("A fifth of all cells taken away at random, in the warm-up and later.")
                .table(List.of("", "whole", "20 % missing", "fall of AUROC"), missing());
    }

    private static List<String> head(Peers peers) {
        List<String> head = new ArrayList<>(List.of("", "Riffle", "reconstruction alone", "density alone"));
        head.addAll(peers.names());
        return head;
    }

    private List<List<String>> beside(List<String> sets, Peers peers) {
        List<Function<String, Optional<Ranking>>> columns = new ArrayList<>();
        for (ScoreRule rule : List.of(ScoreRule.SCORE, ScoreRule.RECONSTRUCTION, ScoreRule.WITHOUT_RECONSTRUCTION)) {
            columns.add(set -> ranking(set, Variant.DEFAULT.name(), rule.title()));
        }
        peers.names().forEach(peer -> columns.add(set -> Optional.of(peers.of(set, peer))));
        List<List<String>> rows = new ArrayList<>();
        for (String set : sets) {
            rows.add(row(set, columns.stream().map(column -> column.apply(set)).toList()));
        }
        if (sets.size() > 1) {
            rows.add(row(
                    "**mean**",
                    columns.stream()
                            .map(column -> mean(sets.stream().map(column).toList()))
                            .toList()));
        }
        return rows;
    }

    private static List<String> budgetHead() {
        List<String> head = new ArrayList<>(List.of(""));
        QualityMeasurement.BUDGETS.forEach(budget -> head.add("budget " + budget));
        head.addAll(List.of("training, s", "scoring, s", "scored rows"));
        return head;
    }

    private List<List<String>> budgetRows() {
        List<List<String>> rows = new ArrayList<>();
        for (Group group : Group.values()) {
            for (String set : sets(group)) {
                List<QualityRun> ofSet =
                        of(Variant.DEFAULT.name(), run -> run.set().equals(set));
                if (ofSet.isEmpty()) {
                    continue;
                }
                List<String> row = new ArrayList<>(List.of(set));
                for (String budget : QualityMeasurement.BUDGETS) {
                    row.add(percent(
                                    average(
                                            ofSet,
                                            run -> run.budgets().get(budget).rate()),
                                    3) + "; " + share(ofSet, budget, Alerts::precision) + " / "
                            + share(ofSet, budget, Alerts::recall));
                }
                row.add("%.1f".formatted(average(ofSet, QualityRun::secondsTraining)));
                row.add("%.2f".formatted(average(ofSet, QualityRun::secondsScoring)));
                row.add("%,.0f".formatted(average(ofSet, QualityRun::scored)));
                rows.add(row);
            }
        }
        return rows;
    }

    private static String share(List<QualityRun> runs, String budget, ToDoubleFunction<Alerts> figure) {
        double mean = average(runs, run -> figure.applyAsDouble(run.budgets().get(budget)));
        return Double.isNaN(mean) ? NONE : Spread.figure(mean);
    }

    private Optional<String> skab() {
        Optional<Confusion> all = of(Variant.DEFAULT.name(), run -> run.group().equals(Group.SKAB.name())).stream()
                .map(QualityRun::usual)
                .reduce(Confusion::plus);
        return all.map(
                verdicts -> ("Of SKAB's 34 files the 16 of valve1, each after its first 400 rows; an event is flagged"
                                + " where its tail probability is at most %.0f %%. F1 %s, false alarms %s, missed alarms %s. Its"
                                + " leaderboard, over all 34 files: Conv-AE .78, 13.55 %%, 28.02 %%; MSET .78, 39.73 %%,"
                                + " 14.13 %%; autoencoder .39, 2.59 %%, 75.15 %%; isolation forest .29, 2.56 %%, 82.89 %%.")
                        .formatted(
                                100 * QualityMeasurement.RARE,
                                Spread.figure(verdicts.f1()),
                                percent(verdicts.falseAlarmRate(), 2),
                                percent(verdicts.missedAlarmRate(), 2)));
    }

    private List<List<String>> missing() {
        List<List<String>> rows = new ArrayList<>();
        for (Group group : Group.values()) {
            Set<Long> both = new TreeSet<>(seedsOf(group, Variant.MISSING.name()));
            List<String> sets = sets(group);
            Optional<Ranking> with = mean(sets.stream()
                    .map(set -> ranking(set, Variant.MISSING.name(), ScoreRule.SCORE.title(), both))
                    .toList());
            Optional<Ranking> without = mean(sets.stream()
                    .map(set -> ranking(set, Variant.DEFAULT.name(), ScoreRule.SCORE.title(), both))
                    .toList());
            if (with.isPresent() && without.isPresent()) {
                rows.add(List.of(
                        group.title(),
                        text(without),
                        text(with),
                        Spread.figure(without.get().auroc() - with.get().auroc())));
            }
        }
        return rows;
    }

    /** What each ingredient does. */
    Markdown ablation() {
        Markdown page = new Markdown()
                .heading(1, "What each ingredient does")
                .paragraph("Written by `./riffle bench ablation`; the runs are in `quality-runs.jsonl`. AUROC / average"
                        + " precision, means over files and over the seeds that were run for a line, which it names."
                        + " Differences below .005 AUROC or .01 average precision are none; compare lines of the same"
                        + " seeds.");
        for (Group group : Group.values()) {
            List<String> sets = sets(group);
            if (sets.isEmpty()) {
                continue;
            }
            List<String> head = new ArrayList<>(List.of("", "seeds", "mean"));
            head.addAll(sets);
            List<List<String>> rows = new ArrayList<>();
            for (Line line : lines(group)) {
                Set<Long> seeds = seedsOf(group, line.variant());
                List<Optional<Ranking>> bySet = sets.stream()
                        .map(set -> ranking(set, line.variant(), line.ranking(), line.seeds(seeds)))
                        .toList();
                if (bySet.stream().anyMatch(Optional::isPresent)) {
                    List<String> row =
                            new ArrayList<>(List.of(line.title(), list(line.seeds(seeds)), text(mean(bySet))));
                    bySet.forEach(figures -> row.add(text(figures)));
                    rows.add(row);
                }
            }
            page.heading(2, group.title()).table(head, rows);
        }
        return page;
    }

    /**
     * A line of the ablation table.
     *
     * @param only the seeds that count; empty for all
     */
    private record Line(String title, String variant, String ranking, Set<Long> only) {
        Set<Long> seeds(Set<Long> run) {
            return only.isEmpty() ? run : only;
        }
    }

    private List<Line> lines(Group group) {
        List<Line> lines = new ArrayList<>();
        String whole = Variant.DEFAULT.name();
        for (ScoreRule rule : ScoreRule.values()) {
            if (rule != ScoreRule.WITHOUT_ALLOWANCE) {
                lines.add(new Line(
                        rule == ScoreRule.SCORE ? "**default**" : rule.title(), whole, rule.title(), Set.of()));
            }
        }
        for (Replay replay : Replay.values()) {
            lines.add(new Line(replay.title(), whole, replay.title(), Set.of()));
        }
        // What the variants compare with: the default of their seeds.
        Variant.ABLATIONS.stream()
                .map(variant -> seedsOf(group, variant.name()))
                .filter(seeds -> !seeds.isEmpty())
                .distinct()
                .forEach(seeds ->
                        lines.add(new Line("**default**, these seeds", whole, ScoreRule.SCORE.title(), seeds)));
        for (Variant variant : Variant.ABLATIONS) {
            lines.add(new Line(variant.name(), variant.name(), ScoreRule.SCORE.title(), Set.of()));
            if (variant.equals(Variant.MISSING)) {
                String rule = ScoreRule.WITHOUT_ALLOWANCE.title();
                lines.add(new Line(variant.name() + ", " + rule, variant.name(), rule, Set.of()));
            }
        }
        return lines;
    }

    private List<String> sets(Group group) {
        return runs.stream()
                .filter(run -> run.group().equals(group.name()))
                .map(QualityRun::set)
                .distinct()
                .toList();
    }

    private String seeds(Group group) {
        return list(seedsOf(group, Variant.DEFAULT.name()));
    }

    private static String list(Set<Long> seeds) {
        return seeds.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private Set<Long> seedsOf(Group group, String variant) {
        return of(variant, run -> run.group().equals(group.name())).stream()
                .map(QualityRun::seed)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<QualityRun> of(String variant, Predicate<QualityRun> which) {
        return runs.stream()
                .filter(run -> run.variant().equals(variant) && which.test(run))
                .toList();
    }

    private Optional<Ranking> ranking(String set, String variant, String ranking) {
        return ranking(set, variant, ranking, Set.of());
    }

    /** @param seeds that count; empty for all */
    private Optional<Ranking> ranking(String set, String variant, String ranking, Set<Long> seeds) {
        return mean(
                of(variant, run -> run.set().equals(set) && (seeds.isEmpty() || seeds.contains(run.seed()))).stream()
                        .map(run -> Optional.ofNullable(run.rankings().get(ranking)))
                        .toList());
    }

    /** Empty unless all are there. */
    private static Optional<Ranking> mean(List<Optional<Ranking>> rankings) {
        if (rankings.isEmpty() || rankings.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        List<Ranking> present = rankings.stream().map(Optional::orElseThrow).toList();
        return Optional.of(new Ranking(average(present, Ranking::auroc), average(present, Ranking::averagePrecision)));
    }

    /** Of the values that are defined; NaN if none is. */
    private static <T> double average(List<T> items, ToDoubleFunction<T> figure) {
        return items.stream()
                .mapToDouble(figure)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    private static List<String> row(String name, List<Optional<Ranking>> rankings) {
        List<String> row = new ArrayList<>(List.of(name));
        rankings.forEach(ranking -> row.add(text(ranking)));
        return row;
    }

    private static String text(Optional<Ranking> ranking) {
        return ranking.map(r -> Spread.figure(r.auroc()) + " / " + Spread.figure(r.averagePrecision()))
                .orElse(NONE);
    }

    private static String percent(double share, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f %%", 100 * share);
    }
}
