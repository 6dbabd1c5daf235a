package dev.riffle.benchmarks.endtoend;

import dev.riffle.benchmarks.profile.StageProfile;
import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.Markdown;
import dev.riffle.benchmarks.runs.ReportOptions;
import dev.riffle.console.terminal.StatusLine;
import dev.riffle.jobs.Delivery;
import dev.riffle.schemas.Topics;
import dev.riffle.schemas.codec.RecordFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import jdk.jfr.Recording;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code riffle bench profile}: where the scoring job's processor time goes at full load. */
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        description = {
            "Where the scoring job's processor time goes while it works off a backlog, by a flight recording.",
            "Writes benchmarks/results/profile.md."
        })
public final class ProfileCommand implements Callable<Integer> {
    private static final int KEYS = 10_000;
    private static final int METHODS = 15;
    private static final Duration SAMPLED_EVERY = Duration.ofMillis(10);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--formats",
            split = ",",
            defaultValue = "avro,json",
            description = "avro, json. Default: ${DEFAULT-VALUE}.")
    private List<RecordFormat> formats;

    @Option(
            names = "--events",
            defaultValue = "600000",
            description = "Events of the backlog. Default: ${DEFAULT-VALUE}.")
    private long events;

    @Option(
            names = "--warm-ups",
            defaultValue = "3",
            description = "Times that it is worked off without a recording first. Default: ${DEFAULT-VALUE}.")
    private int warmUps;

    @Option(names = "--history", description = "With six history features.")
    private boolean history;

    @Mixin
    private JobSizeOptions size;

    @Mixin
    private ReportOptions report;

    @Override
    public Integer call() throws Exception {
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        Markdown text = new Markdown()
                .heading(1, "Profile")
                .paragraph(
                        "Written by `riffle bench profile`: samples of the Java code that was running, every %d ms, while the scoring job worked off a backlog after %d warm-ups; %d numeric features%s, %d clusters, parallelism %d, %,d events. A sample belongs to the stage of its innermost frame that has one. Broker and job share the process; neither garbage collection nor compilation is in it."
                                .formatted(
                                        SAMPLED_EVERY.toMillis(),
                                        warmUps,
                                        size.columns(),
                                        history ? " and six of history" : "",
                                        size.clusters(),
                                        size.parallelism(),
                                        events));
        // The first recording of a process instruments classes, and with that throws away what is compiled.
        try (Recording first = new Recording()) {
            first.start();
        }
        try (TestBed bed = TestBed.start(size.parallelism())) {
            for (RecordFormat format : formats) {
                profile(bed, new Workload(format, size.columns(), history, KEYS), text, status);
            }
        }
        status.clear();
        report.write(text);
        report.print(report.table());
        return ExitCode.OK;
    }

    private void profile(TestBed bed, Workload workload, Markdown text, StatusLine status) throws Exception {
        Topics topics = bed.topics(workload.topicPrefix());
        Models.publish(
                bed.bootstrap(),
                topics,
                Models.train(workload, Models.Recipe.ONE_NETWORK, size.clusters(), 1, Optional.empty()),
                Optional.empty());
        bed.fill(topics.events().name(), workload, events);
        JobUnderTest job = new JobUnderTest(
                workload,
                Optional.empty(),
                Delivery.AT_LEAST_ONCE,
                size.parallelism(),
                JobUnderTest.CHECKPOINT_INTERVAL,
                List.of());
        for (int i = 0; i < warmUps; i++) {
            Drain drain = job.drain(bed, "warm-up-" + i, events);
            status.note("%s, warm-up %d: %,.0f events/s".formatted(workload.formatName(), i, drain.eventsPerSecond()));
        }
        Circumstances.Watch watch = Circumstances.watch(Clock.systemUTC());
        Path file = Files.createTempFile("riffle-bench", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(SAMPLED_EVERY);
            recording.start();
            Drain drain = job.drain(bed, "recorded", events);
            recording.stop();
            recording.dump(file);
            add(text, workload, StageProfile.of(file, JobStages.stages()), drain, watch.ended());
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void add(
            Markdown text, Workload workload, StageProfile profile, Drain drain, Circumstances circumstances) {
        List<List<String>> stages = new ArrayList<>();
        profile.shares()
                .forEach((stage, count) -> stages.add(List.of(
                        stage,
                        profile.percent(count),
                        String.format(Locale.ROOT, "%.2f", drain.cpuMicros() * count / profile.samples()))));
        text.heading(2, workload.formatName().equals("avro") ? "Avro" : "JSON")
                .paragraph(String.format(
                        Locale.ROOT,
                        "%,d samples, %,.0f events/s, %.2f µs of processor time per event; the last column shares that out. Commit %s on %s, %d processors, load %.1f to %.1f, %s.",
                        profile.samples(),
                        drain.eventsPerSecond(),
                        drain.cpuMicros(),
                        circumstances.code(),
                        circumstances.processor(),
                        circumstances.threads(),
                        circumstances.loadAtStart(),
                        circumstances.loadAtEnd(),
                        circumstances.date()))
                .table(List.of("stage", "share", "µs per event"), stages)
                .paragraph("Methods that were running most often:")
                .table(
                        List.of("method", "share"),
                        profile.methods().entrySet().stream()
                                .limit(METHODS)
                                .map(entry -> List.of("`" + entry.getKey() + "`", profile.percent(entry.getValue())))
                                .toList());
    }
}
