package dev.riffle.benchmarks.clustering;

import dev.riffle.console.images.LabelledFiles;
import dev.riffle.console.images.LabelledRows;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A set of labelled images that papers report on. */
public enum ImageSet {
    MNIST("MNIST", "mnist", 70_000, 1),
    FASHION("Fashion-MNIST", "fashion", 70_000, 1),
    USPS("USPS", "usps.csv.gz", 9_298, 5);

    private final String title;
    private final String file;
    private final int rows;
    private final int seeds;

    ImageSet(String title, String file, int rows, int seeds) {
        this.title = title;
        this.file = file;
        this.rows = rows;
        this.seeds = seeds;
    }

    String title() {
        return title;
    }

    /** Rows of the whole set. */
    public int rows() {
        return rows;
    }

    /** How many seeds its cells are to have at least: the small set is cheap. */
    int seeds() {
        return seeds;
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
