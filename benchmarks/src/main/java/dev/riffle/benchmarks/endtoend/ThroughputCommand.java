package dev.riffle.benchmarks.endtoend;

import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.JsonReportOptions;
import dev.riffle.benchmarks.runs.ResultFiles;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle bench throughput}: the scoring job beside jobs that pass events on. */
@Command(
        name = "throughput",
        mixinStandardHelpOptions = true,
        description = {
            "The scoring job beside jobs that only pass events on: same source, codec, sink, parallelism and broker,"
                    + " in turn, round by round, all in this process.",
            "Writes benchmarks/results/throughput.md."
        })
public final class ThroughputCommand implements Callable<Integer> {
    private static final int SLOTS = 2;
    private static final int KEYS = 10_000;
    private static final int DECODED = 400_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--formats",
            split = ",",
            paramLabel = "F",
            defaultValue = "avro,json",
            description = "avro, json. Default: ${DEFAULT-VALUE}.")
    private List<RecordFormat> formats;

    @Option(
            names = "--deliveries",
            split = ",",
            paramLabel = "D",
            converter = OptionConverters.Deliveries.class,
            defaultValue = "at-least-once,exactly-once",
            description = "at-least-once, exactly-once. Default: ${DEFAULT-VALUE}.")
    private List<Delivery> deliveries;

    @Option(names = "--rounds", defaultValue = "5", description = "Rounds that count. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--warm-up-rounds",
            defaultValue = "6",
            description = "Rounds ahead of them, for the just-in-time compiler. Default: ${DEFAULT-VALUE}.")
    private int warmUpRounds;

    @Option(
            names = "--events",
            defaultValue = "600000",
            description = "Events that each job works off in a round. Default: ${DEFAULT-VALUE}.")
    private long events;

    @Option(
            names = "--recipe",
            converter = OptionConverters.Recipes.class,
            defaultValue = "one-network",
            description = "one-network or default: what the model is made of. Default: ${DEFAULT-VALUE}.")
    private Models.Recipe recipe;

    @Option(names = "--render", description = "Write the table anew from what was measured, and measure nothing.")
    private boolean render;

    @Mixin
    private JobSizeOptions size;

    @Mixin
    private JsonReportOptions report;

    /** A job that takes its turn. */
    private record Contender(String name, Workload workload, Optional<PassThrough> passThrough) {}

    @Override
    public Integer call() throws Exception {
        if (rounds < 1 || warmUpRounds < 0 || events < 1_000 || size.parallelism() < 1 || size.parallelism() > SLOTS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "found %,d rounds, %,d events and parallelism %d; expected at least 1, at least 1,000, and 1 or 2"
                            .formatted(rounds, events, size.parallelism()));
        }
        RunLog log = new RunLog(ResultFiles.sibling(report.table(), "-runs.jsonl"));
        if (!render) {
            measure(log);
        }
        ThroughputTable table = ThroughputTable.of(log.runs());
        table.report(ResultFiles.notes(report.table())).write(report.table());
        report.print(report.table(), table::toJson);
        return ExitCode.OK;
    }

    private void measure(RunLog log) throws Exception {
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        String session = Clock.systemUTC().instant().toString();
        try (TestBed bed = TestBed.start(size.parallelism())) {
            for (RecordFormat format : formats) {
                List<Contender> contenders = prepare(bed, format, status);
                for (Delivery delivery : deliveries) {
                    for (int round = 1 - warmUpRounds; round <= rounds; round++) {
                        for (Contender contender : contenders) {
                            Circumstances.Watch watch = Circumstances.watch(Clock.systemUTC());
                            Drain drain =
                                    drain(bed, contender, delivery, "%s-%d-%s".formatted(session, round, delivery));
                            status.note("%s, %s, round %d of %d: %s %,.0f events/s, %.2f us of processor time"
                                    .formatted(
                                            contender.workload().formatName(),
                                            delivery,
                                            round,
                                            rounds,
                                            contender.name(),
                                            drain.eventsPerSecond(),
                                            drain.cpuMicros()));
                            if (round > 0) {
                                log.append(run(session, contender, delivery, round, drain, watch.ended()));
                            }
                        }
                    }
                }
            }
        }
        if (formats.contains(RecordFormat.JSON)) {
            Circumstances.Watch watch = Circumstances.watch(Clock.systemUTC());
            JsonDecoding decoding = JsonDecoding.measure(size.columns(), rounds, (int) Math.min(DECODED, events));
            Map<String, Object> run = new LinkedHashMap<>();
            run.put("session", session);
            run.put("contender", ThroughputTable.DECODING);
            run.put("columns", size.columns());
            run.put("straightNanos", decoding.straight().json());
            run.put("mapNanos", decoding.byMap().json());
            run.put("ratio", decoding.ratio().json());
            watch.ended().addTo(run);
            log.append(run);
        }
        status.clear();
    }

    private List<Contender> prepare(TestBed bed, RecordFormat format, StatusLine status) throws Exception {
        List<Contender> contenders = new ArrayList<>();
        for (boolean history : new boolean[] {false, true}) {
            Workload workload = new Workload(format, size.columns(), history, KEYS);
            status.note("%s%s: training, writing %,d events"
                    .formatted(workload.formatName(), history ? " with history" : "", events));
            Topics topics = bed.topics(workload.topicPrefix());
            Models.publish(
                    bed.bootstrap(),
                    topics,
                    Models.train(workload, recipe, size.clusters(), 1, Optional.empty()),
                    Optional.empty());
            bed.fill(topics.events().name(), workload, events);
            if (history) {
                contenders.add(new Contender(ThroughputTable.FULL_HISTORY, workload, Optional.empty()));
            } else {
                contenders.add(new Contender(ThroughputTable.ECHO, workload, Optional.of(PassThrough.ECHO)));
                contenders.add(new Contender(ThroughputTable.ANSWER, workload, Optional.of(PassThrough.ANSWER)));
                contenders.add(new Contender(ThroughputTable.FULL, workload, Optional.empty()));
            }
        }
        return contenders;
    }

    private Drain drain(TestBed bed, Contender contender, Delivery delivery, String turn) throws Exception {
        JobUnderTest job = new JobUnderTest(
                contender.workload(),
                contender.passThrough(),
                delivery,
                size.parallelism(),
                JobUnderTest.CHECKPOINT_INTERVAL,
                List.of());
        return job.drain(bed, turn.replaceAll("[^a-zA-Z0-9-]", "-"), events);
    }

    private Map<String, Object> run(
            String session,
            Contender contender,
            Delivery delivery,
            int round,
            Drain drain,
            Circumstances circumstances) {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("session", session);
        run.put("format", contender.workload().formatName());
        run.put("delivery", delivery == Delivery.EXACTLY_ONCE ? "exactly-once" : "at-least-once");
        run.put("contender", contender.name());
        run.put("round", round);
        run.put("eventsPerSecond", drain.eventsPerSecond());
        run.put("cpuMicros", drain.cpuMicros());
        run.put("events", events);
        run.put("columns", size.columns());
        run.put("clusters", size.clusters());
        run.put("recipe", recipe.title());
        run.put("parallelism", size.parallelism());
        run.put("checkpointMillis", JobUnderTest.CHECKPOINT_INTERVAL.toMillis());
        circumstances.addTo(run);
        return run;
    }
}
