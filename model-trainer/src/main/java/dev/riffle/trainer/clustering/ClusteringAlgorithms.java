package dev.riffle.trainer.clustering;

import dev.riffle.detector.pipeline.Suggestion;
import dev.riffle.trainer.clustering.deep.AutoencodedKMeans;
import dev.riffle.trainer.clustering.deep.CommonAutoencoder;
import dev.riffle.trainer.clustering.deep.DeepClusteringNetwork;
import dev.riffle.trainer.clustering.deep.DeepEmbeddedClustering;
import dev.riffle.trainer.clustering.deep.GatedAutoencoders;
import dev.riffle.trainer.clustering.deep.KAutoencoders;
import dev.riffle.trainer.clustering.deep.SoftKAutoencoders;
import dev.riffle.trainer.clustering.manifold.ManifoldClustering;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The algorithms by name, each with the settings of its paper. */
public final class ClusteringAlgorithms {
    /** Small, as codes have few dimensions but images' clusters are loose in them. */
    private static final int LEAST_NEIGHBOURS = 5;

    private static final Map<String, Supplier<ClusteringAlgorithm>> BY_NAME = byName();

    private ClusteringAlgorithms() {}

    private static Map<String, Supplier<ClusteringAlgorithm>> byName() {
        Map<String, Supplier<ClusteringAlgorithm>> algorithms = new LinkedHashMap<>();
        algorithms.put("kmeans", LloydKMeans::new);
        algorithms.put("minibatch-kmeans", MiniBatchKMeans::new);
        algorithms.put("gradient-kmeans", GradientKMeans::new);
        algorithms.put("ae-kmeans", () -> new CodeClustering(AutoencoderCode.shallow(), true, new LloydKMeans()));
        algorithms.put("deep-ae-kmeans", () -> new CodeClustering(AutoencoderCode.deep(), true, new LloydKMeans()));
        algorithms.put("wide-ae-kmeans", () -> new CodeClustering(new CommonAutoencoder(), true, new LloydKMeans()));
        algorithms.put("autoencoded-kmeans", AutoencodedKMeans::new);
        algorithms.put("vae-kmeans", () -> new CodeClustering(new VariationalAutoencoder(), false, new LloydKMeans()));
        algorithms.put("ae-dbscan", () -> density(DensityClustering.Extraction.DBSCAN));
        algorithms.put("ae-optics", () -> density(DensityClustering.Extraction.OPTICS_XI));
        algorithms.put("ae-optics-radius", () -> density(DensityClustering.Extraction.OPTICS_RADIUS));
        algorithms.put("dec", DeepEmbeddedClustering::new);
        algorithms.put("dcn", DeepClusteringNetwork::new);
        algorithms.put("damic", GatedAutoencoders::new);
        algorithms.put("k-dae", KAutoencoders::new);
        algorithms.put("k-dae-soft", SoftKAutoencoders::new);
        algorithms.put("manifold", () -> new CodeClustering(new CommonAutoencoder(), false, new ManifoldClustering()));
        return algorithms;
    }

    private static ClusteringAlgorithm density(DensityClustering.Extraction extraction) {
        return new CodeClustering(AutoencoderCode.deep(), true, new DensityClustering(extraction, LEAST_NEIGHBOURS));
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
