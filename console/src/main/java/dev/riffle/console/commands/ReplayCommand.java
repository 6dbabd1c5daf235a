package dev.riffle.console.commands;

import dev.riffle.console.kafka.Broker;
import dev.riffle.console.replay.Replay;
import dev.riffle.console.replay.ReplayReport;
import dev.riffle.console.replay.Speed;
import dev.riffle.console.terminal.Json;
import dev.riffle.console.terminal.StatusLine;
import dev.riffle.detector.pipeline.Pipeline;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code riffle replay}: a file into the events topic. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Sends the rows of a file to the events topic as JSON, in the file's order.")
public final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "CSV with a header or JSON lines, plain or gzipped.")
    private Path file;

    @Option(
            names = "--pipeline",
            required = true,
            paramLabel = "P",
            description = "Pipeline file or name of a ready pipeline: it names the key and the event time.")
    private String pipeline;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--speed",
            paramLabel = "max|Nx",
            defaultValue = "max",
            converter = SpeedConverter.class,
            description = "max: as fast as possible; 1x: as the events happened; 100x: a hundred times as fast."
                    + " Default: ${DEFAULT-VALUE}")
    private Speed speed;

    @Option(names = "--limit", paramLabel = "N", description = "Send the first N rows only.")
    private Long limit;

    @Option(
            names = "--exclude",
            paramLabel = "COL",
            split = ",",
            description = "Column that is not sent, such as a label. May be given several times.")
    private Set<String> excluded = new LinkedHashSet<>();

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (limit != null && limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit: found " + limit + ", expected at least 1");
        }
        Pipeline read = Pipeline.load(pipeline);
        Broker broker = kafka.broker();
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        long start = System.nanoTime();
        ReplayReport report = new Replay(file, read, excluded, speed, limit == null ? Long.MAX_VALUE : limit)
                .run(
                        broker,
                        kafka.topics().events(),
                        rows -> status.status(
                                "%,d rows, %,.0f rows/s".formatted(rows, rows * 1e9 / (System.nanoTime() - start))));
        status.clear();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("rows", report.rows());
            map.put("seconds", Math.round(report.seconds() * 1_000) / 1_000.0);
            map.put("rowsPerSecond", Math.round(report.rowsPerSecond()));
            map.put("topic", kafka.topics().events().name());
            out.println(Json.line(map));
        } else {
            out.printf(
                    "%,d rows sent to %s at %s in %.1f s (%,.0f rows/s)%n",
                    report.rows(),
                    kafka.topics().events().name(),
                    broker.bootstrap(),
                    report.seconds(),
                    report.rowsPerSecond());
        }
        return ExitCode.OK;
    }

    static final class SpeedConverter implements ITypeConverter<Speed> {
        @Override
        public Speed convert(String text) {
            try {
                return Speed.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
