package dev.riffle.benchmarks.training;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A symmetric autoencoder and the rows of a step.
 *
 * @param encoder columns of the input, then units of the encoder's layers
 */
record Shape(int[] encoder, int batch) {
    /** k-DAE's. */
    static final Shape PUBLISHED = new Shape(new int[] {784, 1024, 256, 10}, 256);

    /** Columns, then units of every layer of encoder and decoder. */
    int[] widths() {
        int layers = encoder.length - 1;
        return IntStream.rangeClosed(0, 2 * layers)
                .map(i -> encoder[Math.min(i, 2 * layers - i)])
                .toArray();
    }

    int inputs() {
        return encoder[0];
    }

    @Override
    public String toString() {
        return IntStream.of(encoder).mapToObj(Integer::toString).collect(Collectors.joining("-"));
    }
}
