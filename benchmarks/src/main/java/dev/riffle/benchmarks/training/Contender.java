package dev.riffle.benchmarks.training;

/** An implementation of the same autoencoder's training. */
interface Contender {
    /** How it stands in the results. */
    String name();

    /** A network with initial weights of its own, ready to learn. */
    Training start(Shape shape, long seed);

    /** A network that learns, on the calling thread alone. */
    interface Training {
        /** One epoch over rows, a whole number of batches of them. */
        void epoch(float[][] rows);

        /** The squared error of every row's reconstruction; what k-DAE assigns rows by. */
        double[] errors(float[][] rows);
    }
}
