package dev.riffle.benchmarks.clustering;

import java.util.OptionalInt;

/**
 * One run that a table asks for.
 *
 * @param algorithm by its name on the command line
 * @param k clusters; empty for the algorithm's own number
 * @param epochs empty for the algorithm's own number
 */
record Cell(String algorithm, ImageSet set, long seed, OptionalInt k, OptionalInt epochs) {

    /** The same for another seed: what is averaged over. */
    record Group(String algorithm, ImageSet set, OptionalInt k, OptionalInt epochs) {
        Cell seed(long seed) {
            return new Cell(algorithm, set, seed, k, epochs);
        }

        /** With the algorithm's own settings, as a paper's table means it. */
        static Group published(String algorithm, ImageSet set, OptionalInt k) {
            return new Group(algorithm, set, k, OptionalInt.empty());
        }
    }

    Group group() {
        return new Group(algorithm, set, k, epochs);
    }

    @Override
    public String toString() {
        return "%s on %s%s%s, seed %d"
                .formatted(
                        algorithm,
                        set.title(),
                        k.isPresent() ? ", k = " + k.getAsInt() : "",
                        epochs.isPresent() ? ", epochs = " + epochs.getAsInt() : "",
                        seed);
    }
}
