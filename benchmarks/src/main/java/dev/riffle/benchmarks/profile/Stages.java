package dev.riffle.benchmarks.profile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the stages of something are called, and how their stack traces are told. */
public final class Stages {
    private final String otherwise;
    private final Function<String, Optional<String>> ofThread;
    /** By how frames begin; the first that fits counts, so what is special stands before what is general. */
    private final Map<String, String> ofFrames = new LinkedHashMap<>();

    private final Map<String, String> wholes = new LinkedHashMap<>();

    /**
     * @param otherwise the stage of what belongs to none
     * @param ofThread the stage of all that a thread of this name does, whatever its frames are; else empty
     */
    public Stages(String otherwise, Function<String, Optional<String>> ofThread) {
        this.otherwise = otherwise;
        this.ofThread = ofThread;
    }

    /**
     * Adds a stage that all belongs to that is done on its behalf, whatever other stages' frames are further in.
     *
     * @param beginnings how class and method of its frames begin
     */
    public Stages whole(String name, String... beginnings) {
        for (String beginning : beginnings) {
            wholes.put(beginning, name);
        }
        return this;
    }

    /**
     * Adds a stage, or more beginnings to one.
     *
     * @param beginnings how class and method of its frames begin
     */
    public Stages stage(String name, String... beginnings) {
        for (String beginning : beginnings) {
            ofFrames.put(beginning, name);
        }
        return this;
    }

    /**
     * The stage of the innermost frame that belongs to one.
     *
     * @param frames class and method, the innermost first
     */
    public String of(String thread, List<String> frames) {
        return ofThread.apply(thread)
                .or(() -> innermost(wholes, frames))
                .or(() -> innermost(ofFrames, frames))
                .orElse(otherwise);
    }

    private static Optional<String> innermost(Map<String, String> stages, List<String> frames) {
        for (String frame : frames) {
            for (Map.Entry<String, String> stage : stages.entrySet()) {
                if (frame.startsWith(stage.getKey())) {
                    return Optional.of(stage.getValue());
                }
            }
        }
        return Optional.empty();
    }
}
