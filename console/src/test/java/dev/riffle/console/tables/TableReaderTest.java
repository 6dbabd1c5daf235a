package dev.riffle.console.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableReaderTest {
    @TempDir
    Path folder;

    @Test
    void readsHeaderAndCells() throws IOException {
        Path file = write("t.csv", "a,b\n1,x\n2,y\n");
        try (TableReader table = TableReader.open(file)) {
            assertThat(table.columns()).containsExactly("a", "b");
        }
        assertThat(cells(file)).containsExactly(List.of("1", "x"), List.of("2", "y"));
    }

    @Test
    void numbersRowsFromOneWithoutTheHeader() throws IOException {
        assertThat(rows(write("t.csv", "a\n7\n\n8\n"))).extracting(Row::number).containsExactly(1L, 2L);
    }

    @Test
    void readsQuotedSeparatorsQuotesAndLineBreaks() throws IOException {
        Path file = write("t.csv", "a,\"b, the second\"\n\"1,5\",\"say \"\"hi\"\"\"\n\"two\nlines\",x\n");
        try (TableReader table = TableReader.open(file)) {
            assertThat(table.columns()).containsExactly("a", "b, the second");
        }
        assertThat(cells(file)).containsExactly(List.of("1,5", "say \"hi\""), List.of("two\nlines", "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\n1,2\n\n\"two\nlines\",x\n5,6", "{\"a\":1}\n\n{\"b\":2}\n{\"a\":3}\n"})
    void skipsTheRowsThatAreStillUnread(String text) throws IOException {
        Path file = write("t", text);
        try (TableReader table = TableReader.open(file)) {
            assertThat(table.skipAll()).isEqualTo(3);
            assertThat(table.iterator().hasNext()).isFalse();
        }
        try (TableReader table = TableReader.open(file)) {
            table.iterator().next();
            assertThat(table.iterator().hasNext()).isTrue();
            assertThat(table.skipAll()).isEqualTo(2);
        }
    }

    @Test
    void skipsNoRowThatIsWrong() throws IOException {
        try (TableReader table = TableReader.open(write("t.csv", "a,b\n1,2\n3\n"))) {
            assertThatThrownBy(table::skipAll)
                    .isInstanceOf(InvalidTableException.class)
                    .hasMessageContaining("row 2");
        }
    }

    @Test
    void tellsMissingFromEmptyText() throws IOException {
        assertThat(cells(write("t.csv", "a,b,c\n,\"\",x\n"))).containsExactly(Arrays.asList(null, "", "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void recognisesTheSeparator(String separator) throws IOException {
        String text = "a,b,c\n1,2,3\n".replace(",", separator);
        assertThat(cells(write("t.csv", text))).containsExactly(List.of("1", "2", "3"));
    }

    @Test
    void skipsAByteOrderMarkAndTakesCarriageReturns() throws IOException {
        Path file = write("t.csv", "\uFEFFa,b\r\n1,2\r\n");
        try (TableReader table = TableReader.open(file)) {
            assertThat(table.columns()).containsExactly("a", "b");
        }
        assertThat(cells(file)).containsExactly(List.of("1", "2"));
    }

    @Test
    void readsTheLastRowWithoutALineBreakAfterIt() throws IOException {
        assertThat(cells(write("t.csv", "a,b\n1,2\n3,"))).containsExactly(List.of("1", "2"), Arrays.asList("3", null));
    }

    @Test
    void unpacksGzipWhateverItsName() throws IOException {
        byte[] packed = gzip("a\n1\n");
        assertThat(cells(write("t.csv.gz", packed))).containsExactly(List.of("1"));
        assertThat(cells(write("t.csv", packed))).containsExactly(List.of("1"));
    }

    @Test
    void readsJsonLines() throws IOException {
        Path file = write(
                "t.jsonl.gz",
                gzip(
                        "{\"a\":1.50,\"b\":\"x\"}\n\n{\"a\":null,\"b\":true}\n{\"b\":\"z\",\"c\":-12345678901234567890}\n"));
        List<Row> rows = rows(file);
        assertThat(rows)
                .extracting(Row::columns)
                .containsExactly(List.of("a", "b"), List.of("a", "b"), List.of("b", "c"));
        assertThat(rows.get(1).columns()).isSameAs(rows.get(0).columns());
        assertThat(cells(file))
                .containsExactly(
                        List.of("1.50", "x"), Arrays.asList(null, "true"), List.of("z", "-12345678901234567890"));
        assertThat(rows.get(0)).isInstanceOfSatisfying(JsonRow.class, row -> assertThat(row.line())
                .isEqualTo("{\"a\":1.50,\"b\":\"x\"}"));
        try (TableReader table = TableReader.open(file)) {
            assertThat(table.columns()).containsExactly("a", "b");
        }
    }

    @Test
    void readsAHeaderWithoutRows() throws IOException {
        assertThat(cells(write("t.csv", "a,b\n"))).isEmpty();
    }

    @Test
    void readsMoreRowsThanFitIntoItsBuffers() throws IOException {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int i = 0; i < 50_000; i++) {
            text.append(i).append(",\"value ").append(i).append("\"\n");
        }
        List<List<String>> cells = cells(write("t.csv.gz", gzip(text.toString())));
        assertThat(cells).hasSize(50_000);
        assertThat(cells.get(49_999)).containsExactly("49999", "value 49999");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b,c\\n1,2,3\\n4,5 | row 2: 2 cells, where the header names 3 columns; column 'c' has none.",
                "a,b\\n1,2,3 | row 1: 3 cells, where the header names 2 columns.",
                "a,,c\\n1,2,3 | has no name for column 2 in its header.",
                "0,1,0\\n1,2,3 | names column '0' twice in its header (is the header line missing?).",
                "a,b\\n1,\"2\\n3,4 | row 1: not CSV: Missing closing quote",
                "[{\"a\":1}] | begins with '[', a JSON array",
                "{\"a\":1}\\n{\"a\": | row 2: not JSON: Unexpected end-of-input",
                "{\"a\":1}\\n[1] | row 2: not a JSON object.",
                "{\"a\":1}{\"a\":2} | row 1: more than one JSON object on the line.",
                "{\"a\":{\"b\":1}} | row 1: field 'a' holds an object; a flat object was expected.",
                "{\"a\":[1]} | row 1: field 'a' holds an array; a flat object was expected.",
                "{\"a\":1,\"a\":2} | row 1: field 'a' twice in one object.",
                "'' | is empty; a header line or a JSON object was expected.",
                "'\\n \\n' | is empty; a header line or a JSON object was expected.",
            })
    void namesFileRowAndColumnOfWhatIsWrong(String text, String message) throws IOException {
        Path file = write("bad.csv", text.replace("\\n", "\n"));
        assertThatThrownBy(() -> rows(file))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void refusesAMissingFileAndAFolder() {
        assertThatThrownBy(() -> TableReader.open(folder.resolve("none.csv")))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageEndingWith("none.csv does not exist.");
        assertThatThrownBy(() -> TableReader.open(folder))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageEndingWith("is not a readable file.");
    }

    @Test
    void refusesGzipByNameOnly() throws IOException {
        Path file = write("t.csv.gz", "a,b\n1,2\n");
        assertThatThrownBy(() -> TableReader.open(file))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("is named .gz but is not gzip: it starts with the bytes 61 2c");
    }

    @Test
    void refusesGzipThatIsCutOff() throws IOException {
        StringBuilder text = new StringBuilder("a\n");
        for (int i = 0; i < 100_000; i++) {
            text.append(i * 7919L % 100_003).append('\n');
        }
        byte[] packed = gzip(text.toString());
        Path file = write("t.csv.gz", Arrays.copyOf(packed, packed.length / 2));
        assertThatThrownBy(() -> rows(file))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("is cut off: the gzip stream ends early (after row ");
    }

    @Test
    void refusesBinary() throws IOException {
        Path file = write("t.csv", new byte[] {'a', ',', 0, 1});
        assertThatThrownBy(() -> TableReader.open(file))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("is binary: byte 3 is zero");
    }

    @Test
    void refusesTextThatIsNotUtf8() throws IOException {
        Path file = write("t.csv", "name\nMüller\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> rows(file))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("is not UTF-8 text");
    }

    private Path write(String name, String text) throws IOException {
        return write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static List<Row> rows(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (TableReader table = TableReader.open(file)) {
            table.forEach(rows::add);
        }
        return rows;
    }

    private static List<List<String>> cells(Path file) throws IOException {
        return rows(file).stream().map(row -> Arrays.asList(row.cells())).toList();
    }
}
