package dev.riffle.console.images;

import dev.riffle.console.tables.InvalidTableException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads files in the idx format of MNIST, plain or gzipped: a magic number of two zero bytes, type (0x08: unsigned
 * bytes) and number of dimensions, each dimension as a big-endian int, then the values.
 */
final class IdxFile {
    private static final int IMAGES = 0x00000803;
    private static final int LABELS = 0x00000801;
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int BUFFER = 1 << 16;
    /** More pixels than any image that is clustered has; a header beyond it is damaged. */
    private static final long MOST_PIXELS = 1 << 24;

    private final Path file;

    private IdxFile(Path file) {
        this.file = file;
    }

    /**
     * Reads images.
     *
     * @return {@code [image][pixel]}, each value a byte's over 255
     * @throws InvalidTableException if the file is no whole file of images
     */
    static List<float[]> images(Path file) {
        return new IdxFile(file).readImages();
    }

    /** Reads labels, each 0 to 255; refuses what is no whole file of labels. */
    static int[] labels(Path file) {
        return new IdxFile(file).readLabels();
    }

    private List<float[]> readImages() {
        long read = 0;
        try (DataInputStream in = open()) {
            int count = header(in, IMAGES, "images");
            int height = dimension(in, "rows per image");
            int width = dimension(in, "columns per image");
            long pixels = (long) height * width;
            if (count == 0 || pixels == 0 || pixels > MOST_PIXELS) {
                throw invalid(
                        "holds %,d images of %,d x %,d pixels; at least one of each was expected, and at most %,d pixels."
                                .formatted(count, height, width, MOST_PIXELS));
            }
            List<float[]> images = new ArrayList<>();
            for (; read < count; read++) {
                byte[] bytes = in.readNBytes((int) pixels);
                if (bytes.length < pixels) {
                    throw invalid("is cut off: row %,d (of %,d images) ends at column %,d of %,d."
                            .formatted(read + 1, count, bytes.length, pixels));
                }
                float[] image = new float[bytes.length];
                for (int p = 0; p < image.length; p++) {
                    image[p] = (bytes[p] & 0xff) / 255f;
                }
                images.add(image);
            }
            requireEnd(in, count + " images");
            return images;
        } catch (IOException e) {
            throw unreadable(read, e);
        }
    }

    private int[] readLabels() {
        try (DataInputStream in = open()) {
            int count = header(in, LABELS, "labels");
            byte[] bytes = in.readNBytes(count);
            if (bytes.length < count) {
                throw invalid("is cut off: row %,d (of %,d labels) is missing.".formatted(bytes.length + 1, count));
            }
            requireEnd(in, count + " labels");
            int[] labels = new int[count];
            for (int i = 0; i < count; i++) {
                labels[i] = bytes[i] & 0xff;
            }
            return labels;
        } catch (IOException e) {
            throw unreadable(0, e);
        }
    }

    private DataInputStream open() throws IOException {
        InputStream packed = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            packed.mark(2);
            int magic = packed.read() << 8 | packed.read();
            packed.reset();
            return new DataInputStream(
                    magic == GZIP_MAGIC
                            ? new BufferedInputStream(new GZIPInputStream(packed, BUFFER), BUFFER)
                            : packed);
        } catch (IOException e) {
            packed.close();
            throw e;
        }
    }

    private int header(DataInputStream in, int expected, String what) throws IOException {
        int magic = in.readInt();
        if (magic != expected) {
            throw invalid(
                    "begins with the magic number 0x%08x; 0x%08x, that of %s as unsigned bytes, was expected (in the header, before row 1)."
                            .formatted(magic, expected, what));
        }
        return dimension(in, "number of " + what);
    }

    private int dimension(DataInputStream in, String what) throws IOException {
        int value = in.readInt();
        if (value < 0) {
            throw invalid("says in its header that the %s is %d; at least 0 was expected.".formatted(what, value));
        }
        return value;
    }

    private void requireEnd(DataInputStream in, String after) throws IOException {
        if (in.read() >= 0) {
            throw invalid("goes on after the " + after + " that its header announces.");
        }
    }

    private InvalidTableException invalid(String what) {
        return InvalidTableException.inFile(file, what);
    }

    private InvalidTableException unreadable(long images, IOException e) {
        String reason = e instanceof EOFException
                ? "is cut off"
                : e instanceof ZipException ? "is damaged: " + e.getMessage() : "cannot be read: " + e.getMessage();
        return new InvalidTableException("%s %s (after row %,d).".formatted(file, reason, images), e);
    }
}
