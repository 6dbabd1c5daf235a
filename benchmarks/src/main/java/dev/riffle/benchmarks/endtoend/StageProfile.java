package dev.riffle.benchmarks.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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
record StageProfile(int samples, Map<String, Integer> shares, Map<String, Integer> methods) {
    private static final String SAMPLE = "jdk.ExecutionSample";

    private static final String BROKER = "broker (same process)";
    private static final String ELSE = "Flink's runtime and the rest";

    /** Stages by how their frames begin; the first that fits counts, so what is special stands before what is general. */
    private static final Map<String, String> STAGES = new LinkedHashMap<>();

    static {
        stage("scoring: watch for drift", "dev.riffle.detector.drift.", "dev.riffle.jobs.operators.DriftObserver.");
        stage("scoring: learn", "dev.riffle.detector.StreamingDetector.learn");
        stage(
                "scoring: network",
                "dev.riffle.detector.kernel.VectorStackKernel",
                "dev.riffle.detector.kernel.PlainStack");
        stage("scoring: nearest cluster", "dev.riffle.detector.assignment.");
        stage(
                "scoring: density",
                "dev.riffle.detector.anomaly.DensitySignal",
                "dev.riffle.detector.anomaly.ProjectionSignal");
        stage(
                "scoring: scale, calibrate, judge",
                "dev.riffle.detector.Detector.",
                "dev.riffle.detector.StreamingDetector.judge");
        stage(
                "merge of centroids",
                "dev.riffle.jobs.operators.ClusterRecords.",
                "dev.riffle.jobs.operators.MergeClusters.");
        stage(
                "merge of centroids",
                "dev.riffle.jobs.operators.DecodeControl.",
                "org.apache.flink.formats.avro.typeutils.AvroSerializer.");
        stage("history", "dev.riffle.jobs.operators.RememberedKey.", "dev.riffle.jobs.operators.ExtractHistory.");
        stage("Kafka producer", "org.apache.kafka.clients.producer.");
        stage("write answers", "dev.riffle.jobs.kafka.RecordSerializer.", "dev.riffle.jobs.operators.Assignments.");
        stage("metrics", "dev.riffle.jobs.metrics.");
        stage("read events", "dev.riffle.schemas.codec.", "dev.riffle.detector.pipeline.");
        stage("watermarks", "dev.riffle.jobs.flow.PartitionWatermarks.");
        stage(
                "between operators",
                "dev.riffle.jobs.flow.EventInFlightSerializer.",
                "org.apache.flink.streaming.runtime.io.RecordWriterOutput.",
                "org.apache.flink.streaming.runtime.streamrecord.StreamElementSerializer.",
                "org.apache.flink.runtime.io.network.");
        stage("Kafka consumer", "org.apache.kafka.clients.consumer.", "org.apache.flink.connector.kafka.source.");
    }

    private static void stage(String name, String... beginnings) {
        for (String beginning : beginnings) {
            STAGES.put(beginning, name);
        }
    }

    static StageProfile of(Path recording) throws IOException {
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
                    shares.merge(stage(thread == null ? "" : thread, frames), 1, Integer::sum);
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

    /** @param frames class and method, the innermost first */
    static String stage(String thread, List<String> frames) {
        if (BrokerThreads.isBrokers(thread)) {
            return BROKER;
        }
        if (thread.startsWith("kafka-producer")) {
            return "Kafka producer";
        }
        for (String frame : frames) {
            for (Map.Entry<String, String> stage : STAGES.entrySet()) {
                if (frame.startsWith(stage.getKey())) {
                    return stage.getValue();
                }
            }
        }
        return ELSE;
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
