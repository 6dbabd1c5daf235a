package dev.riffle.detector.bundle;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects a bundle's tensors, one directly after the other, in the order in which they are added. */
final class TensorWriter {
    private final List<Manifest.TensorEntry> entries = new ArrayList<>();
    private final List<Consumer<ByteBuffer>> contents = new ArrayList<>();
    private long size;

    void add(String name, float[] values, Integer... shape) {
        add(name, TensorType.FLOAT32, values.length, shape, target -> {
            for (float value : values) {
                target.putFloat(value);
            }
        });
    }

    void add(String name, double[] values, Integer... shape) {
        add(name, TensorType.FLOAT64, values.length, shape, target -> {
            for (double value : values) {
                target.putDouble(value);
            }
        });
    }

    void add(String name, long[] values, Integer... shape) {
        add(name, TensorType.INT64, values.length, shape, target -> {
            for (long value : values) {
                target.putLong(value);
            }
        });
    }

    private void add(String name, TensorType type, int values, Integer[] shape, Consumer<ByteBuffer> content) {
        entries.add(new Manifest.TensorEntry(name, type, List.of(shape), size));
        contents.add(content);
        size += (long) values * type.bytes();
    }

    List<Manifest.TensorEntry> entries() {
        return List.copyOf(entries);
    }

    /** Bytes of all tensors. */
    long size() {
        return size;
    }

    void writeTo(ByteBuffer target) {
        contents.forEach(content -> content.accept(target));
    }
}
