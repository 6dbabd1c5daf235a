package dev.riffle.console.commands;

import dev.riffle.trainer.serving.DetectorTrainers;
import dev.riffle.trainer.training.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How to train. */
final class TrainingOptions {
    @Option(
            names = "--config",
            paramLabel = "training.yaml",
            description = "Training settings. Default: each setting's own default.")
    private Optional<Path> config;

    @Option(
            names = "--algorithm",
            paramLabel = "A",
            completionCandidates = AlgorithmNames.class,
            description = "What fits the clusters that events are assigned to: ${COMPLETION-CANDIDATES}."
                    + " Default: the configuration's, autoencoder-kmeans where it names none.")
    private Optional<String> algorithm;

    /** Names for the help text. */
    static final class AlgorithmNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return DetectorTrainers.algorithms().iterator();
        }
    }

    /**
     * @param seed takes the place of the file's
     * @throws IllegalArgumentException if the file cannot be read or a setting is wrong
     */
    TrainingConfig config(long seed) {
        TrainingConfig.Builder chosen = settings().toBuilder().set("seed", Long.toString(seed));
        algorithm.ifPresent(name -> chosen.set("algorithm", name));
        TrainingConfig training = chosen.build();
        requireKnown(training.algorithm());
        return training;
    }

    private void requireKnown(String name) {
        try {
            DetectorTrainers.requireKnown(name);
        } catch (IllegalArgumentException e) {
            boolean fromFile = algorithm.isEmpty() && config.isPresent();
            throw fromFile ? new IllegalArgumentException(config.get() + ": " + e.getMessage(), e) : e;
        }
    }

    private TrainingConfig settings() {
        if (config.isEmpty()) {
            return TrainingConfig.DEFAULTS;
        }
        Path file = config.get();
        try {
            return TrainingConfig.parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new IllegalArgumentException("%s cannot be read: %s".formatted(file, e), e);
        }
    }
}
