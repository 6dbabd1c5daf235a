package dev.riffle.detector.bundle;

/** Types of a bundle's tensors. The names are part of the format. */
enum TensorType {
    FLOAT32(Float.BYTES),
    FLOAT64(Double.BYTES),
    INT64(Long.BYTES);

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }
}
