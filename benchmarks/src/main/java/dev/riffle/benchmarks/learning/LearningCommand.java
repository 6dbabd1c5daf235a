package dev.riffle.benchmarks.learning;

import dev.riffle.benchmarks.quality.ContestOptions;
import dev.riffle.benchmarks.quality.QualitySet;
import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.JsonReportOptions;
import dev.riffle.console.terminal.StatusLine;
import java.time.Clock;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
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
            description = "Beside Riffle: some of ${COMPLETION-CANDIDATES}. Default: all.")
    private Set<Contender> compare = EnumSet.allOf(Contender.class);

    @Mixin
    private ContestOptions contest;

    @Option(names = "--clusters", paramLabel = "K", defaultValue = "16", description = "Default: ${DEFAULT-VALUE}.")
    private int clusters;

    @Mixin
    private JsonReportOptions report;

    @Override
    public Integer call() {
        if (clusters < 1) {
            throw new ParameterException(
                    spec.commandLine(), "found --clusters %,d, expected at least 1".formatted(clusters));
        }
        int rounds = contest.rounds();
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        Circumstances.Watch watch = Circumstances.watch(Clock.systemUTC());
        AtomicReference<LearningReport> last = new AtomicReference<>();
        new LearningRounds(contenders(), streams(), clusters, contest.jitSeconds())
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

    private Map<String, LongFunction<LearningStream>> streams() {
        Map<String, LongFunction<LearningStream>> streams = new LinkedHashMap<>();
        for (QualitySet set : contest.sets()) {
            streams.put(set.toString(), seed -> LearningStream.of(set, seed));
        }
        if (contest.has(LearningStream.DRIFT)) {
            streams.put(LearningStream.DRIFT, LearningStream::drifting);
        }
        return streams;
    }
}
