package dev.riffle.console.local;

import dev.riffle.jobs.Delivery;
import dev.riffle.schemas.Topics;
import dev.riffle.trainer.kafka.HistoryStart;
import dev.riffle.trainer.service.RetrainingPolicy;
import dev.riffle.trainer.training.TrainingConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What a local stack is made of.
 *
 * @param directory where broker, checkpoints and temporary files are kept
 * @param kafka the broker to start, or the cluster to work with
 * @param dashboardPort port of Flink's web dashboard; 0 for any free one
 * @param topics the topic catalogue
 * @param pipeline name of a ready pipeline, or path of a pipeline file
 * @param delivery what the job promises about its output topics
 * @param alertBudget alerts that people can attend to, as {@link dev.riffle.detector.anomaly.AlertBudget#parse} reads it
 * @param checkpointInterval time between checkpoints
 * @param parallelism parallel subtasks of the job, above 0
 * @param training how to train
 * @param retraining when to train and on how much
 * @param from where the trainer begins to read features
 */
public record LocalStackOptions(
        Path directory,
        KafkaChoice kafka,
        int dashboardPort,
        Topics topics,
        String pipeline,
        Delivery delivery,
        String alertBudget,
        Duration checkpointInterval,
        int parallelism,
        TrainingConfig training,
        RetrainingPolicy retraining,
        HistoryStart from) {
    public LocalStackOptions {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(kafka, "kafka");
        Objects.requireNonNull(topics, "topics");
        Objects.requireNonNull(pipeline, "pipeline");
        Objects.requireNonNull(delivery, "delivery");
        Objects.requireNonNull(alertBudget, "alertBudget");
        Objects.requireNonNull(checkpointInterval, "checkpointInterval");
        Objects.requireNonNull(training, "training");
        Objects.requireNonNull(retraining, "retraining");
        Objects.requireNonNull(from, "from");
        if (parallelism < 1) {
            throw new IllegalArgumentException("parallelism: found " + parallelism + ", expected at least 1");
        }
    }

    Path kafkaDirectory() {
        return directory.resolve("kafka");
    }

    Path checkpointDirectory() {
        return directory.resolve("checkpoints");
    }

    Path flinkDirectory() {
        return directory.resolve("flink");
    }
}
