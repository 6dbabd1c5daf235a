package dev.riffle.benchmarks.endtoend;

import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.ReportOptions;
import dev.riffle.benchmarks.runs.ResultFiles;
import dev.riffle.benchmarks.runs.Rounds;
import dev.riffle.benchmarks.runs.RunLog;
import dev.riffle.console.terminal.StatusLine;
import dev.riffle.jobs.Delivery;
import dev.riffle.schemas.Topics;
import dev.riffle.schemas.codec.RecordFormat;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code riffle bench scale}: what an event costs as features, clusters and keys grow, and what state they need. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        description = {
            "What an event costs the scoring job as features, clusters and keys grow, and with parallelism 1 and 2;"
                    + " state per key, checkpoints. docs/scaling.md plans from it.",
            "Writes benchmarks/results/scale.md."
        })
public final class ScaleCommand implements Callable<Integer> {
    /** Values read in a round, whatever their number per event: 300,000 events of 30. */
    private static final long VALUES = 9_000_000;

    private static final long MOST_EVENTS = 400_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--cases",
            split = ",",
            paramLabel = "NAME",
            description = "Only cases whose names begin so: features, clusters, keys, parallelism. Default: all.")
    private List<String> wanted = new ArrayList<>();

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds that count. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--share",
            defaultValue = "1",
            description = "Share of the usual events, for a trial. Default: ${DEFAULT-VALUE}.")
    private double share;

    @Option(names = "--render", description = "Write the table anew from what was measured, and measure nothing.")
    private boolean render;

    @Mixin
    private ReportOptions report;

    /** One size of everything. */
    private record Case(
            String group, int columns, int clusters, int keys, boolean history, String backend, int parallelism) {
        String name() {
            return "%s %d-%d-%d-%s-%d".formatted(group, columns, clusters, keys, backend, parallelism);
        }

        Workload workload() {
            return new Workload(RecordFormat.AVRO, columns, history, keys);
        }
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int columns : new int[] {10, 30, 100, 300, 1_000}) {
            cases.add(new Case("features", columns, 64, 10_000, false, "hashmap", 1));
        }
        for (int clusters : new int[] {16, 256, 1_024}) {
            cases.add(new Case("clusters", 30, clusters, 10_000, false, "hashmap", 1));
        }
        for (int keys : new int[] {1_000, 10_000, 100_000, 1_000_000}) {
            cases.add(new Case("keys", 30, 64, keys, true, "hashmap", 1));
        }
        cases.add(new Case("keys", 30, 64, 100_000, true, "rocksdb", 1));
        for (int parallelism : new int[] {1, 2}) {
            cases.add(new Case("parallelism", 100, 1_024, 10_000, false, "hashmap", parallelism));
        }
        return cases;
    }

    @Override
    public Integer call() throws Exception {
        RunLog log = new RunLog(ResultFiles.sibling(report.table(), "-runs.jsonl"));
        if (!render) {
            StatusLine status = StatusLine.on(spec.commandLine().getErr());
            for (Case one : cases()) {
                if (wanted.isEmpty()
                        || wanted.stream().anyMatch(name -> one.name().startsWith(name))) {
                    status.note(one.name());
                    measure(one, log);
                }
            }
            status.clear();
        }
        new ScaleTable(log.runs()).report(ResultFiles.notes(report.table())).write(report.table());
        report.print(report.table());
        return ExitCode.OK;
    }

    private void measure(Case one, RunLog log) throws Exception {
        Circumstances.Watch watch = Circumstances.watch(Clock.systemUTC());
        Workload workload = one.workload();
        long events = Math.max(1_000, (long) (share * Math.min(MOST_EVENTS, VALUES / one.columns())));
        List<Double> speeds = new ArrayList<>();
        List<Double> micros = new ArrayList<>();
        List<Double> brokers = new ArrayList<>();
        Checkpoint checkpoint = new Checkpoint(0, 0);
        try (TestBed bed = TestBed.start(one.parallelism())) {
            Topics topics = bed.topics(workload.topicPrefix());
            Models.publish(
                    bed.bootstrap(),
                    topics,
                    Models.train(workload, Models.Recipe.ONE_NETWORK, one.clusters(), 1, Optional.empty()),
                    Optional.empty());
            bed.fill(topics.events().name(), workload, events);
            JobUnderTest job = new JobUnderTest(
                    workload,
                    Optional.empty(),
                    Delivery.AT_LEAST_ONCE,
                    one.parallelism(),
                    JobUnderTest.CHECKPOINT_INTERVAL,
                    List.of("--state-backend", one.backend()));
            for (int round = 0; round <= rounds; round++) {
                long brokerBefore = BrokerThreads.cpuNanos();
                JobUnderTest.Drained drained = job.drainAndCheckpoint(bed, "scale-" + round, events);
                if (round > 0) {
                    speeds.add(drained.drain().eventsPerSecond());
                    micros.add(drained.drain().cpuMicros());
                    brokers.add((BrokerThreads.cpuNanos() - brokerBefore) / 1e3 / events);
                    checkpoint = drained.checkpoint();
                }
            }
        }
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("case", one.name());
        run.put("group", one.group());
        run.put("columns", one.columns());
        run.put("clusters", one.clusters());
        run.put("keys", one.keys());
        run.put("keysSeen", new SyntheticEvents(workload).differentKeys(events));
        run.put("history", one.history());
        run.put("backend", one.backend());
        run.put("parallelism", one.parallelism());
        run.put("events", events);
        run.put("rounds", rounds);
        run.put("eventsPerSecond", Rounds.of(speeds).json());
        run.put("cpuMicros", Rounds.of(micros).json());
        run.put("brokerMicros", Rounds.of(brokers).json());
        run.put("checkpointBytes", checkpoint.bytes());
        run.put("checkpointMillis", checkpoint.millis());
        watch.ended().addTo(run);
        log.append(run);
    }
}
