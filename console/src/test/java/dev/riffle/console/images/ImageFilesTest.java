package dev.riffle.console.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.console.tables.InvalidTableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
    @TempDir
    Path folder;

    @Test
    void joinsEveryPairOfAPrefixPlainOrPacked() {
        IdxSamples.twoClasses(folder, "m-train", 6, ".gz");
        IdxSamples.twoClasses(folder, "m-t10k", 4, "");
        IdxSamples.twoClasses(folder, "other", 8, "");

        LabelledRows rows = ImageFiles.read(ImageFiles.of(folder.resolve("m")));

        assertThat(rows.rows()).hasDimensions(10, 4);
        assertThat(rows.labels()).containsExactly(0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
        assertThat(rows.classes()).isEqualTo(2);
        assertThat(rows.rows()[0]).containsExactly(250 / 255f, 5 / 255f, 250 / 255f, 5 / 255f);
    }

    @Test
    void findsNothingWhereThereIsNothing() {
        assertThat(ImageFiles.of(folder.resolve("m"))).isEmpty();
        assertThat(ImageFiles.of(folder.resolve("none/m"))).isEmpty();
    }

    @Test
    void refusesTheWrongMagicNumber() {
        IdxSamples.labels(images(), 0x801, 2, new byte[2]);

        assertRefused("x-images-idx3-ubyte begins with the magic number 0x00000801; 0x00000803");
        assertRefused("(in the header, before row 1)");
    }

    @Test
    void refusesImagesThatAreCutOffAndSaysWhere() {
        IdxSamples.images(images(), 0x803, 3, 2, 2, new byte[9]);

        assertRefused("x-images-idx3-ubyte is cut off: row 3 (of 3 images) ends at column 1 of 4.");
    }

    @Test
    void refusesAHeaderThatIsCutOffAndOneThatAsksForTheImpossible() throws IOException {
        Files.write(images(), new byte[] {0, 0, 8, 3, 0});
        assertRefused("x-images-idx3-ubyte is cut off (after row 0).");

        IdxSamples.images(images(), 0x803, -1, 2, 2, new byte[4]);
        assertRefused("number of images is -1");

        IdxSamples.images(images(), 0x803, 1, 1 << 30, 1 << 30, new byte[4]);
        assertRefused("holds 1 images of 1,073,741,824 x 1,073,741,824 pixels");

        IdxSamples.images(images(), 0x803, 0, 2, 2, new byte[0]);
        assertRefused("holds 0 images");
    }

    @Test
    void refusesAPackedFileThatIsCutOff() throws IOException {
        Path file = folder.resolve("x-images-idx3-ubyte.gz");
        IdxSamples.images(file, 0x803, 100, 2, 2, new byte[400]);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 10));

        assertThatThrownBy(() -> ImageFiles.read(List.of(file)))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("is cut off");
    }

    @Test
    void refusesMoreThanTheHeaderAnnounces() {
        IdxSamples.images(images(), 0x803, 2, 2, 2, new byte[9]);

        assertRefused("goes on after the 2 images that its header announces.");
    }

    @Test
    void refusesImagesWithoutOrWithOtherLabels() {
        IdxSamples.images(images(), 0x803, 2, 2, 2, new byte[8]);
        assertRefused("has no labels: 'x-labels-idx1-ubyte' was expected beside it.");

        Path labels = folder.resolve("x-labels-idx1-ubyte");
        IdxSamples.labels(labels, 0x801, 3, new byte[3]);
        assertRefused("x-labels-idx1-ubyte has 3 labels; 2 were expected, one for each row of x-images-idx3-ubyte.");

        IdxSamples.labels(labels, 0x801, 3, new byte[2]);
        assertRefused("x-labels-idx1-ubyte is cut off: row 3 (of 3 labels) is missing.");

        IdxSamples.labels(labels, 0x803, 2, new byte[2]);
        assertRefused("x-labels-idx1-ubyte begins with the magic number 0x00000803; 0x00000801");
    }

    private Path images() {
        return folder.resolve("x-images-idx3-ubyte");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> ImageFiles.read(List.of(images())))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining(message);
    }
}
