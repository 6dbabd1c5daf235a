package dev.riffle.console.commands;

import dev.riffle.console.tables.InvalidTableException;
import dev.riffle.detector.pipeline.InvalidPipelineException;
import dev.riffle.trainer.training.TrainingFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Input that a command fails on: one sentence on standard error and exit code 1, no stack trace. */
final class FailingInput {
    private FailingInput() {}

    /** A command's work. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** @return the exit code */
    static int report(CommandSpec spec, Work work) {
        try {
            work.run();
            return ExitCode.OK;
        } catch (InvalidTableException | InvalidPipelineException | TrainingFailedException | UncheckedIOException e) {
            return fail(spec, e.getMessage());
        } catch (IOException e) {
            // Exceptions of java.nio.file have nothing but the path as their message.
            return fail(spec, e.getClass() == IOException.class ? e.getMessage() : e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail(spec, "interrupted");
        }
    }

    private static int fail(CommandSpec spec, String message) {
        spec.commandLine().getErr().println("riffle " + spec.name() + ": " + message);
        return ExitCode.SOFTWARE;
    }
}
