package dev.riffle.console.backtest;

import dev.riffle.detector.pipeline.InvalidPipelineException;
import dev.riffle.detector.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the pipeline that a plan asks for and holds it against the label. */
final class PipelineChoice {
    private final BacktestPlan plan;

    PipelineChoice(BacktestPlan plan) {
        this.plan = plan;
    }

    Pipeline resolve() {
        return read(plan.pipeline().orElseThrow());
    }

    private Pipeline read(Path file) {
        try {
            return Pipeline.parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new InvalidPipelineException("Pipeline file %s cannot be read: %s".formatted(file, e), e);
        }
    }
}
