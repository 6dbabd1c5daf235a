package dev.riffle.benchmarks.sweep;

import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.Markdown;
import dev.riffle.benchmarks.runs.Spread;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A sweep as two plots and the tables behind them.
 *
 * @param rows rows that were clustered
 * @param whole whether those are all of the set
 * @param code width of the code while the noise is swept over
 * @param epochs of autoencoded k-means; empty for its own
 */
record SweepReport(
        SweepFigures figures, PublishedSweep published, int rows, boolean whole, int code, OptionalInt epochs) {

    /** Writes the page and, beside it, the plots. */
    void write(Path page, Path widthPlot, Path noisePlot) {
        plotWidths().write(widthPlot);
        plotNoise().write(noisePlot);
        page(widthPlot.getFileName().toString(), noisePlot.getFileName().toString())
                .write(page);
    }

    private SweepPlot plotWidths() {
        SweepPlot plot = new SweepPlot(title("width of the code"), "units of the code");
        Map<Integer, List<Double>> published = published().byWidth();
        SortedSet<Integer> all = new TreeSet<>(published.keySet());
        all.addAll(figures.byWidth("ari", epochs).keySet());
        int metric = 0;
        for (Map.Entry<String, String> name : SweepFigures.METRICS.entrySet()) {
            plot.add(
                    name.getValue() + ", autoencoded",
                    metric,
                    SweepPlot.Line.AUTOENCODED,
                    means(figures.byWidth(name.getKey(), epochs)));
            Map<Integer, Double> level = figures.kMeans(name.getKey())
                    .map(spread -> Map.of(all.first(), spread.mean(), all.last(), spread.mean()))
                    .orElse(Map.of());
            plot.add(name.getValue() + ", k-means", metric, SweepPlot.Line.K_MEANS, new TreeMap<>(level));
            plot.add(
                    name.getValue() + ", published",
                    metric,
                    SweepPlot.Line.PUBLISHED,
                    published().curve(published, name.getKey()));
            metric++;
        }
        return plot;
    }

    private SweepPlot plotNoise() {
        SweepPlot plot = new SweepPlot(title("noise"), "standard deviation of the noise, steps of grey");
        int metric = 0;
        for (Map.Entry<String, String> name : SweepFigures.METRICS.entrySet()) {
            plot.add(
                    name.getValue() + ", autoencoded",
                    metric,
                    SweepPlot.Line.AUTOENCODED,
                    means(figures.byNoise(name.getKey(), OptionalInt.of(code), epochs)));
            plot.add(
                    name.getValue() + ", k-means",
                    metric,
                    SweepPlot.Line.K_MEANS,
                    means(figures.byNoise(name.getKey(), OptionalInt.empty(), epochs)));
            plot.add(
                    name.getValue() + ", published",
                    metric,
                    SweepPlot.Line.PUBLISHED,
                    published.curve(published.byNoise(), name.getKey()));
            metric++;
        }
        return plot;
    }

    private String title(String over) {
        return "Autoencoded k-means by %s, MNIST, %,d rows%s".formatted(over, rows, whole ? "" : " (a trial)");
    }

    private static Map<Integer, Double> means(Map<Integer, Spread> spreads) {
        Map<Integer, Double> means = new TreeMap<>();
        spreads.forEach((at, spread) -> means.put(at, spread.mean()));
        return means;
    }

    private Markdown page(String widthPlot, String noisePlot) {
        Markdown markdown = new Markdown();
        markdown.heading(1, "Autoencoded k-means by width and by noise");
        markdown.paragraph(
                "Written by `./riffle bench sweep`%s: MNIST, %,d rows, 100 clusters, figures at the end of each run%s."
                        .formatted(
                                whole ? "" : " with `--limit`, **a trial**",
                                rows,
                                epochs.isPresent()
                                        ? "; autoencoded k-means for %d epochs instead of its own number"
                                                .formatted(epochs.getAsInt())
                                        : ""));
        markdown.paragraph("Published: " + published.source()
                + ". The paper calls the noise's parameter its variance; the program takes it for the standard"
                + " deviation, on pixels from 0 to 255, and so do we.");
        markdown.paragraph("![by the width of the code](%s)".formatted(widthPlot));
        addTable(markdown, "code", published.byWidth(), metric -> figures.byWidth(metric, epochs));
        markdown.paragraph("Gradient k-means without an autoencoder: "
                + SweepFigures.METRICS.entrySet().stream()
                        .map(name -> name.getValue() + " "
                                + figures.kMeans(name.getKey())
                                        .map(Spread::toString)
                                        .orElse("open"))
                        .collect(Collectors.joining(", "))
                + ".");
        markdown.paragraph("![by noise](%s)".formatted(noisePlot));
        markdown.paragraph(
                "The autoencoder of %d units learns from rows with fresh noise in every epoch, its targets are clean; gradient k-means learns from noisy rows. The figures of both are those of noisy rows."
                        .formatted(code));
        markdown.heading(2, "Autoencoded k-means by noise");
        addTable(
                markdown,
                "noise",
                published.byNoise(),
                metric -> figures.byNoise(metric, OptionalInt.of(code), epochs));
        markdown.heading(2, "Gradient k-means by noise");
        addTable(
                markdown,
                "noise",
                published.kMeansByNoise(),
                metric -> figures.byNoise(metric, OptionalInt.empty(), epochs));
        markdown.paragraph(circumstances());
        return markdown;
    }

    private interface Ours {
        Map<Integer, Spread> of(String metric);
    }

    private void addTable(Markdown markdown, String over, Map<Integer, List<Double>> theirs, Ours ours) {
        SortedSet<Integer> all = new TreeSet<>(theirs.keySet());
        all.addAll(ours.of("ari").keySet());
        List<String> head = new ArrayList<>(List.of(over, "runs"));
        SweepFigures.METRICS.values().forEach(name -> head.addAll(List.of(name + " published", "ours")));
        List<List<String>> rows = new ArrayList<>();
        for (int at : all) {
            Spread any = ours.of("ari").get(at);
            List<String> row =
                    new ArrayList<>(List.of(Integer.toString(at), any == null ? "open" : Integer.toString(any.runs())));
            for (String metric : SweepFigures.METRICS.keySet()) {
                Double value = published.curve(theirs, metric).get(at);
                Spread spread = ours.of(metric).get(at);
                row.add(value == null ? "" : Spread.figure(value));
                row.add(spread == null ? "" : spread.toString());
            }
            rows.add(row);
        }
        markdown.table(head, rows);
    }

    private String circumstances() {
        double minutes = figures.runs().stream()
                        .mapToDouble(run -> run.path("seconds").asDouble())
                        .sum()
                / 60;
        return "%d runs, %.0f minutes together. %s"
                .formatted(
                        figures.runs().size(),
                        minutes,
                        figures.runs().stream()
                                .map(Circumstances::of)
                                .map(run -> "%s, %d threads, OpenBLAS for %s, code %s, %s"
                                        .formatted(
                                                run.processor(),
                                                run.threads(),
                                                run.coreType(),
                                                run.code(),
                                                run.date().split("T", -1)[0]))
                                .distinct()
                                .collect(Collectors.joining("; ")));
    }
}
