package dev.riffle.benchmarks.learning;

import dev.riffle.detector.clustering.OnlineKMeans;
import java.util.Locale;

/** Who learns clusters from a stream. */
enum Contender {
    /** As the job does by default. */
    RIFFLE("Riffle, half-life 10,000") {
        @Override
        StreamClusterer begin(LearningStream stream, int k, long seed) {
            return new RiffleClusters(stream, k, seed, OnlineKMeans.DEFAULT_HALF_LIFE);
        }
    },
    UNDECAYED("Riffle, no decay") {
        @Override
        StreamClusterer begin(LearningStream stream, int k, long seed) {
            return new RiffleClusters(stream, k, seed, Double.POSITIVE_INFINITY);
        }
    },
    QUICK("Riffle, half-life 1,000") {
        @Override
        StreamClusterer begin(LearningStream stream, int k, long seed) {
            return new RiffleClusters(stream, k, seed, 1_000);
        }
    },
    STREAMKM("MOA StreamKM++") {
        @Override
        StreamClusterer begin(LearningStream stream, int k, long seed) {
            return MoaClusterer.streamKm(stream, k, seed);
        }
    },
    CLUSTREAM("MOA CluStream") {
        @Override
        StreamClusterer begin(LearningStream stream, int k, long seed) {
            return MoaClusterer.cluStream(stream, k, seed);
        }
    },
    DENSTREAM("MOA DenStream") {
        @Override
        StreamClusterer begin(LearningStream stream, int k, long seed) {
            return MoaClusterer.denStream(stream, k, seed);
        }
    },
    BLOCKS("Commons Math k-means++ by blocks") {
        @Override
        StreamClusterer begin(LearningStream stream, int k, long seed) {
            return new BlockKMeans(stream, k, seed);
        }
    };

    private final String title;

    Contender(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** As the command line has it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Learns the warm-up, whose cost does not count. */
    abstract StreamClusterer begin(LearningStream stream, int k, long seed);
}
