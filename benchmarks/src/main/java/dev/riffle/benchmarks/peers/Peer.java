package dev.riffle.benchmarks.peers;

/** Another detector, on one thread. */
interface Peer {
    /** How unusual a row is, larger for more; changes nothing. */
    double score(float[] row);

    /** Learns a row. */
    void learn(float[] row);
}
