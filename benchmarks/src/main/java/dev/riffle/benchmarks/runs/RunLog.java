package dev.riffle.benchmarks.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.console.terminal.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finished runs, one JSON object a line, each on the disk before the next begins. Several processes may append to the
 * same file. A last line without its end, left by a process that was killed, does not count.
 */
public final class RunLog {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path file;

    public RunLog(Path file) {
        this.file = file;
    }

    /**
     * All runs, in the order in which they finished.
     *
     * @throws CommandFailure if a line is no JSON object
     */
    public List<JsonNode> runs() {
        List<JsonNode> runs = new ArrayList<>();
        if (!Files.exists(file)) {
            return runs;
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            boolean torn = i == lines.size() - 1 && !text.endsWith("\n");
            if (!torn && !lines.get(i).isBlank()) {
                runs.add(parse(lines.get(i), i + 1));
            }
        }
        return runs;
    }

    private JsonNode parse(String line, int number) {
        try {
            JsonNode run = MAPPER.readTree(line);
            if (run.isObject()) {
                return run;
            }
            throw new CommandFailure("%s, line %,d: a JSON object was expected.".formatted(file, number));
        } catch (JsonProcessingException e) {
            throw new CommandFailure("%s, line %,d: %s".formatted(file, number, e.getOriginalMessage()), e);
        }
    }

    /** Adds a run and waits until it is on the disk. */
    public void append(Map<String, ?> run) {
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            try (FileChannel channel = FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                long end = endOfLastLine(channel);
                channel.truncate(end);
                channel.position(end);
                ByteBuffer line = StandardCharsets.UTF_8.encode(Json.line(run) + "\n");
                while (line.hasRemaining()) {
                    channel.write(line);
                }
                channel.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Behind the last newline: what follows it is the torn line of a process that was killed. */
    private static long endOfLastLine(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = channel.size(); end > 0; end--) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
        }
        return 0;
    }
}
