package dev.riffle.console.images;

import dev.riffle.console.tables.InvalidTableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The files of images and labels that begin with a prefix, joined in the order of their names. */
public final class ImageFiles {
    private static final String IMAGES = "-images-idx3-ubyte";
    private static final String LABELS = "-labels-idx1-ubyte";

    private ImageFiles() {}

    /**
     * The files of images of a prefix: every PREFIX*-images-idx3-ubyte, plain or .gz.
     *
     * @return in the order of their names; none if there is none
     */
    public static List<Path> of(Path prefix) {
        Path folder = prefix.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        String start = prefix.getFileName().toString();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> isImages(file.getFileName().toString(), start)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be listed: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static boolean isImages(String name, String start) {
        return name.startsWith(start) && (name.endsWith(IMAGES) || name.endsWith(IMAGES + ".gz"));
    }

    /**
     * Reads and joins files.
     *
     * @param files of images, at least one; the labels lie beside each
     * @throws InvalidTableException if a file is damaged, labels are missing, or numbers or sizes disagree
     */
    public static LabelledRows read(List<Path> files) {
        List<float[]> rows = new ArrayList<>();
        List<int[]> labels = new ArrayList<>();
        for (Path file : files) {
            List<float[]> images = IdxFile.images(file);
            Path labelFile = labelsOf(file);
            int[] of = IdxFile.labels(labelFile);
            if (of.length != images.size()) {
                throw InvalidTableException.inFile(
                        labelFile,
                        "has %,d labels; %,d were expected, one for each row of %s."
                                .formatted(of.length, images.size(), file.getFileName()));
            }
            if (!rows.isEmpty() && rows.get(0).length != images.get(0).length) {
                throw InvalidTableException.inFile(
                        file,
                        "has images of %,d pixels; %,d were expected, as in %s."
                                .formatted(images.get(0).length, rows.get(0).length, files.get(0).getFileName()));
            }
            rows.addAll(images);
            labels.add(of);
        }
        int[] all = labels.stream().flatMapToInt(Arrays::stream).toArray();
        int[] classes = Arrays.stream(all).distinct().sorted().toArray();
        return new LabelledRows(
                rows.toArray(float[][]::new),
                Arrays.stream(all).map(label -> Arrays.binarySearch(classes, label)).toArray(),
                classes.length);
    }

    private static Path labelsOf(Path images) {
        String name = images.getFileName().toString().replace(IMAGES, LABELS);
        Path same = images.resolveSibling(name);
        Path other = images.resolveSibling(name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name + ".gz");
        if (Files.exists(same)) {
            return same;
        }
        if (Files.exists(other)) {
            return other;
        }
        throw InvalidTableException.inFile(images, "has no labels: '%s' was expected beside it.".formatted(name));
    }
}
