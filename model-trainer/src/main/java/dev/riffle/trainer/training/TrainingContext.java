package dev.riffle.trainer.training;

import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.pipeline.Pipeline;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;

/**
 * What a training needs to know besides its rows.
 *
 * @param modelVersion version that the model gets, at least 1
 * @param pipeline what computed the rows
 * @param parent the model that the new one replaces, if any; its clusters hand their ids on
 * @param cause why the training takes place, for provenance
 * @param clock says when the training ended
 */
public record TrainingContext(
        long modelVersion,
        Pipeline pipeline,
        Optional<ModelBundle> parent,
        String cause,
        Clock clock,
        Progress progress) {
    public TrainingContext {
        Objects.requireNonNull(pipeline, "pipeline");
        Objects.requireNonNull(parent, "parent");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(progress, "progress");
        if (modelVersion < 1) {
            throw new IllegalArgumentException("Model version is " + modelVersion + "; expected at least 1");
        }
    }

    /** A first model of version 1 without anybody watching. */
    public static TrainingContext first(Pipeline pipeline, Clock clock) {
        return new TrainingContext(1, pipeline, Optional.empty(), "first model", clock, Progress.NONE);
    }
}
