package dev.riffle.benchmarks.peers;

import dev.riffle.benchmarks.quality.ContestOptions;
import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.JsonReportOptions;
import dev.riffle.console.terminal.StatusLine;
import java.time.Clock;
import java.util.EnumSet;
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
                    + " --warm-up 10%% --limit 50000'."
        })
public final class PeersCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--compare",
            split = ",",
            paramLabel = "PEER",
            description = "Beside Riffle: some of ${COMPLETION-CANDIDATES}. Default: all.")
    private Set<Contender> compare = EnumSet.allOf(Contender.class);

    @Mixin
    private ContestOptions contest;

    @Option(names = "--rows", paramLabel = "N", description = "Rows of a set that are scored at most. Default: all.")
    private int rows = Integer.MAX_VALUE;

    @Mixin
    private JsonReportOptions report;

    @Override
    public Integer call() {
        if (rows < 1) {
            throw new ParameterException(spec.commandLine(), "found --rows %,d, expected at least 1".formatted(rows));
        }
        int rounds = contest.rounds();
        List<Contender> contenders = contenders();
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        Circumstances.Watch watch = Circumstances.watch(Clock.systemUTC());
        AtomicReference<PeersReport> last = new AtomicReference<>();
        new PeerRounds(contenders, contest.sets(), rows, contest.jitSeconds())
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
                            if (!contest.ownFile() || report.named()) {
                                report.write(last.get().markdown());
                            }
                        });
        status.clear();
        report.print(last.get().markdown(), last.get()::json);
        return ExitCode.OK;
    }

    private List<Contender> contenders() {
        Set<Contender> all = EnumSet.of(Contender.RIFFLE);
        all.addAll(compare);
        return List.copyOf(all);
    }
}
