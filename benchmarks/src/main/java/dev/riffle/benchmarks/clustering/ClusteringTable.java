package dev.riffle.benchmarks.clustering;

import dev.riffle.benchmarks.runs.Markdown;
import dev.riffle.benchmarks.runs.Spread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finished runs beside the published figures. Of two runs of one cell the later counts. */
final class ClusteringTable {
    /** How far below its published value a figure may stay. */
    private static final double TOLERANCE = 0.02;

    private static final double ROUNDING = 1e-9;

    private static final Map<String, String> TITLES = Map.of(
            "nmi", "NMI",
            "nmiMax", "NMI (max)",
            "ari", "ARI",
            "acc", "ACC",
            "vMeasure", "V");

    private static final List<String> TITLE_COLUMNS = List.of("algorithm", "set", "k", "epochs", "runs");

    private static final List<String> FURTHER = List.of("nmi", "nmiMax", "ari", "acc", "vMeasure", "silhouette");

    private final List<Published> published;
    private final OptionalInt limit;
    private final Map<Cell.Group, List<ClusteringRun>> runs;

    /** @param limit rows drawn of each set; empty for whole sets */
    ClusteringTable(List<Published> published, Collection<ClusteringRun> runs, OptionalInt limit) {
        this.published = published;
        this.limit = limit;
        Map<Cell, ClusteringRun> latest = new LinkedHashMap<>();
        for (ClusteringRun run : runs) {
            if (run.rows() == rowsOf(run.cell().set())) {
                latest.put(run.cell(), run);
            }
        }
        this.runs = latest.values().stream()
                .collect(Collectors.groupingBy(
                        run -> run.cell().group(), LinkedHashMap::new, Collectors.toCollection(ArrayList::new)));
    }

    private int rowsOf(ImageSet set) {
        return Math.min(set.rows(), limit.orElse(Integer.MAX_VALUE));
    }

    private List<ClusteringRun> runsOf(Cell.Group group) {
        return runs.getOrDefault(group, List.of());
    }

    /** @param notes what people have written about the figures, in Markdown; may be empty */
    Markdown render(String notes) {
        Markdown markdown = new Markdown();
        markdown.heading(1, "Clustering: published, ours, difference");
        markdown.paragraph(
                limit.isPresent()
                        ? "Written by `./riffle bench clustering --limit %d`: **not** the sets that the papers report on, but %,d rows of each, drawn by the seed."
                                .formatted(limit.getAsInt(), limit.getAsInt())
                        : "Written by `./riffle bench clustering` from `clustering-runs.jsonl`; [the README](../README.md) says how to repeat or continue it. Whole sets only.");
        markdown.paragraph(
                "Ours is the mean over seeds, ± the standard deviation over as many runs as the column says. A difference in bold: ours is more than %s below the published value on that metric."
                        .formatted(Spread.figure(TOLERANCE)));
        published.forEach(table -> addPublished(markdown, table));
        addOpen(markdown);
        addFurther(markdown);
        addSettings(markdown);
        if (!notes.isBlank()) {
            markdown.paragraph(notes);
        }
        return markdown;
    }

    private void addPublished(Markdown markdown, Published table) {
        markdown.heading(2, table.title());
        markdown.paragraph("Published: " + table.source() + ".");
        for (ImageSet set : ImageSet.values()) {
            List<List<String>> rows = new ArrayList<>();
            for (Published.Row row : table.rows()) {
                List<String> values = row.values().get(set.id());
                if (values != null) {
                    rows.add(comparison(table, row, set, values));
                }
            }
            if (!rows.isEmpty()) {
                List<String> head = new ArrayList<>(List.of("", "runs"));
                for (String metric : table.metrics()) {
                    head.addAll(List.of(TITLES.get(metric) + " published", "ours", "difference"));
                }
                markdown.heading(3, "%s, %,d rows".formatted(set.title(), rowsOf(set)));
                markdown.table(head, rows);
            }
        }
    }

    private List<String> comparison(Published table, Published.Row row, ImageSet set, List<String> values) {
        List<ClusteringRun> ours = runsOf(Cell.Group.published(row.algorithm(), set, table.clusters()));
        List<String> cells = new ArrayList<>();
        cells.add("%s (`%s`)".formatted(row.title(), row.algorithm()));
        cells.add(ours.isEmpty() ? "open" : Integer.toString(ours.size()));
        for (int m = 0; m < values.size(); m++) {
            String value = values.get(m);
            cells.add(value);
            if (ours.isEmpty()) {
                cells.addAll(List.of("", ""));
                continue;
            }
            Spread spread = spread(ours, table.metrics().get(m));
            cells.add(spread.toString());
            cells.add(value.equals(Published.NONE) ? "" : difference(spread.mean() - Double.parseDouble(value)));
        }
        return cells;
    }

    private static String difference(double difference) {
        String signed = (difference < 0 ? "" : "+") + Spread.figure(difference);
        return difference < -TOLERANCE - ROUNDING ? "**" + signed + "**" : signed;
    }

    private static Spread spread(List<ClusteringRun> runs, String metric) {
        return Spread.of(runs.stream().mapToDouble(run -> run.figure(metric)).toArray());
    }

