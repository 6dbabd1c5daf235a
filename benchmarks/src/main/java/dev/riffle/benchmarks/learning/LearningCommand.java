package dev.riffle.benchmarks.learning;

import dev.riffle.benchmarks.quality.QualitySet;
import dev.riffle.benchmarks.quality.SetOptions;
import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.JsonReportOptions;
import dev.riffle.console.terminal.StatusLine;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle bench learning}: online clusters beside other stream clusterers, speed and sum of squares. */
@Command(
        name = "learning",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Learns clusters from the rows of public tables and of a stream that drifts, with Riffle's online k-means and"
                    + " with other stream clusterers, in turn in one process and one thread each: rows per CPU second, and"
                    + " the sum of squares of the final centres over batch k-means's.",
            "Writes benchmarks/results/learning.md."
        })
public final class LearningCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--compare",
            split = ",",
            paramLabel = "C",
            description =
                    "Beside Riffle: some of undecayed, quick, streamkm, clustream, denstream, blocks. Default: all.")
    private Set<String> compare = new LinkedHashSet<>(
            Arrays.stream(Contender.values()).skip(1).map(Contender::key).toList());

    @Option(names = "--file", paramLabel = "FILE", description = "A table of your own, instead of the public sets.")
    private Path file;

    @Option(
            names = "--label",
            paramLabel = "COL",
            defaultValue = "label",
            description = "Its label column, which nobody sees. Default: ${DEFAULT-VALUE}.")
    private String label;

    @Mixin
    private SetOptions sets;

    @Option(names = "--clusters", paramLabel = "K", defaultValue = "16", description = "Default: ${DEFAULT-VALUE}.")
    private int clusters;

    @Option(
            names = "--rounds",
            paramLabel = "R",
            defaultValue = "3",
            description = "Rounds that count, each with a seed of its own. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--jit-seconds",
            paramLabel = "S",
            defaultValue = "1",
            description = "CPU seconds that every contender warms up for on every stream. Default: ${DEFAULT-VALUE}.")
    private double jitSeconds;

    @Mixin
    private JsonReportOptions report;

    @Override
    public Integer call() {
        if (rounds < 1 || clusters < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "found %,d rounds and %,d clusters, expected at least 1 of each".formatted(rounds, clusters));
        }
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        Circumstances.Watch watch = Circumstances.watch(Clock.systemUTC());
        AtomicReference<LearningReport> last = new AtomicReference<>();
        new LearningRounds(contenders(), streams(), clusters, jitSeconds)
                .run(
                        rounds,
                        outcome -> status.note(
                                "%s, seed %d, %s: %,.0f rows per CPU second, %.3f of batch k-means's squares, %d centres"
                                        .formatted(
                                                outcome.stream(),
                                                outcome.seed(),
                                                outcome.contender().title(),
                                                outcome.rowsPerSecond(),
                                                outcome.squares(),
                                                outcome.centres())),
                        outcomes -> {
                            last.set(new LearningReport(clusters, outcomes, watch.ended()));
                            if (file == null || report.named()) {
                                report.write(last.get().markdown());
                            }
                        });
        status.clear();
        report.print(last.get().markdown(), last.get()::json);
        return ExitCode.OK;
    }

    private List<Contender> contenders() {
        List<Contender> contenders = new ArrayList<>(List.of(Contender.RIFFLE));
        for (String name : compare) {
            contenders.add(Arrays.stream(Contender.values())
                    .skip(1)
                    .filter(contender -> contender.key().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "unknown clusterer '%s'; some of %s were expected"
                                    .formatted(
                                            name,
                                            Arrays.stream(Contender.values())
                                                    .skip(1)
                                                    .map(Contender::key)
                                                    .collect(Collectors.joining(", "))))));
        }
        return contenders;
    }

    private Map<String, LongFunction<LearningStream>> streams() {
        Map<String, LongFunction<LearningStream>> streams = new LinkedHashMap<>();
        List<QualitySet> measured = file == null
                ? sets.sets()
                : List.of(QualitySet.table(file.getFileName().toString(), file, label));
        for (QualitySet set : measured) {
            streams.put(set.toString(), seed -> LearningStream.of(set, seed));
        }
        if (file == null && sets.has(LearningStream.DRIFT)) {
            streams.put(LearningStream.DRIFT, LearningStream::drifting);
        }
        return streams;
    }
}
