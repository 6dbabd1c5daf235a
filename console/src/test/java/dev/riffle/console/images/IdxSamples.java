package dev.riffle.console.images;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes small files of images and labels. */
public final class IdxSamples {
    private IdxSamples() {}

    /** A file of images whose header is as given, whatever follows. */
    public static Path images(Path file, int magic, int count, int height, int width, byte[] pixels) {
        return write(file, pixels, magic, count, height, width);
    }

    public static Path labels(Path file, int magic, int count, byte[] labels) {
        return write(file, labels, magic, count);
    }

    /** Images of 4 pixels in two classes: dark on the left or dark on the right, with their labels beside them. */
    public static void twoClasses(Path folder, String prefix, int count, String ending) {
        byte[] pixels = new byte[4 * count];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % 2 == 0 ? 3 : 8);
            for (int p = 0; p < 4; p++) {
                pixels[4 * i + p] = (byte) ((p % 2 == i % 2 ? 250 : 5) - i % 5);
            }
        }
        images(folder.resolve(prefix + "-images-idx3-ubyte" + ending), 0x803, count, 2, 2, pixels);
        labels(folder.resolve(prefix + "-labels-idx1-ubyte" + ending), 0x801, count, labels);
    }

    private static Path write(Path file, byte[] values, int... header) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream packed = file.toString().endsWith(".gz") ? new GZIPOutputStream(bytes) : bytes;
                    DataOutputStream out = new DataOutputStream(packed)) {
                for (int value : header) {
                    out.writeInt(value);
                }
                out.write(values);
            }
            return Files.write(file, bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
