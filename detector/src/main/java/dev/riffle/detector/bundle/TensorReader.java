package dev.riffle.detector.bundle;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Hands out a bundle's tensors by name. The tensors fill their section without gap or overlap, so no array is made
 * that is larger than the file.
 */
final class TensorReader {
    private final ByteBuffer section;
    private final Map<String, Manifest.TensorEntry> unread = new HashMap<>();

    /**
     * @param section the tensors' bytes, big-endian, from position 0 to the limit
     * @throws InvalidBundleException if the entries do not tile the section
     */
    TensorReader(List<Manifest.TensorEntry> entries, ByteBuffer section) throws InvalidBundleException {
        this.section = section;
        long end = 0;
        for (Manifest.TensorEntry entry : entries) {
            if (entry.offset() != end) {
                throw new InvalidBundleException("Model bundle's tensor '" + entry.name() + "' starts at byte "
                        + entry.offset() + " of the tensors; expected " + end
                        + ", where the one before it ends");
            }
            long size = size(entry);
            if (size > section.limit() - end) {
                throw new InvalidBundleException("Model bundle's tensor '" + entry.name() + "' of shape "
                        + entry.shape() + " ends at byte " + (end + size) + " of the tensors; expected at most "
                        + section.limit() + ", where the file's tensors end");
            }
            end += size;
            if (unread.put(entry.name(), entry) != null) {
                throw new InvalidBundleException(
                        "Model bundle has two tensors '" + entry.name() + "'; expected each name once");
            }
        }
        if (end != section.limit()) {
            throw new InvalidBundleException("Model bundle's tensors end at byte " + end + "; expected "
                    + section.limit() + ", the size that the file has for them");
        }
    }

    private static long size(Manifest.TensorEntry entry) throws InvalidBundleException {
        long size = entry.type().bytes();
        for (int extent : entry.shape()) {
            if (extent < 0) {
                throw new InvalidBundleException("Model bundle's tensor '" + entry.name() + "' has shape "
                        + entry.shape() + "; expected no negative extent");
            }
            size *= extent;
            if (size > BundleFormat.MAX_BYTES) {
                throw new InvalidBundleException("Model bundle's tensor '" + entry.name() + "' has shape "
                        + entry.shape() + "; expected at most " + BundleFormat.MAX_BYTES + " bytes");
            }
        }
        return size;
    }

    /** True if a tensor of this name is yet to be read. */
    boolean has(String name) {
        return unread.containsKey(name);
    }

    float[] floats(String name, Integer... shape) throws InvalidBundleException {
        ByteBuffer bytes = take(name, TensorType.FLOAT32, List.of(shape));
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        for (int i = 0; i < values.length; i++) {
            requireFinite(name, i, values[i]);
        }
        return values;
    }

    double[] doubles(String name, Integer... shape) throws InvalidBundleException {
        ByteBuffer bytes = take(name, TensorType.FLOAT64, List.of(shape));
        double[] values = new double[bytes.remaining() / Double.BYTES];
        bytes.asDoubleBuffer().get(values);
        for (int i = 0; i < values.length; i++) {
            requireFinite(name, i, values[i]);
        }
        return values;
    }

    long[] longs(String name, Integer... shape) throws InvalidBundleException {
        ByteBuffer bytes = take(name, TensorType.INT64, List.of(shape));
        long[] values = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(values);
        return values;
    }

    /** Extent of a tensor that is yet to be read, for shapes that only the tensors themselves know. */
    int extent(String name, int axis) throws InvalidBundleException {
        List<Integer> shape = find(name).shape();
        if (axis >= shape.size()) {
            throw new InvalidBundleException("Model bundle's tensor '" + name + "' has shape " + shape
                    + "; expected at least " + (axis + 1) + " extents");
        }
        return shape.get(axis);
    }

    /** @throws InvalidBundleException if a tensor was not asked for */
    void requireAllRead() throws InvalidBundleException {
        if (!unread.isEmpty()) {
            throw new InvalidBundleException(
                    "Model bundle has unknown tensors " + new TreeSet<>(unread.keySet()) + "; expected none");
        }
    }

    private Manifest.TensorEntry find(String name) throws InvalidBundleException {
        Manifest.TensorEntry entry = unread.get(name);
        if (entry == null) {
            throw new InvalidBundleException("Model bundle has no tensor '" + name + "'");
        }
        return entry;
    }

    private ByteBuffer take(String name, TensorType type, List<Integer> shape) throws InvalidBundleException {
        Manifest.TensorEntry entry = find(name);
        if (entry.type() != type || !entry.shape().equals(shape)) {
            throw new InvalidBundleException("Model bundle's tensor '" + name + "' is " + entry.type() + " of shape "
                    + entry.shape() + "; expected " + type + " of shape " + shape);
        }
        unread.remove(name);
        return section.slice(Math.toIntExact(entry.offset()), Math.toIntExact(size(entry)));
    }

    private static void requireFinite(String name, int index, double value) throws InvalidBundleException {
        if (!Double.isFinite(value)) {
            throw new InvalidBundleException("Model bundle's tensor '" + name + "' is " + value + " at index " + index
                    + "; expected a finite value");
        }
    }
}
