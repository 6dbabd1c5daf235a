package dev.riffle.console;

import dev.riffle.console.tables.InvalidTableException;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.detector.bundle.InvalidBundleException;
import dev.riffle.detector.pipeline.InvalidPipelineException;
import dev.riffle.trainer.training.TrainingFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Tells failures that a user can mend, whose message is a sentence for them, from those that are our own mistakes. */
final class Failures {
    private Failures() {}

    static boolean isExpected(Throwable failure) {
        return failure instanceof CommandFailure
                || failure instanceof InvalidPipelineException
                || failure instanceof InvalidTableException
                || failure instanceof InvalidBundleException
                || failure instanceof TrainingFailedException
                || failure instanceof IOException
                || failure instanceof UncheckedIOException
                || failure instanceof InterruptedException;
    }

    static String sentence(Throwable failure) {
        if (failure instanceof InterruptedException) {
            return "Interrupted.";
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
