package dev.riffle.benchmarks.peers;

import dev.riffle.benchmarks.quality.QualitySet;
import dev.riffle.benchmarks.quality.SetOptions;
import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.JsonReportOptions;
import dev.riffle.console.terminal.StatusLine;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle bench peers}: other detectors on the very same rows, speed and ranking. */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Scores and learns the rows of public sets, or of a file, with Riffle and with other detectors, in turn in one"
                    + " process and one thread each: rows per CPU second, AUROC and average precision.",
            "Writes benchmarks/results/peers.md, with --file only where --out says so. Rows, order and warm-up are those of 'riffle backtest FILE --pipeline auto --order shuffle --seed S"
                    + " --warm-up 10% --limit 50000'."
        })
public final class PeersCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--compare",
            split = ",",
            paramLabel = "PEER",
            description = "Beside Riffle: some of rcf, hstrees, autoencoder. Default: all.")
    private Set<String> compare = new LinkedHashSet<>(List.of("rcf", "hstrees", "autoencoder"));

    @Option(names = "--file", paramLabel = "FILE", description = "A table of your own, instead of the public sets.")
    private Path file;

    @Option(
            names = "--label",
            paramLabel = "COL",
            defaultValue = "label",
            description = "Its label column: 1 for anomalies. Default: ${DEFAULT-VALUE}.")
    private String label;

    @Mixin
    private SetOptions sets;

    @Option(
            names = "--rounds",
            paramLabel = "R",
            defaultValue = "3",
            description = "Rounds that count, each with a seed of its own. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--rows", paramLabel = "N", description = "Rows of a set that are scored at most. Default: all.")
    private int rows = Integer.MAX_VALUE;

    @Option(
            names = "--jit-seconds",
            paramLabel = "S",
            defaultValue = "2",
            description = "CPU seconds that every contender warms up for on every set. Default: ${DEFAULT-VALUE}.")
    private double jitSeconds;

    @Mixin
    private JsonReportOptions report;

    @Override
    public Integer call() {
        if (rounds < 1 || rows < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "found %,d rounds and %,d rows, expected at least 1 of each".formatted(rounds, rows));
        }
        List<Contender> contenders = contenders();
        List<QualitySet> measured = file == null
                ? sets.sets()
                : List.of(QualitySet.table(file.getFileName().toString(), file, label));
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        Circumstances.Watch watch = Circumstances.watch(Clock.systemUTC());
        AtomicReference<PeersReport> last = new AtomicReference<>();
        new PeerRounds(contenders, measured, rows, jitSeconds)
                .run(
                        rounds,
                        outcome -> status.note("%s, seed %d, %s: %,.0f rows per CPU second, AUROC %.3f, AP %.3f"
                                .formatted(
                                        outcome.set(),
                                        outcome.seed(),
                                        outcome.contender().title(),
                                        outcome.rows() / outcome.cpuSeconds(),
                                        outcome.auroc(),
                                        outcome.averagePrecision())),
                        outcomes -> {
                            last.set(new PeersReport(contenders, outcomes, watch.ended()));
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
        for (String peer : compare) {
            contenders.add(Arrays.stream(Contender.values())
                    .filter(contender ->
                            contender != Contender.RIFFLE && contender.key().equals(peer))
                    .findFirst()
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "unknown peer '%s'; some of rcf, hstrees, autoencoder were expected".formatted(peer))));
        }
        return contenders;
    }
}
