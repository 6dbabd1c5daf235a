package dev.riffle.benchmarks.endtoend;

import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.JsonReportOptions;
import dev.riffle.benchmarks.runs.Markdown;
import dev.riffle.benchmarks.runs.Rounds;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.console.terminal.Json;
import dev.riffle.console.terminal.StatusLine;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.jobs.Delivery;
import dev.riffle.schemas.Topics;
import dev.riffle.schemas.codec.RecordFormat;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle bench latency}: from when an event was due to when its answer could be read. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        description = {
            "From when an event was due to when its answer could be read from Kafka, at fixed rates, with checkpoints,"
                    + " steady and around swaps of the model, beside a job that only passes events on.",
            "Writes benchmarks/results/latency.md."
        })
public final class LatencyCommand implements Callable<Integer> {
    private static final int KEYS = 10_000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final double NEAR_SWAP_SECONDS = 0.5;
    private static final String PASS_THROUGH = "pass-through";
    private static final String FULL = "scoring job";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rates",
            split = ",",
            defaultValue = "1000,5000",
            description = "Events per second. Default: ${DEFAULT-VALUE}.")
    private List<Integer> rates;

    @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            description = "Seconds that count, of every run. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up-seconds",
            defaultValue = "5",
            description = "Seconds ahead of them. Default: ${DEFAULT-VALUE}.")
    private int warmUpSeconds;

    @Option(names = "--format", defaultValue = "avro", description = "avro or json. Default: ${DEFAULT-VALUE}.")
    private RecordFormat format;

    @Mixin
    private JobSizeOptions size;

    @Mixin
    private JsonReportOptions report;

    /** Milliseconds by quantile, one of each round. */
    private static final class Quantiles {
        private final List<Double> median = new ArrayList<>();
        private final List<Double> p99 = new ArrayList<>();
        private final List<Double> p999 = new ArrayList<>();

        void add(Histogram micros) {
            median.add(micros.getValueAtPercentile(50) / 1e3);
            p99.add(micros.getValueAtPercentile(99) / 1e3);
            p999.add(micros.getValueAtPercentile(99.9) / 1e3);
        }
    }

    /** All that was measured at one rate. */
    private static final class AtRate {
        private final Quantiles passThrough = new Quantiles();
        private final Quantiles steady = new Quantiles();
        private final Quantiles swapping = new Quantiles();
        private int swaps;
    }

    private TestBed bed;
    private Workload workload;
    private Topics topics;
    private ModelBundle model;
    private long nextNumber;

    @Override
    public Integer call() throws Exception {
        if (rounds < 1 || seconds < 2 || rates.stream().anyMatch(rate -> rate < 1)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "found %,d rounds of %,d s and rates %s; expected at least 1 round, 2 s, and rates of at least 1"
                            .formatted(rounds, seconds, rates));
        }
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        Circumstances.Watch watch = Circumstances.watch(Clock.systemUTC());
        Map<Integer, AtRate> measured = new LinkedHashMap<>();
        try (TestBed started = TestBed.start(size.parallelism())) {
            bed = started;
            workload = new Workload(format, size.columns(), false, KEYS);
            topics = bed.topics(workload.topicPrefix());
            model = Models.train(workload, Models.Recipe.ONE_NETWORK, size.clusters(), 1, Optional.empty());
            Models.publish(bed.bootstrap(), topics, model, Optional.empty());
            for (int round = 0; round <= rounds; round++) {
                for (int rate : rates) {
                    AtRate at = round == 0 ? new AtRate() : measured.computeIfAbsent(rate, any -> new AtRate());
                    run(rate, Optional.of(PassThrough.ANSWER), at);
                    run(rate, Optional.empty(), at);
                    status.note("round %d of %d at %,d/s: p99 %.1f ms, pass-through %.1f ms, around a swap %.1f ms"
                            .formatted(
                                    round,
                                    rounds,
                                    rate,
                                    last(at.steady.p99),
                                    last(at.passThrough.p99),
                                    last(at.swapping.p99)));
                }
            }
        }
        status.clear();
        Circumstances circumstances = watch.ended();
        report.write(report(measured, circumstances));
        report.print(report.table(), () -> toJson(measured, circumstances));
        return ExitCode.OK;
    }

    private void run(int rate, Optional<PassThrough> passThrough, AtRate at) throws Exception {
        int count = rate * (warmUpSeconds + seconds);
        long first = nextNumber;
        nextNumber += count;
        JobUnderTest job = new JobUnderTest(
                workload,
                passThrough,
                Delivery.AT_LEAST_ONCE,
                size.parallelism(),
                JobUnderTest.CHECKPOINT_INTERVAL,
                List.of());
        String group = "latency-" + first + passThrough.map(any -> "-pass").orElse("");
        bed.startAtEnd(group, topics.events().name());
        try (TestBed.Running running = bed.submit(job.graph(bed, group));
                Answers answers = new Answers(bed, topics.assignments().name(), format, first, count);
                Feeder feeder = new Feeder(bed, topics.events().name(), workload, first, count, rate)) {
            if (passThrough.isEmpty()) {
                swapTwice();
            }
            feeder.await();
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (answers.answered() < count) {
                running.requireAlive();
                if (System.nanoTime() > deadline) {
                    throw new CommandFailure(
                            "%,d of %,d events were answered in time.".formatted(answers.answered(), count));
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
            answers.close();
            Answers.Latencies latencies =
                    answers.latencies(feeder, rate * warmUpSeconds, (int) (rate * NEAR_SWAP_SECONDS));
            if (passThrough.isPresent()) {
                at.passThrough.add(latencies.steady());
            } else {
                at.steady.add(latencies.steady());
                at.swapping.add(latencies.swapping());
                at.swaps += latencies.swaps();
            }
        }
    }

    /** A third and two thirds into what counts. */
    private void swapTwice() throws Exception {
        TimeUnit.SECONDS.sleep(warmUpSeconds);
        for (int i = 0; i < 2; i++) {
            TimeUnit.MILLISECONDS.sleep(1_000L * seconds / 3);
            ModelBundle next = model.withVersion(model.modelVersion() + 1, model.modelVersion(), List.of());
            Models.publish(bed.bootstrap(), topics, next, Optional.of(model));
            model = next;
        }
    }

    private static double last(List<Double> values) {
        return values.get(values.size() - 1);
    }

    private static List<Double> ratios(List<Double> above, List<Double> below) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < above.size(); i++) {
            ratios.add(above.get(i) / below.get(i));
        }
        return ratios;
    }

    private String toJson(Map<Integer, AtRate> measured, Circumstances circumstances) {
        Map<String, Object> found = new LinkedHashMap<>();
        measured.forEach((rate, at) -> {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("passThroughP99Millis", Rounds.of(at.passThrough.p99).json());
            figures.put("p99Millis", Rounds.of(at.steady.p99).json());
            figures.put("swapP99Millis", Rounds.of(at.swapping.p99).json());
            figures.put(
                    "p99Ratio",
                    Rounds.of(ratios(at.steady.p99, at.passThrough.p99)).json());
            figures.put(
                    "swapP99Ratio",
                    Rounds.of(ratios(at.swapping.p99, at.steady.p99)).json());
            figures.put("swaps", at.swaps);
            found.put(Integer.toString(rate), figures);
        });
        circumstances.addTo(found);
        return Json.line(found);
    }

    private Markdown report(Map<Integer, AtRate> measured, Circumstances circumstances) {
        List<List<String>> rows = new ArrayList<>();
        measured.forEach((rate, at) -> {
            rows.add(row(rate, PASS_THROUGH, at.passThrough, ""));
            rows.add(row(
                    rate,
                    FULL + ", steady",
                    at.steady,
                    text(ratios(at.steady.p99, at.passThrough.p99), "%.2f") + " of pass-through"));
            rows.add(row(
                    rate,
                    FULL + ", around %d swaps".formatted(at.swaps),
                    at.swapping,
                    text(ratios(at.swapping.p99, at.steady.p99), "%.2f") + " of steady"));
        });
        return new Markdown()
                .heading(1, "Latency")
                .paragraph(String.format(
                        Locale.ROOT,
                        "Written by `riffle bench latency`: milliseconds from when an event was due to when its assignment came out of a consumer, over %d rounds of %d s after %d s of warming up; median (least to most) over rounds. Producer, broker, Flink and consumer share one process. An event that is sent late counts from when it was due. %s, %d numeric features, %d clusters, parallelism %d, at-least-once, checkpoints every %.0f s. Around a swap: the second whose middle is the first answer of the new model. The pass-through job decodes and writes an assignment without a score. Ratios are taken within a round first.",
                        rounds,
                        seconds,
                        warmUpSeconds,
                        workload.formatName(),
                        size.columns(),
                        size.clusters(),
                        size.parallelism(),
                        JobUnderTest.CHECKPOINT_INTERVAL.toMillis() / 1e3))
                .paragraph(String.format(
                        Locale.ROOT,
                        "Commit %s on %s, %d processors, load %.1f to %.1f, %s.",
                        circumstances.code(),
                        circumstances.processor(),
                        circumstances.threads(),
                        circumstances.loadAtStart(),
                        circumstances.loadAtEnd(),
                        circumstances.date()))
                .table(List.of("events/s", "job", "p50", "p99", "p99.9", "p99"), rows);
    }

    private static List<String> row(int rate, String job, Quantiles quantiles, String comparison) {
        return List.of(
                "%,d".formatted(rate),
                job,
                text(quantiles.median, "%.1f"),
                text(quantiles.p99, "%.1f"),
                text(quantiles.p999, "%.1f"),
                comparison);
    }

    private static String text(List<Double> figures, String format) {
        return Rounds.of(figures).text(format);
    }
}
