package dev.riffle.benchmarks.sweep;

import dev.riffle.benchmarks.clustering.ImageSet;
import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.RunLog;
import dev.riffle.benchmarks.runs.SeedList;
import dev.riffle.console.clustering.MeasuredClustering;
import dev.riffle.console.commands.ProgressLine;
import dev.riffle.console.images.LabelledRows;
import dev.riffle.console.terminal.StatusLine;
import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.clustering.GradientKMeans;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle bench sweep}: Samplawski's plots. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Autoencoded k-means on MNIST over the width of its code and over noise, as plots, with gradient k-means beside"
                    + " it. Every finished run is kept at once; what was run before is not run again."
        })
public final class SweepCommand implements Callable<Integer> {
    /** The paper's, ten for each class. */
    private static final int CLUSTERS = 100;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "../shared/data/images",
            description = "Folder of the image sets. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(
            names = "--widths",
            split = ",",
            paramLabel = "H",
            defaultValue = "2,64,128,200,256,300,400",
            description = "Units of the code. Default: ${DEFAULT-VALUE}.")
    private List<Integer> widths;

    @Option(
            names = "--noises",
            split = ",",
            paramLabel = "S",
            defaultValue = "0,10,20,30,40,50,60,70,80,90,100",
            description = "Standard deviations of the noise, in steps of grey. Default: ${DEFAULT-VALUE}.")
    private List<Integer> noises;

    @Option(
            names = "--code",
            paramLabel = "H",
            defaultValue = "256",
            description = "Units of the code while the noise is swept over. Default: ${DEFAULT-VALUE}.")
    private int code;

    @Option(
            names = "--seeds",
            paramLabel = "1-5",
            converter = SeedList.Converter.class,
            defaultValue = "1",
            description = "Which seeds. Default: ${DEFAULT-VALUE}.")
    private SeedList seeds;

    @Option(
            names = "--epochs",
            paramLabel = "E",
            description = "Epochs of autoencoded k-means. Default: the algorithm's own.")
    private Optional<Integer> epochs;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Only N rows, drawn by the seed, and in files of their own: a trial, no result.")
    private Optional<Integer> limit;

    @Option(names = "--again", description = "Run also what was run before; the later run counts.")
    private boolean again;

    @Option(names = "--render", description = "Run nothing; only write page and plots anew.")
    private boolean render;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The page. Runs and plots are kept beside it, in its name with -runs.jsonl, -width.png and"
                    + " -noise.png for .md. Default: benchmarks/results/sweep.md.")
    private Optional<Path> out;

    @Override
    public Integer call() {
        check();
        OptionalInt passes = epochs.map(OptionalInt::of).orElse(OptionalInt.empty());
        Path page = out.orElseGet(() -> Path.of(
                "benchmarks", "results", limit.isPresent() ? "sweep-limit-%d.md".formatted(limit.get()) : "sweep.md"));
        String stem = page.getFileName().toString().replaceFirst("\\.md$", "");
        RunLog log = new RunLog(page.resolveSibling(stem + "-runs.jsonl"));
        int rows = Math.min(ImageSet.MNIST.rows(), limit.orElse(Integer.MAX_VALUE));
        if (!render) {
            run(plan(passes), rows, log);
        }
        new SweepReport(new SweepFigures(log.runs(), rows), PublishedSweep.read(), rows, limit.isEmpty(), code, passes)
                .write(page, page.resolveSibling(stem + "-width.png"), page.resolveSibling(stem + "-noise.png"));
        spec.commandLine().getOut().println(page);
        return ExitCode.OK;
    }

    private void check() {
        if (widths.stream().anyMatch(width -> width < 1) || code < 1) {
            throw wrongUsage(
                    "widths are %s and the code has %d units; at least 1 was expected of each".formatted(widths, code));
        }
        if (noises.stream().anyMatch(noise -> noise < 0)) {
            throw wrongUsage("noises are %s; at least 0 was expected of each".formatted(noises));
        }
        if (limit.isPresent() && limit.get() < CLUSTERS) {
            throw wrongUsage("limit is %,d; at least one row for each of the %d clusters was expected"
                    .formatted(limit.get(), CLUSTERS));
        }
        if (epochs.isPresent() && epochs.get() < 1) {
            throw wrongUsage("epochs are %,d; at least 1 was expected".formatted(epochs.get()));
        }
    }

    /** What takes seconds first, then the widths, then the noises. */
    private List<SweepPoint> plan(OptionalInt passes) {
        List<SweepPoint> plan = new ArrayList<>();
        for (long seed : seeds.seeds()) {
            plan.add(new SweepPoint(OptionalInt.empty(), 0, seed, OptionalInt.empty()));
            noises.forEach(noise -> plan.add(new SweepPoint(OptionalInt.empty(), noise, seed, OptionalInt.empty())));
            widths.forEach(width -> plan.add(new SweepPoint(OptionalInt.of(width), 0, seed, passes)));
            noises.forEach(noise -> plan.add(new SweepPoint(OptionalInt.of(code), noise, seed, passes)));
        }
        return plan.stream().distinct().toList();
    }

    private void run(List<SweepPoint> plan, int rows, RunLog log) {
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        LabelledRows all = ImageSet.MNIST.read(data);
        for (int i = 0; i < plan.size(); i++) {
            SweepPoint point = plan.get(i);
            if (!again && new SweepFigures(log.runs(), rows).contains(point)) {
                status.note("%s: run before".formatted(point));
                continue;
            }
            status.note("%s (%d of %d)".formatted(point, i + 1, plan.size()));
            run(point, all.sample(rows, point.seed()), log, status);
        }
    }

    private static void run(SweepPoint point, LabelledRows rows, RunLog log, StatusLine status) {
        ProgressLine progress = new ProgressLine(status);
        Circumstances.Watch watch = Circumstances.watch(Clock.systemUTC());
        MeasuredClustering clustering = MeasuredClustering.of(
                algorithm(point),
                seen(point, rows),
                new ClusteringSettings(CLUSTERS, point.epochs(), point.seed()),
                progress::training);
        progress.clear();
        Map<String, Object> run = new LinkedHashMap<>();
        point.addTo(run);
        run.put("rows", rows.rows().length);
        run.put("k", CLUSTERS);
        run.putAll(clustering.figures());
        watch.ended().addTo(run);
        log.append(run);
        status.note("%s: V %.3f, NMI (max) %.3f, ARI %.3f in %,.0f s"
                .formatted(
                        point,
                        clustering.metrics().vMeasure(),
                        clustering.metrics().nmiMax(),
                        clustering.metrics().ari(),
                        clustering.seconds()));
    }

    private static ClusteringAlgorithm algorithm(SweepPoint point) {
        return point.code().isPresent()
                ? new JudgedOnNoisyRows(point.code().getAsInt(), point.noise())
                : new GradientKMeans(GradientKMeans.Start.PSEUDO_IDENTITY);
    }

    /** The autoencoder learns with clean rows for targets; k-means has to see noisy ones. */
    private static LabelledRows seen(SweepPoint point, LabelledRows rows) {
        return point.code().isPresent()
                ? rows
                : new LabelledRows(
                        NoisyRows.of(rows.rows(), point.noise(), point.seed()), rows.labels(), rows.classes());
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