    private void addOpen(Markdown markdown) {
        List<String> open = publishedGroups().stream()
                .filter(group -> runsOf(group).size() < group.set().seeds())
                .map(group -> "%s on %s%s: %d of %d seeds"
                        .formatted(
                                group.algorithm(),
                                group.set().title(),
                                group.k().isPresent() ? ", k = " + group.k().getAsInt() : "",
                                runsOf(group).size(),
                                group.set().seeds()))
                .toList();
        markdown.heading(2, "Cells that are still open");
        if (open.isEmpty()) {
            markdown.paragraph("None.");
        } else {
            markdown.list(open);
        }
    }

    private Set<Cell.Group> publishedGroups() {
        return published.stream()
                .flatMap(table -> table.groups().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void addFurther(Markdown markdown) {
        Set<Cell.Group> known = publishedGroups();
        List<List<String>> rows = new ArrayList<>();
        for (Cell.Group group : sorted()) {
            if (!known.contains(group)) {
                List<String> row = new ArrayList<>(titles(group));
                FURTHER.forEach(
                        metric -> row.add(spread(runs.get(group), metric).toString()));
                row.add("%.0f"
                        .formatted(runs.get(group).stream()
                                .mapToDouble(run -> run.figure("clusters"))
                                .average()
                                .orElseThrow()));
                rows.add(row);
            }
        }
        if (!rows.isEmpty()) {
            List<String> head = new ArrayList<>(TITLE_COLUMNS);
            FURTHER.forEach(metric -> head.add(TITLES.getOrDefault(metric, metric)));
            head.add("clusters");
            markdown.heading(2, "Other algorithms and settings");
            markdown.table(head, rows);
        }
    }

    private List<String> titles(Cell.Group group) {
        List<ClusteringRun> of = runs.get(group);
        return List.of(
                "`" + group.algorithm() + "`",
                group.set().title(),
                distinct(of, run -> Integer.toString(run.k())),
                group.epochs().isPresent() ? Integer.toString(group.epochs().getAsInt()) : "its own",
                Integer.toString(of.size()));
    }

    private void addSettings(Markdown markdown) {
        if (runs.isEmpty()) {
            return;
        }
        List<String> head = new ArrayList<>(TITLE_COLUMNS);
        head.addAll(List.of("seeds", "seconds", "CPU seconds", "load", "code", "ended (UTC)"));
        List<List<String>> rows = new ArrayList<>();
        for (Cell.Group group : sorted()) {
            List<ClusteringRun> of = runs.get(group);
            List<String> row = new ArrayList<>(titles(group));
            row.add(distinct(of, run -> Long.toString(run.cell().seed())));
            row.add(range(of, run -> run.figure("seconds"), "%,.0f"));
            row.add(range(of, run -> run.figure("cpuSeconds"), "%,.0f"));
            row.add(range(of, run -> run.circumstances().loadAtEnd(), "%.1f"));
            row.add(distinct(of, run -> run.circumstances().code()));
            row.add(days(of));
            rows.add(row);
        }
        markdown.heading(2, "How the runs were made");
        markdown.table(head, rows);
        markdown.paragraph(
                "Seconds are those of the algorithm, CPU seconds those of its process meanwhile; the load is the"
                        + " machine's load average at the end of a run, everybody's. Machines: "
                        + runs.values().stream()
                                .flatMap(List::stream)
                                .map(run -> "%s with %d threads, OpenBLAS for %s"
                                        .formatted(
                                                run.circumstances().processor(),
                                                run.circumstances().threads(),
                                                run.circumstances().coreType()))
                                .distinct()
                                .collect(Collectors.joining("; "))
                        + ".");
    }

    private List<Cell.Group> sorted() {
        List<String> order = new ArrayList<>();
        published.forEach(table -> table.rows().forEach(row -> order.add(row.algorithm())));
        return runs.keySet().stream()
                .sorted(Comparator.comparing(Cell.Group::set)
                        .thenComparing(group -> rank(order, group.algorithm()))
                        .thenComparing(Cell.Group::algorithm)
                        .thenComparing(group -> group.k().orElse(0))
                        .thenComparing(group -> group.epochs().orElse(0)))
                .toList();
    }

    private static int rank(List<String> order, String algorithm) {
        int index = order.indexOf(algorithm);
        return index < 0 ? order.size() : index;
    }

    private static String distinct(List<ClusteringRun> runs, Function<ClusteringRun, String> of) {
        return runs.stream().map(of).distinct().collect(Collectors.joining(", "));
    }

    private static String range(List<ClusteringRun> runs, Function<ClusteringRun, Double> of, String format) {
        double least = runs.stream().mapToDouble(of::apply).min().orElseThrow();
        double most = runs.stream().mapToDouble(of::apply).max().orElseThrow();
        String low = String.format(Locale.ROOT, format, least);
        String high = String.format(Locale.ROOT, format, most);
        return low.equals(high) ? low : low + " to " + high;
    }

    private static String days(List<ClusteringRun> runs) {
        return distinct(runs, run -> run.circumstances().date().split("T", -1)[0]);
    }
}
