package dev.riffle.benchmarks.quality;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What contenders take turns at: public sets or a table of somebody's own, and how often. A mixin. */
public final class ContestOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--file", paramLabel = "FILE", description = "A table of your own, instead of the public sets.")
    private Path file;

    @Option(
            names = "--label",
            paramLabel = "COL",
            defaultValue = "label",
            description = "Its label column, which no contender sees: 1 for anomalies. Default: ${DEFAULT-VALUE}.")
    private String label;

    @Mixin
    private SetOptions sets;

    @Option(
            names = "--rounds",
            paramLabel = "R",
            defaultValue = "3",
            description = "Rounds that count, each with a seed of its own. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--jit-seconds",
            paramLabel = "S",
            defaultValue = "2",
            description = "CPU seconds that every contender warms up for on every set. Default: ${DEFAULT-VALUE}.")
    private double jitSeconds;

    /** Whether the rows are those of a file instead of the public sets. */
    public boolean ownFile() {
        return file != null;
    }

    /** The sets, or the file as one. */
    public List<QualitySet> sets() {
        return Optional.ofNullable(file)
                .map(own -> List.of(QualitySet.table(own.getFileName().toString(), own, label)))
                .orElseGet(sets::sets);
    }

    /** Whether, without a file, a set of this name was asked for. */
    public boolean has(String name) {
        return file == null && sets.has(name);
    }

    /**
     * Rounds that count, at least 1.
     *
     * @throws ParameterException if fewer were asked for
     */
    public int rounds() {
        if (rounds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "found --rounds %,d, expected at least 1".formatted(rounds));
        }
        return rounds;
    }

    /** CPU seconds to warm up for. */
    public double jitSeconds() {
        return jitSeconds;
    }
}
