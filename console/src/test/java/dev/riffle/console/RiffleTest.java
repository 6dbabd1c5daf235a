package dev.riffle.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RiffleTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "demo --help",
                "up --help",
                "topics --help",
                "topics create --help",
                "replay --help",
                "simulate --help",
                "backtest --help",
                "cluster --help",
                "trainer --help",
                "models --help",
                "models list --help",
                "models show --help",
                "version --help",
                "version"
            })
    void helpAndVersionGoToStandardOutputWithCode0(String line) {
        assertThat(run(line.split(" "))).isZero();
        assertThat(out.toString()).isNotBlank();
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                  | Missing command",
                "gold                                | gold",
                "topics                              | Missing command: create",
                "models                              | Missing command: list, show, diff, promote or rollback",
                "demo --duration 5                   | found '5', expected a duration above 0 such as 500ms",
                "demo --duration 0s                  | found '0s', expected a duration above 0",
                "demo --scenario weather             | weather",
                "demo --rate 0                       | --rate: found 0.0, expected 1 to 1,000,000",
                "demo --budget much                  | much",
                "demo --delivery perhaps             | found 'perhaps', expected at-least-once or exactly-once",
                "simulate --events 0                 | --events: found 0, expected at least 1",
                "demo --seed one                     | one",
                "replay                              | FILE",
                "replay x.csv                        | --pipeline",
                "replay x.csv --pipeline transactions --speed fast | found 'fast', expected max, or a factor",
                "replay x.csv --pipeline transactions --limit 0    | --limit: found 0, expected at least 1",
                "topics create --partitions 0        | partitions must be at least 1, found 0",
                "topics create --prefix a/b          | topic prefix may hold letters",
                "trainer                             | --pipeline",
                "trainer --pipeline transactions --every never     | found 'never', expected a duration",
                "up --parallelism 0                  | parallelism: found 0, expected at least 1",
                "up --minimum-rows 0                 | expected at least 1",
                "up --kafka-config tls.properties    | name your cluster with --bootstrap HOST:PORT",
                "up -K client.rack=a                 | name your cluster with --bootstrap HOST:PORT",
                "demo --kafka-config tls.properties  | 'demo' works with a broker of its own",
                "demo --bootstrap b:9093             | 'demo' works with a broker of its own",
                "models show newest                  | newest"
            })
    void wrongUsageSaysWhyOnStandardErrorWithCode2(String line, String reason) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains(reason).contains("--help").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replay missing.csv --pipeline transactions     | missing.csv",
                "replay missing.csv --pipeline transaction      | Found neither a file nor a ready pipeline called",
                "up --pipeline nowhere.yaml --dir DIR           | Found neither a file nor a ready pipeline called",
                "up --bootstrap b:9093 --kafka-config DIR/none  | --kafka-config: cannot read",
                "up --port 70000 --kafka-port 0 --dir DIR       | --port: found 70000, expected a port in [0, 65535]",
            })
    void whatCannotBeDoneIsOneSentenceOnStandardErrorWithCode1(String line, String reason, @TempDir Path directory) {
        assertThat(run(line.replace("DIR", directory.toString()).split(" "))).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains(reason).doesNotContain("\tat ").doesNotContain("should not happen");
        assertThat(err.toString().strip().lines()).hasSize(1);
    }

    @Test
    void stackTracesAreShownOnRequest() {
        assertThat(run("replay", "missing.csv", "--pipeline", "transactions", "--verbose"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("\tat dev.riffle.");
    }

    @Test
    void aReplayRefusesAFileWithoutTheColumnsThatThePipelineReads(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("few.csv"), "transactionId,amount\n1,2\n", UTF_8);

        assertThat(run("replay", file.toString(), "--pipeline", "transactions", "--bootstrap", "localhost:1"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("The pipeline 'transactions' reads 'customerId', 'terminalId', 'time', which ")
                .contains("it has transactionId, amount.");
    }

    @Test
    void aReplayRefusesToExcludeAColumnThatIsNotThere(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(
                directory.resolve("rows.csv"), "transactionId,customerId,terminalId,time,amount\n1,2,3,4,5\n", UTF_8);

        assertThat(run("replay", file.toString(), "--pipeline", "transactions", "--exclude", "label"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("--exclude: ").contains("has no column 'label'");
    }

    @Test
    void anUnreachableBrokerIsNamedWithinTenSeconds() {
        long start = System.nanoTime();

        assertThat(run("models", "list", "--bootstrap", "localhost:1")).isEqualTo(1);

        assertThat(err.toString())
                .contains("No Kafka broker answers at localhost:1")
                .doesNotContain("\tat ");
        assertThat(err.toString().strip().lines()).hasSize(1);
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(15);
    }

    private int run(String... args) {
        return Riffle.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
