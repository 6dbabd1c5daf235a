package dev.riffle.console.images;

import dev.riffle.console.tables.InvalidTableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Labelled rows by what people name: a table, or the beginning of the names of image files. */
public final class LabelledFiles {
    private LabelledFiles() {}

    /**
     * Reads rows.
     *
     * @param data a table, or a prefix of image files; one image file's own name is such a prefix
     * @param label column of a table's classes
     * @param excluded columns of a table that are left out
     * @throws InvalidTableException if there is nothing of that name or it cannot be used; names file, row and column
     */
    public static LabelledRows read(Path data, String label, List<String> excluded) {
        List<Path> images = ImageFiles.of(data);
        boolean table = Files.isRegularFile(data) && !images.contains(data.toAbsolutePath());
        if (table) {
            return LabelledTable.read(data, label, excluded);
        }
        if (images.isEmpty()) {
            throw InvalidTableException.inFile(
                    data,
                    "is neither a file nor the beginning of one named %s*-images-idx3-ubyte or %s*-images-idx3-ubyte.gz."
                            .formatted(data.getFileName(), data.getFileName()));
        }
        return ImageFiles.read(images);
    }
}
