package dev.riffle.benchmarks.endtoend;

import dev.riffle.benchmarks.profile.Stages;
import java.util.Optional;

/** The stages of the scoring job, broker and clients included. */
final class JobStages {
    private JobStages() {}

    static Stages stages() {
        return new Stages("Flink's runtime and the rest", JobStages::ofThread)
                .stage(
                        "scoring: watch for drift",
                        "dev.riffle.detector.drift.",
                        "dev.riffle.jobs.operators.DriftObserver.")
                .stage("scoring: learn", "dev.riffle.detector.StreamingDetector.learn")
                .stage(
                        "scoring: network",
                        "dev.riffle.detector.kernel.VectorStackKernel",
                        "dev.riffle.detector.kernel.PlainStack")
                .stage("scoring: nearest cluster", "dev.riffle.detector.assignment.")
                .stage(
                        "scoring: density",
                        "dev.riffle.detector.anomaly.DensitySignal",
                        "dev.riffle.detector.anomaly.ProjectionSignal")
                .stage(
                        "scoring: scale, calibrate, judge",
                        "dev.riffle.detector.Detector.",
                        "dev.riffle.detector.StreamingDetector.judge")
                .stage(
                        "merge of centroids",
                        "dev.riffle.jobs.operators.ClusterRecords.",
                        "dev.riffle.jobs.operators.MergeClusters.")
                .stage(
                        "merge of centroids",
                        "dev.riffle.jobs.operators.DecodeControl.",
                        "org.apache.flink.formats.avro.typeutils.AvroSerializer.")
                .stage(
                        "history",
                        "dev.riffle.jobs.operators.RememberedKey.",
                        "dev.riffle.jobs.flow.KeyMemorySerializer.",
                        "dev.riffle.jobs.operators.ExtractHistory.")
                .stage("Kafka producer", "org.apache.kafka.clients.producer.")
                .stage(
                        "write answers",
                        "dev.riffle.jobs.kafka.RecordSerializer.",
                        "dev.riffle.jobs.operators.Assignments.")
                .stage("metrics", "dev.riffle.jobs.metrics.")
                .stage("read events", "dev.riffle.schemas.codec.", "dev.riffle.detector.pipeline.")
                .stage("watermarks", "dev.riffle.jobs.flow.PartitionWatermarks.")
                .stage(
                        "between operators",
                        "dev.riffle.jobs.flow.EventInFlightSerializer.",
                        "org.apache.flink.streaming.runtime.io.RecordWriterOutput.",
                        "org.apache.flink.streaming.runtime.streamrecord.StreamElementSerializer.",
                        "org.apache.flink.runtime.io.network.")
                .stage(
                        "Kafka consumer",
                        "org.apache.kafka.clients.consumer.",
                        "org.apache.flink.connector.kafka.source.");
    }

    private static Optional<String> ofThread(String thread) {
        if (BrokerThreads.isBrokers(thread)) {
            return Optional.of("broker (same process)");
        }
        return thread.startsWith("kafka-producer") ? Optional.of("Kafka producer") : Optional.empty();
    }
}
