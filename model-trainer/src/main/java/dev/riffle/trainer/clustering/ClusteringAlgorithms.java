package dev.riffle.trainer.clustering;

import dev.riffle.detector.pipeline.Suggestion;
import dev.riffle.trainer.clustering.deep.AutoencodedKMeans;
import dev.riffle.trainer.clustering.deep.DeepClusteringNetwork;
import dev.riffle.trainer.clustering.deep.DeepEmbeddedClustering;
import dev.riffle.trainer.clustering.deep.KAutoencoders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The algorithms by name, each with the settings of its paper. */
public final class ClusteringAlgorithms {
    private static final Map<String, Supplier<ClusteringAlgorithm>> BY_NAME = byName();

    private ClusteringAlgorithms() {}

    private static Map<String, Supplier<ClusteringAlgorithm>> byName() {
        Map<String, Supplier<ClusteringAlgorithm>> algorithms = new LinkedHashMap<>();
        algorithms.put("kmeans", LloydKMeans::new);
        algorithms.put("autoencoded-kmeans", AutoencodedKMeans::new);
        algorithms.put("dec", DeepEmbeddedClustering::new);
        algorithms.put("dcn", DeepClusteringNetwork::new);
        algorithms.put("k-dae", KAutoencoders::new);
        return algorithms;
    }

    /** All names, in the order of the documentation. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /**
     * The algorithm of a name.
     *
     * @throws IllegalArgumentException if there is none; the message says which there are
     */
    public static ClusteringAlgorithm named(String name) {
        Supplier<ClusteringAlgorithm> algorithm = BY_NAME.get(name);
        if (algorithm == null) {
            throw new IllegalArgumentException("unknown algorithm '" + name + "'; expected one of "
                    + String.join(", ", names()) + "." + Suggestion.forName(name, names()));
        }
        return algorithm.get();
    }
}
