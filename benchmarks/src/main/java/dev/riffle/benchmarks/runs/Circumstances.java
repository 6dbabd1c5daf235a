package dev.riffle.benchmarks.runs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Under which circumstances something was measured.
 *
 * @param code commit of the code, with "-changed" where files differed from it
 * @param processor name of the processor
 * @param coreType kernel that OpenBLAS was told to use, "detected" where nobody told it
 * @param threads processors that the JVM could use
 * @param loadAtStart the machine's load average over the minute before, everybody's; negative where it is not known
 * @param loadAtEnd the same over the last minute
 * @param date when it ended, in UTC
 */
public record Circumstances(
        String code,
        String processor,
        String coreType,
        int threads,
        double loadAtStart,
        double loadAtEnd,
        String date) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final String UNKNOWN = "unknown";

    /** A measurement that is going on. */
    public static final class Watch {
        private final Clock clock;
        private final double load = load();

        private Watch(Clock clock) {
            this.clock = clock;
        }

        public Circumstances ended() {
            return new Circumstances(
                    System.getProperty("riffle.code", UNKNOWN),
                    processorName(),
                    System.getenv().getOrDefault("OPENBLAS_CORETYPE", "detected"),
                    Runtime.getRuntime().availableProcessors(),
                    load,
                    load(),
                    clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        }
    }

    /** Begins to watch. */
    public static Watch watch(Clock clock) {
        return new Watch(clock);
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String processorName() {
        if (!Files.isReadable(PROCESSORS)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** For people: commit, processor, load and date. */
    public String sentence() {
        return "commit %s on %s, %d processors, load %.1f to %.1f, %s."
                .formatted(code, processor, threads, loadAtStart, loadAtEnd, date);
    }

    /** Puts them behind a run's own fields. */
    public void addTo(Map<String, Object> run) {
        run.put("code", code);
        run.put("processor", processor);
        run.put("coreType", coreType);
        run.put("threads", threads);
        run.put("loadAtStart", loadAtStart);
        run.put("loadAtEnd", loadAtEnd);
        run.put("date", date);
    }

    /** Reads what {@link #addTo} wrote. */
    public static Circumstances of(JsonNode run) {
        return new Circumstances(
                run.path("code").asText(UNKNOWN),
                run.path("processor").asText(UNKNOWN),
                run.path("coreType").asText(UNKNOWN),
                run.path("threads").asInt(),
                run.path("loadAtStart").asDouble(-1),
                run.path("loadAtEnd").asDouble(-1),
                run.path("date").asText(UNKNOWN));
    }

    /** One line for a table's end. */
    @Override
    public String toString() {
        return "%s, %d threads; load %.1f before, %.1f after; Java %s; commit %s; %s"
                .formatted(processor, threads, loadAtStart, loadAtEnd, Runtime.version(), code, date);
    }
}
