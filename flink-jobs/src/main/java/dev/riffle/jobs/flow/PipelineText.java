package dev.riffle.jobs.flow;

import dev.riffle.detector.pipeline.Pipeline;
import java.io.Serializable;
import java.util.Objects;

/**
 * A pipeline file on its way to the task managers. Operators parse it when they open, so that nothing of the detector
 * has to be Java-serialisable.
 *
 * @param yaml the file's text
 * @param origin where it comes from, for error messages
 */
public record PipelineText(String yaml, String origin) implements Serializable {
    public PipelineText {
        Objects.requireNonNull(yaml, "yaml");
        Objects.requireNonNull(origin, "origin");
    }

    /**
     * The pipeline that the text describes.
     *
     * @throws dev.riffle.detector.pipeline.InvalidPipelineException for anything that is wrong with it
     */
    public Pipeline parse() {
        return Pipeline.parse(yaml, origin);
    }
}
