package dev.riffle.benchmarks.learning;

/** Learns clusters from a stream's rows after the warm-up, one after the other, on one thread. */
interface StreamClusterer {
    /** @param row index into the stream's rows */
    void learn(int row);

    /** The centres after the last row; fewer than were asked for where that is all that there is. */
    double[][] centres();
}
