package dev.riffle.console.commands;

import dev.riffle.console.tables.InvalidTableException;
import dev.riffle.detector.pipeline.InvalidPipelineException;
import dev.riffle.trainer.training.TrainingFailedException;
import java.io.UncheckedIOException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Input that a command fails on: one sentence on standard error and exit code 1, no stack trace. */
final class FailingInput {
    private FailingInput() {}

    /** Runs a command's work. */
    @FunctionalInterface
    interface Work {
        void run();
    }

    /** @return the exit code */
    static int report(CommandSpec spec, Work work) {
        try {
            work.run();
            return ExitCode.OK;
        } catch (InvalidTableException | InvalidPipelineException | TrainingFailedException | UncheckedIOException e) {
            spec.commandLine().getErr().println("riffle " + spec.name() + ": " + e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }
}
