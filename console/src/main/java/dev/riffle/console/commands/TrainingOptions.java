package dev.riffle.console.commands;

import dev.riffle.trainer.training.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How to train. */
final class TrainingOptions {
    @Option(
            names = "--config",
            paramLabel = "training.yaml",
            description = "Training settings. Default: each setting's own default.")
    private Optional<Path> config;

    /**
     * @param seed takes the place of the file's
     * @throws IllegalArgumentException if the file cannot be read or a setting is wrong
     */
    TrainingConfig config(long seed) {
        return settings().toBuilder().set("seed", Long.toString(seed)).build();
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
