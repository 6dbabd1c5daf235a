package dev.riffle.benchmarks.clustering;

import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.ResultFiles;
import dev.riffle.benchmarks.runs.RunLog;
import dev.riffle.benchmarks.runs.SeedList;
import dev.riffle.console.clustering.MeasuredClustering;
import dev.riffle.console.commands.ProgressLine;
import dev.riffle.console.images.LabelledRows;
import dev.riffle.console.tables.InvalidTableException;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.console.terminal.StatusLine;
import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import dev.riffle.trainer.clustering.ClusteringAlgorithms;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle bench clustering}: the papers' tables, cell by cell, over as many sessions as it takes. */
@Command(
        name = "clustering",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs what the papers' tables still lack and writes them: published, ours, difference.",
            "Every finished run is kept at once beside the table; what was run before is not run again."
        })
public final class ClusteringCommand implements Callable<Integer> {
    private static final Path PRETRAINED = Path.of("benchmarks", "target", "pretrained");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "../shared/data/images",
            description = "Folder of the image sets. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(
            names = "--algorithms",
            split = ",",
            paramLabel = "A",
            description =
                    "Which algorithms. Default: those of the papers' tables, with the tables' number of clusters.")
    private List<String> algorithms = new ArrayList<>();

    @Option(
            names = "--sets",
            split = ",",
            paramLabel = "SET",
            description = "Which of ${COMPLETION-CANDIDATES}. Default: all, or those of the tables.")
    private Set<ImageSet> sets = new LinkedHashSet<>();

    @Option(
            names = "--seeds",
            paramLabel = "1-5",
            converter = SeedList.Converter.class,
            description = "Which seeds. Default: 1, and 1 to 5 on USPS.")
    private Optional<SeedList> seeds;

    @Option(
            names = "--k",
            paramLabel = "K",
            description = "Number of clusters. Default: one for each class, ten for autoencoded-kmeans.")
    private Optional<Integer> k;

    @Option(names = "--epochs", paramLabel = "E", description = "Epochs. Default: the algorithm's own.")
    private Optional<Integer> epochs;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Only N rows of each set, drawn by the seed, and in files of their own: a trial, no result.")
    private Optional<Integer> limit;

    @Option(names = "--again", description = "Run also what was run before; the later run counts.")
    private boolean again;

    @Option(names = "--render", description = "Run nothing; only write the table anew.")
    private boolean render;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "The table. The runs are kept beside it, in its name with -runs.jsonl for .md, and what stands in its"
                            + " name with -notes.md is put at its end. Default: benchmarks/results/clustering.md.")
    private Optional<Path> out;

    @Override
    public Integer call() {
        OptionalInt rows = limit.map(OptionalInt::of).orElse(OptionalInt.empty());
        Path table = out.orElseGet(() -> Path.of("benchmarks", "results", tableName(rows)));
        RunLog log = new RunLog(ResultFiles.sibling(table, "-runs.jsonl"));
        List<Cell> plan = render ? List.of() : plan();
        int failed = run(plan, log);
        List<ClusteringRun> runs = log.runs().stream().map(ClusteringRun::of).toList();
        new ClusteringTable(Published.tables(), runs, rows)
                .render(ResultFiles.notes(table))
                .write(table);
        spec.commandLine().getOut().println(table);
        if (failed > 0) {
            throw new CommandFailure("%,d of %,d runs failed; the reasons stand above.".formatted(failed, plan.size()));
        }
        return ExitCode.OK;
    }

    private static String tableName(OptionalInt rows) {
        return rows.isPresent() ? "clustering-limit-%d.md".formatted(rows.getAsInt()) : "clustering.md";
    }

    /** What is asked for: the first seed of everything before the second of anything. */
    private List<Cell> plan() {
        if (limit.isPresent() && limit.get() < 1) {
            throw wrongUsage("limit is %,d; at least 1 was expected".formatted(limit.get()));
        }
        checkSettings();
        List<Cell.Group> groups = groups();
        List<Cell> plan = new ArrayList<>();
        Set<Long> all = groups.stream()
                .flatMap(group -> seedsOf(group.set()).stream())
                .sorted()
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (long seed : all) {
            for (Cell.Group group : groups) {
                if (seedsOf(group.set()).contains(seed)) {
                    plan.add(group.seed(seed));
                }
            }
        }
        return plan;
    }

    private void checkSettings() {
        try {
            algorithms.forEach(ClusteringAlgorithms::named);
            new ClusteringSettings(k.orElse(1), asked(epochs), 1);
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e.getMessage());
        }
    }

    private List<Cell.Group> groups() {
        Set<ImageSet> wanted = sets.isEmpty() ? Set.of(ImageSet.values()) : sets;
        if (algorithms.isEmpty()) {
            return Published.tables().stream()
                    .flatMap(table -> table.groups().stream())
                    .filter(group -> wanted.contains(group.set()))
                    .map(group -> new Cell.Group(
                            group.algorithm(), group.set(), k.isPresent() ? asked(k) : group.k(), asked(epochs)))
                    .distinct()
                    .toList();
        }
        List<Cell.Group> groups = new ArrayList<>();
        for (ImageSet set : ImageSet.values()) {
            for (String algorithm : algorithms) {
                if (wanted.contains(set)) {
                    groups.add(new Cell.Group(algorithm, set, asked(k), asked(epochs)));
                }
            }
        }
        return groups;
    }

    private List<Long> seedsOf(ImageSet set) {
        return seeds.map(SeedList::seeds)
                .orElseGet(() -> LongStream.rangeClosed(1, set.seeds()).boxed().toList());
    }

    private static OptionalInt asked(Optional<Integer> number) {
        return number.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** Runs what is missing; the number of runs that failed. */
    private int run(List<Cell> plan, RunLog log) {
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        Map<ImageSet, LabelledRows> loaded = new EnumMap<>(ImageSet.class);
        int failed = 0;
        for (int i = 0; i < plan.size(); i++) {
            Cell cell = plan.get(i);
            // Another process may have run it since.
            if (!again && finished(log).contains(cell)) {
                status.note("%s: run before".formatted(cell));
                continue;
            }
            status.note("%s (%d of %d)".formatted(cell, i + 1, plan.size()));
            try {
                run(cell, loaded.computeIfAbsent(cell.set(), set -> set.read(data)), log, status);
            } catch (InvalidTableException | TrainingInterruptedException | CommandFailure e) {
                throw e;
            } catch (RuntimeException e) {
                // Whatever is wrong with one algorithm, a night's other runs need not wait for it.
                status.note("%s failed: %s".formatted(cell, e));
                failed++;
            }
        }
        return failed;
    }

    private static Set<Cell> finished(RunLog log) {
        Set<Cell> finished = new HashSet<>();
        log.runs().forEach(run -> finished.add(ClusteringRun.of(run).cell()));
        return finished;
    }

    private void run(Cell cell, LabelledRows all, RunLog log, StatusLine status) {
        ClusteringAlgorithm algorithm = ClusteringAlgorithms.named(cell.algorithm());
        LabelledRows rows = limit.isPresent() ? all.sample(limit.get(), cell.seed()) : all;
        int clusters = cell.k().orElse(rows.classes() * algorithm.clustersPerClass());
        if (clusters > rows.rows().length) {
            throw new CommandFailure("k is %,d for %s, more than the %,d rows; at most as many were expected."
                    .formatted(clusters, cell, rows.rows().length));
        }
        ProgressLine progress = new ProgressLine(status);
        Circumstances.Watch watch = Circumstances.watch(Clock.systemUTC());
        MeasuredClustering clustering = MeasuredClustering.of(
                algorithm,
                rows,
                new ClusteringSettings(
                        clusters, cell.epochs(), cell.seed(), Optional.of(checkpoint(cell)), Optional.of(PRETRAINED)),
                progress::training);
        progress.clear();
        log.append(ClusteringRun.json(cell, rows.rows().length, clusters, clustering, watch.ended()));
        status.note("%s: NMI %.3f, ARI %.3f, ACC %.3f in %,.0f s"
                .formatted(
                        cell,
                        clustering.metrics().nmi(),
                        clustering.metrics().ari(),
                        clustering.metrics().acc(),
                        clustering.seconds()));
    }

    /** Of the cell alone, so that the next call goes on with it; seconds then are those of the last part only. */
    private Path checkpoint(Cell cell) {
        String name = cell.toString().replaceAll("[^A-Za-z0-9]+", "-")
                + limit.map(rows -> "-of-" + rows).orElse("");
        return Path.of("benchmarks", "target", "checkpoints", name);
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
