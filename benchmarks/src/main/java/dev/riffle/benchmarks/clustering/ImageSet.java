package dev.riffle.benchmarks.clustering;

import dev.riffle.console.images.LabelledFiles;
import dev.riffle.console.images.LabelledRows;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A set of labelled images that papers report on. */
public enum ImageSet {
    MNIST("MNIST", "mnist", 70_000),
    FASHION("Fashion-MNIST", "fashion", 70_000),
    USPS("USPS", "usps.csv.gz", 9_298);

    private final String title;
    private final String file;
    private final int rows;

    ImageSet(String title, String file, int rows) {
        this.title = title;
        this.file = file;
        this.rows = rows;
    }

    String title() {
        return title;
    }

    /** Rows of the whole set. */
    int rows() {
        return rows;
    }

    /** As it stands in files and on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the whole set.
     *
     * @throws dev.riffle.console.tables.InvalidTableException if the folder does not hold it
     */
    public LabelledRows read(Path folder) {
        return LabelledFiles.read(folder.resolve(file), "label", List.of());
    }
}
