package dev.riffle.trainer;

import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.trainer.kafka.KafkaConnection;
import dev.riffle.trainer.service.RetrainingPolicy;
import dev.riffle.trainer.serving.DetectorTrainers;
import dev.riffle.trainer.training.TrainingConfig;
import java.util.Objects;

/**
 * What the trainer service needs to know.
 *
 * @param connection the Kafka cluster, topics and further client properties
 * @param pipeline what computes the rows; rows of another pipeline are left out
 * @param training how to train
 * @param policy when to train and on how much
 */
public record TrainerServiceOptions(
        KafkaConnection connection, Pipeline pipeline, TrainingConfig training, RetrainingPolicy policy) {
    /** @throws IllegalArgumentException if the training names an unknown algorithm */
    public TrainerServiceOptions {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(pipeline, "pipeline");
        DetectorTrainers.requireKnown(training.algorithm());
        Objects.requireNonNull(policy, "policy");
    }
}
