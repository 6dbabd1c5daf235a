package dev.riffle.detector.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The pipelines that come with Riffle, and how a name or path leads to one. */
final class ReadyPipelines {
    static final List<String> NAMES =
            List.of("transactions", "sensors", "handbook-transactions", "handbook-verdicts", "smd");

    private ReadyPipelines() {}

    static Pipeline read(String name) {
        if (!NAMES.contains(name)) {
            throw new InvalidPipelineException("No ready pipeline is called '" + name + "', expected one of "
                    + String.join(", ", NAMES) + "." + Suggestion.forName(name, NAMES));
        }
        String resource = "/dev/riffle/detector/pipelines/" + name + ".yaml";
        try (InputStream in = ReadyPipelines.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + resource + " is missing from this build");
            }
            return Pipeline.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), name + ".yaml");
        } catch (IOException e) {
            throw new InvalidPipelineException("The ready pipeline '" + name + "' cannot be read: " + e, e);
        }
    }

    static Pipeline load(String pathOrName) {
        Path file = path(pathOrName);
        if (file != null && Files.isRegularFile(file)) {
            try {
                return Pipeline.parse(Files.readString(file), pathOrName);
            } catch (CharacterCodingException e) {
                throw new InvalidPipelineException(pathOrName + ": not text in UTF-8.", e);
            } catch (IOException e) {
                throw new InvalidPipelineException(pathOrName + ": cannot be read: " + e, e);
            }
        }
        if (NAMES.contains(pathOrName)) {
            return read(pathOrName);
        }
        throw new InvalidPipelineException("Found neither a file nor a ready pipeline called '" + pathOrName
                + "', expected a pipeline file or one of " + String.join(", ", NAMES) + "."
                + Suggestion.forName(pathOrName, NAMES));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
