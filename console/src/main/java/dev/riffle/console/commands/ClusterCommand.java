package dev.riffle.console.commands;

import dev.riffle.console.clustering.MeasuredClustering;
import dev.riffle.console.images.LabelledFiles;
import dev.riffle.console.images.LabelledRows;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.console.terminal.StatusLine;
import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import dev.riffle.trainer.clustering.ClusteringAlgorithms;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.evaluation.ClusterCount;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code riffle cluster}: one clustering of labelled data, and how well it finds the classes. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Clusters labelled data and says how well the clusters agree with the labels. The algorithm never sees the"
                    + " labels."
        })
public final class ClusterCommand implements Callable<Integer> {
    private static final int LEAST_K = 2;
    private static final int MOST_K = 20;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "DATA",
            description =
                    "CSV with a header and a column of labels, plain or gzipped; or a prefix of image files: every"
                            + " DATA*-images-idx3-ubyte[.gz] with its -labels-idx1-ubyte[.gz], joined.")
    private Path data;

    @Option(
            names = "--algorithm",
            required = true,
            paramLabel = "A",
            completionCandidates = AlgorithmNames.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private String algorithm;

    @Option(
            names = "--k",
            paramLabel = "K|auto",
            description =
                    "Number of clusters; 'auto' takes the one from 2 to 20 with the largest silhouette of k-means."
                            + " Default: the number of classes, ten times as"
                            + " many for autoencoded-kmeans.")
    private Optional<String> k;

    @Option(names = "--epochs", paramLabel = "E", description = "Epochs. Default: the algorithm's own.")
    private Optional<Integer> epochs;

    @Option(names = "--limit", paramLabel = "N", description = "Rows drawn at random by the seed. Default: all.")
    private Optional<Integer> limit;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of every random choice. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--label",
            paramLabel = "COL",
            defaultValue = "label",
            description = "Column of the labels in a CSV. Default: ${DEFAULT-VALUE}.")
    private String label;

    @Option(names = "--exclude", split = ",", paramLabel = "COL", description = "Columns of a CSV that are left out.")
    private List<String> excluded = new ArrayList<>();

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Where a network's training keeps its stand after every epoch: the same command goes on from"
                    + " there after an interruption. Removed at the end. Default: none.")
    private Optional<Path> checkpoint;

    @Option(
            names = "--pretrained",
            paramLabel = "DIR",
            description =
                    "Where the autoencoder that wide-ae-kmeans, k-dae, k-dae-soft, damic and manifold begin with is"
                            + " kept, and taken from by the next of them on the same rows, seed and epochs. Default: none.")
    private Optional<Path> pretrained;

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    /** Names for the help text. */
    static final class AlgorithmNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return ClusteringAlgorithms.names().iterator();
        }
    }

    @Override
    public Integer call() {
        ClusteringAlgorithm chosen = algorithm();
        OptionalInt passes = epochs.map(OptionalInt::of).orElse(OptionalInt.empty());
        OptionalInt clusters = clusters(passes);
        if (limit.isPresent() && limit.get() < 1) {
            throw wrongUsage("limit is %,d; at least 1 was expected".formatted(limit.get()));
        }
        LabelledRows all = LabelledFiles.read(data, label, excluded);
        LabelledRows rows = limit.isPresent() ? all.sample(limit.get(), seed) : all;
        ProgressLine progress =
                new ProgressLine(StatusLine.on(spec.commandLine().getErr()));
        Optional<ClusterCount> count = isAuto()
                ? Optional.of(ClusterCount.of(rows.rows(), leastK(rows), MOST_K, seed, progress::training))
                : Optional.empty();
        int sought = count.map(ClusterCount::bySilhouette).orElse(clusters.orElse(defaultK(chosen, rows)));
        if (sought > rows.rows().length) {
            throw new CommandFailure("k is %,d, but %s has %,d rows to cluster; at most as many clusters were expected."
                    .formatted(sought, data, rows.rows().length));
        }
        MeasuredClustering clustering =
                measured(chosen, rows, new ClusteringSettings(sought, passes, seed, checkpoint, pretrained), progress);
        progress.clear();
        ClusterReport report = new ClusterReport(
                algorithm, rows.rows().length, rows.rows()[0].length, rows.classes(), sought, seed, clustering, count);
        spec.commandLine()
                .getOut()
                .println(json ? report.toJson() : report.toText().stripTrailing());
        return ExitCode.OK;
    }

    private static MeasuredClustering measured(
            ClusteringAlgorithm chosen, LabelledRows rows, ClusteringSettings settings, ProgressLine progress) {
        try {
            return MeasuredClustering.of(chosen, rows, settings, progress::training);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    private static int leastK(LabelledRows rows) {
        return Math.min(LEAST_K, rows.rows().length);
    }

    private ClusteringAlgorithm algorithm() {
        try {
            return ClusteringAlgorithms.named(algorithm);
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e.getMessage());
        }
    }

    private static int defaultK(ClusteringAlgorithm algorithm, LabelledRows rows) {
        return Math.min(rows.classes() * algorithm.clustersPerClass(), rows.rows().length);
    }

    private boolean isAuto() {
        return k.isPresent() && k.get().equals("auto");
    }

    /** The number asked for, if one is; it and the epochs are checked before anything is read. */
    private OptionalInt clusters(OptionalInt passes) {
        boolean given = k.isPresent() && !isAuto();
        try {
            ClusteringSettings settings = new ClusteringSettings(given ? Integer.parseInt(k.get()) : 1, passes, seed);
            return given ? OptionalInt.of(settings.clusters()) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            throw wrongUsage("k is '%s'; a number or 'auto' was expected".formatted(k.get()));
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e.getMessage());
        }
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
