package dev.riffle.trainer.serving;

import dev.riffle.detector.pipeline.Suggestion;
import dev.riffle.trainer.clustering.ClusteringAlgorithms;
import dev.riffle.trainer.training.AutoencoderTrainer;
import dev.riffle.trainer.training.DetectorTrainer;
import dev.riffle.trainer.training.LatentKMeans;
import dev.riffle.trainer.training.TrainingConfig;
import java.util.List;
import java.util.stream.Stream;

/** Trainers by the algorithm that a training configuration names. */
public final class DetectorTrainers {
    private DetectorTrainers() {}

    /** All algorithms that a detector can be made with, the default first. */
    public static List<String> algorithms() {
        return Stream.concat(Stream.of(LatentKMeans.ALGORITHM), ClusteringAlgorithms.names().stream())
                .toList();
    }

    /** @throws IllegalArgumentException if there is no such algorithm; the message says which there are */
    public static void requireKnown(String algorithm) {
        if (!algorithms().contains(algorithm)) {
            throw new IllegalArgumentException("Training setting algorithm is '" + algorithm + "'; expected one of "
                    + String.join(", ", algorithms()) + "." + Suggestion.forName(algorithm, algorithms()));
        }
    }

    /**
     * The trainer that a configuration asks for.
     *
     * @throws IllegalArgumentException if it names an unknown algorithm; the message says which there are
     */
    public static DetectorTrainer of(TrainingConfig config) {
        String algorithm = config.algorithm();
        requireKnown(algorithm);
        return algorithm.equals(LatentKMeans.ALGORITHM)
                ? new AutoencoderTrainer(config)
                : new AutoencoderTrainer(
                        config, new AlgorithmsClusters(algorithm, ClusteringAlgorithms.named(algorithm)));
    }
}
