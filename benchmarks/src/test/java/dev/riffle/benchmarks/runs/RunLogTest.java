package dev.riffle.benchmarks.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.riffle.console.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
    @TempDir
    Path folder;

    private Path file;
    private RunLog log;

    @BeforeEach
    void inAFolderThatDoesNotExistYet() {
        file = folder.resolve("results/x-runs.jsonl");
        log = new RunLog(file);
    }

    @Test
    void keepsRunsInTheOrderInWhichTheyFinished() throws IOException {
        assertThat(log.runs()).isEmpty();

        log.append(Map.of("a", 1));
        log.append(Map.of("a", 2));

        assertThat(log.runs()).extracting(run -> run.get("a").asInt()).containsExactly(1, 2);
        assertThat(Files.readString(file)).isEqualTo("{\"a\":1}\n{\"a\":2}\n");
    }

    @Test
    void aLineThatAKilledProcessLeftHalfDoesNotCountAndMakesRoom() throws IOException {
        log.append(Map.of("a", 1));
        Files.writeString(file, Files.readString(file) + "{\"a\":2");

        assertThat(log.runs()).extracting(JsonNode::size).containsExactly(1);

        log.append(Map.of("a", 3));
        assertThat(log.runs()).extracting(run -> run.get("a").asInt()).containsExactly(1, 3);
    }

    @Test
    void aWholeLineThatIsNoObjectIsNamed() throws IOException {
        log.append(Map.of("a", 1));
        Files.writeString(file, Files.readString(file) + "[1]\n");

        assertThatThrownBy(log::runs)
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("x-runs.jsonl, line 2: a JSON object was expected");

        Files.writeString(file, "oops\n");
        assertThatThrownBy(log::runs).isInstanceOf(CommandFailure.class).hasMessageContaining("line 1");
    }
}
