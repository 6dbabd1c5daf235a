package dev.riffle.benchmarks.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the samples of a flight recording fell: the stage of a sample is that of its innermost frame that belongs to one.
 * Only Java code on a processor is sampled, neither the garbage collector nor the compiler.
 *
 * @param samples all that were taken
 * @param shares samples by stage, the most first
 * @param methods samples by the method that was running, the most first
 */
public record StageProfile(int samples, Map<String, Integer> shares, Map<String, Integer> methods) {
    private static final String SAMPLE = "jdk.ExecutionSample";

    /** Reads a recording of {@code jdk.ExecutionSample}. */
    public static StageProfile of(Path recording, Stages stages) throws IOException {
        Map<String, Integer> shares = new HashMap<>();
        Map<String, Integer> methods = new HashMap<>();
        int samples = 0;
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                RecordedStackTrace stack = event.getStackTrace();
                if (event.getEventType().getName().equals(SAMPLE) && stack != null) {
                    List<String> frames =
                            stack.getFrames().stream().map(StageProfile::name).toList();
                    String thread = event.getThread("sampledThread").getJavaName();
                    shares.merge(stages.of(thread == null ? "" : thread, frames), 1, Integer::sum);
                    methods.merge(frames.get(0), 1, Integer::sum);
                    samples++;
                }
            }
        }
        return new StageProfile(samples, sorted(shares), sorted(methods));
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    /** What share of all samples so many are, as in {@code 12.3 %}. */
    public String percent(int count) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * count / samples);
    }

    private static Map<String, Integer> sorted(Map<String, Integer> counts) {
        List<Map.Entry<String, Integer>> entries = new ArrayList<>(counts.entrySet());
        entries.sort(Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Comparator.comparing(Map.Entry::getKey)));
        Map<String, Integer> sorted = new LinkedHashMap<>();
        entries.forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
