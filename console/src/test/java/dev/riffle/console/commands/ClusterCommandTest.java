package dev.riffle.console.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.riffle.console.Riffle;
import dev.riffle.console.images.IdxSamples;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t.csv | Missing required option: '--algorithm=A'",
                "--algorithm kmeans | Missing required parameter: 'DATA'",
                "t.csv --algorithm kmean | unknown algorithm 'kmean'; expected one of kmeans,",
                "t.csv --algorithm kmean | Did you mean 'kmeans'?",
                "t.csv --algorithm kmeans --k many | k is 'many'; a number or 'auto' was expected",
                "t.csv --algorithm kmeans --k 0 | k is 0; at least 1 was expected",
                "t.csv --algorithm kmeans --epochs 0 | epochs are 0; at least 1 was expected",
                "t.csv --algorithm kmeans --limit 0 | limit is 0; at least 1 was expected",
                "t.csv --algorithm kmeans --seed x | Invalid value for option '--seed'",
            })
    void refusesWrongUsageWithTheReason(String arguments, String reason) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(reason);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b\\n1,2 | | t.csv has no column 'label', named as the label; its columns are a, b.",
                "a,label\\n1,2 | --label kind | t.csv has no column 'kind', named as the label; its columns are a, label.",
                "a,label\\n1,2 | --exclude z | t.csv has no column 'z', named as one to exclude",
                "a,label\\n1,x\\ntwo,y | | t.csv, row 2: column 'a' holds 'two'; a finite number was expected.",
                "a,b,label\\n1,2,x\\n3,,y | | t.csv, row 2: column 'b' is empty; a finite number was expected.",
                "a,label\\n1,x\\nNaN,y | | t.csv, row 2: column 'a' holds 'NaN'; a finite number was expected.",
                "a,label\\n1,x\\n2, | | t.csv, row 2: label column 'label' is empty",
                "a,b,label\\n1,7,x\\n2,7,y | | t.csv has the same value in every row, from row 1 to 2, of column b;",
                "label\\nx\\ny | | t.csv has no column but 'label' to cluster by.",
                "a,label | | t.csv has a header and no rows",
                "a,label\\n1,x\\n2,y | --k 3 | k is 3, but",
                "a,label\\n1,x\\n2,y\\n3,z\\n4,w | --k 3 --limit 2 | has 2 rows to cluster; at most as many clusters were",
                "a,label\\n1,x\\n2 | | t.csv, row 2: 1 cells, where the header names 2 columns",
            })
    void failsOnBadTablesWithOneSentence(String table, String options, String message) throws IOException {
        Path file = write("t.csv", table.replace("\\n", "\n"));
        String line = file + " --algorithm kmeans" + (options == null ? "" : " " + options);
        assertThat(run(line.split(" "))).isEqualTo(1);
        assertThat(err.toString()).contains(message).doesNotContain("\tat ", "should not happen");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void saysWhatIsNeitherAFileNorAPrefix() {
        assertThat(run(folder.resolve("none").toString(), "--algorithm", "kmeans"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("none is neither a file nor the beginning of one named none*-images-idx3");
    }

    @Test
    void printsOneJsonObjectAndNothingElse() throws IOException {
        IdxSamples.twoClasses(folder, "m-a", 30, ".gz");
        IdxSamples.twoClasses(folder, "m-b", 10, "");

        assertThat(run(folder.resolve("m").toString(), "--algorithm", "kmeans", "--json"))
                .isZero();

        JsonNode json = new ObjectMapper().readTree(out.toString());
        for (String figure :
                List.of("nmi", "nmiMax", "ari", "acc", "vMeasure", "homogeneity", "completeness", "rand")) {
            assertThat(json.get(figure).asDouble()).as(figure).isGreaterThan(0.999);
        }
        assertThat(json.get("silhouette").asDouble()).isBetween(0.9, 1.0);
        assertThat(json.get("clusters").asInt()).isEqualTo(2);
        assertThat(json.get("rows").asInt()).isEqualTo(40);
        assertThat(json.get("seconds").asDouble()).isPositive();
        assertThat(out.toString().strip().lines()).hasSize(1);
    }

    @Test
    void findsTheNumberOfClustersItself() throws IOException {
        StringBuilder csv = new StringBuilder("x,y,label\n");
        for (int i = 0; i < 90; i++) {
            csv.append("%d,%d,only%n".formatted(i % 3 * 1000 + i, i % 3 * 1000 - i));
        }
        Path file = write("t.csv", csv.toString());

        assertThat(run(file.toString(), "--algorithm", "kmeans", "--k", "auto", "--json"))
                .isZero();

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("k").asInt()).isEqualTo(3);
        assertThat(json.get("kByElbow").asInt()).isEqualTo(3);
        assertThat(json.get("classes").asInt()).isEqualTo(1);
    }

    @Test
    void anAlgorithmThatWantsSeveralClustersPerClassGetsThem() {
        IdxSamples.twoClasses(folder, "m", 40, "");

        assertThat(run(folder.resolve("m").toString(), "--algorithm", "autoencoded-kmeans", "--epochs", "1", "--json"))
                .isZero();
        assertThat(out.toString()).contains("\"k\":20,");
    }

    @Test
    void printsATableForPeople() {
        IdxSamples.twoClasses(folder, "m", 40, "");

        assertThat(run(folder.resolve("m").toString(), "--algorithm", "minibatch-kmeans", "--epochs", "2"))
                .isZero();

        assertThat(out.toString())
                .contains("40 of 4 columns, 2 classes")
                .contains("2 (k = 2), 0 rows are noise")
                .contains("ACC            1.0000")
                .contains("Rand           1.0000")
                .contains("silhouette     0.9");
    }

    @Test
    void aSingleClusterHasNoSilhouette() {
        IdxSamples.twoClasses(folder, "m", 10, "");
        String prefix = folder.resolve("m").toString();

        assertThat(run(prefix, "--algorithm", "kmeans", "--k", "1", "--json")).isZero();
        assertThat(out.toString()).contains("\"silhouette\":null,");

        assertThat(run(prefix, "--algorithm", "kmeans", "--k", "1")).isZero();
        assertThat(out.toString()).contains("silhouette     undefined for fewer than two clusters");
    }

    @Test
    void anImageFilesOwnNameWillDo() {
        IdxSamples.twoClasses(folder, "m-a", 30, "");
        IdxSamples.twoClasses(folder, "m-b", 10, "");

        assertThat(run(folder.resolve("m-b-images-idx3-ubyte").toString(), "--algorithm", "kmeans", "--json"))
                .isZero();
        assertThat(out.toString()).contains("\"rows\":10,");
    }

    @Test
    void failsOnDamagedImagesWithOneSentence() {
        IdxSamples.images(folder.resolve("x-images-idx3-ubyte"), 0x801, 1, 2, 2, new byte[4]);
        assertFails("x", "x-images-idx3-ubyte begins with the magic number 0x00000801; 0x00000803, that of images");

        IdxSamples.images(folder.resolve("y-images-idx3-ubyte"), 0x803, 2, 2, 2, new byte[7]);
        assertFails("y", "y-images-idx3-ubyte is cut off: row 2 (of 2 images) ends at column 3 of 4.");
    }

    private void assertFails(String prefix, String message) {
        assertThat(run(folder.resolve(prefix).toString(), "--algorithm", "kmeans"))
                .isEqualTo(1);
        assertThat(err.toString()).contains(message).doesNotContain("\tat ", "should not happen");
        assertThat(out.toString()).isEmpty();
    }

    private int run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("cluster"));
        command.addAll(List.of(arguments));
        return Riffle.run(new PrintWriter(out, true), new PrintWriter(err, true), command.toArray(String[]::new));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
