package dev.riffle.console.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.console.tables.InvalidTableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcatenatedTablesTest {
    @TempDir
    Path folder;

    @Test
    void readsOneFileAfterTheOther() throws IOException {
        List<Path> files =
                List.of(write("b.csv", "x,y\n1,2\n3,4\n"), write("empty.csv", "x,y\n"), write("a.csv", "x,y\n5,6\n"));
        List<FileRow> rows = new ArrayList<>();
        try (ConcatenatedTables tables = new ConcatenatedTables(files)) {
            assertThat(tables.columns()).containsExactly("x", "y");
            tables.forEachRemaining(rows::add);
        }
        assertThat(rows).extracting(FileRow::index).containsExactly(0L, 1L, 2L);
        assertThat(rows).extracting(row -> row.row().number()).containsExactly(1L, 2L, 1L);
        assertThat(rows).extracting(row -> row.row().cells()[0]).containsExactly("1", "3", "5");
        assertThat(rows.get(2).file()).isEqualTo(files.get(2));
        assertThat(ConcatenatedTables.count(files)).isEqualTo(3);
    }

    @Test
    void refusesFilesWithDifferentHeaders() throws IOException {
        List<Path> files = List.of(write("a.csv", "x,y\n1,2\n"), write("b.csv", "y,x\n1,2\n"));
        assertThatThrownBy(() -> ConcatenatedTables.count(files))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("b.csv has the columns [y, x], where")
                .hasMessageContaining("a.csv has [x, y]");
    }

    @Test
    void takesJsonLinesWithDifferentFields() throws IOException {
        List<Path> files = List.of(write("a.jsonl", "{\"x\":1}\n"), write("b.jsonl", "{\"y\":1}\n"));
        assertThat(ConcatenatedTables.count(files)).isEqualTo(2);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
