package dev.riffle.benchmarks.quality;

import dev.riffle.benchmarks.quality.QualityRun.Ranking;
import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.RunLog;
import dev.riffle.benchmarks.runs.SeedList;
import dev.riffle.console.terminal.StatusLine;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that the commands of this package share, and the runs that they ask for. */
final class QualityRuns {
    @Mixin
    private SetOptions sets;

    @Option(
            names = "--seeds",
            paramLabel = "1-3",
            converter = SeedList.Converter.class,
            description = "Which seeds. Default: 1 to 3; 1 where an ingredient is left out.")
    private SeedList seeds;

    @Option(names = "--again", description = "Run also what was run before; the later run counts.")
    private boolean again;

    @Option(names = "--render", description = "Run nothing; only write the tables anew.")
    private boolean render;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "benchmarks/results",
            description = "Where the tables and quality-runs.jsonl are. Default: ${DEFAULT-VALUE}.")
    private Path out;

    private final Clock clock = Clock.systemUTC();

    Path file(String name) {
        return out.resolve(name);
    }

    QualityTables tables() {
        return new QualityTables(log().runs().stream().map(QualityRun::of).toList());
    }

    private RunLog log() {
        return new RunLog(out.resolve("quality-runs.jsonl"));
    }

    /** Runs what is missing: the first seed of everything before the second of anything. */
    void run(List<Variant> variants, List<Long> usualSeeds, StatusLine status) {
        if (render) {
            return;
        }
        RunLog log = log();
        for (long seed : seeds == null ? usualSeeds : seeds.seeds()) {
            for (Variant variant : variants) {
                for (QualitySet set : sets.sets()) {
                    if (variant.groups().contains(set.group())) {
                        run(set, seed, variant, log, status);
                    }
                }
            }
        }
    }

    private void run(QualitySet set, long seed, Variant variant, RunLog log, StatusLine status) {
        // Another process may have run it since.
        if (!again && log.runs().stream().map(QualityRun::of).anyMatch(run -> run.isOf(set, seed, variant))) {
            return;
        }
        Circumstances.Watch watch = Circumstances.watch(clock);
        QualityRun run = new QualityMeasurement(clock).measure(set, seed, variant);
        Map<String, Object> json = run.json();
        watch.ended().addTo(json);
        log.append(json);
        Ranking ranking = run.rankings().get(ScoreRule.SCORE.title());
        status.note("%s, seed %d, %s: AUROC %.3f, AP %.3f"
                .formatted(set, seed, variant.name(), ranking.auroc(), ranking.averagePrecision()));
    }
}
