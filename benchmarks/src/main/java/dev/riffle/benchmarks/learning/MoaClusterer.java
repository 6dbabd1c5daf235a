package dev.riffle.benchmarks.learning;

import com.github.javacliparser.FloatOption;
import com.yahoo.labs.samoa.instances.Instance;
import dev.riffle.benchmarks.peers.MoaRows;
import dev.riffle.detector.clustering.KMeans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import moa.cluster.Cluster;
import moa.cluster.Clustering;
import moa.clusterers.AbstractClusterer;
import moa.clusterers.clustream.WithKmeans;
import moa.clusterers.denstream.WithDBSCAN;
import moa.clusterers.streamkm.StreamKM;

/** One of MOA's clusterers, with its defaults but for the number of clusters. It gets rows ready made. */
final class MoaClusterer implements StreamClusterer {
    private static final int ITERATIONS = 100;

    /** Asks a clusterer for its centres. */
    @FunctionalInterface
    private interface Ask {
        double[][] centres();
    }

    private final AbstractClusterer clusterer;
    private final Instance[] rows;
    private final int learned;
    private final int last;
    private final Ask ask;

    private MoaClusterer(AbstractClusterer clusterer, LearningStream stream, long seed, int heldBack, Ask ask) {
        this.clusterer = clusterer;
        this.ask = ask;
        MoaRows format = MoaRows.of(stream.columns());
        rows = Arrays.stream(stream.rows()).map(format::of).toArray(Instance[]::new);
        learned = stream.learned();
        last = learned - heldBack;
        clusterer.setRandomSeed(Math.toIntExact(seed));
        clusterer.setModelContext(format.header());
        clusterer.prepareForUse();
        for (int i = 0; i < stream.warmUp(); i++) {
            clusterer.trainOnInstance(rows[i]);
        }
    }

    /**
     * StreamKM++ makes its centres of the coresets when the stream has reached the length that it was told: the last row
     * belongs to asking.
     */
    static StreamClusterer streamKm(LearningStream stream, int k, long seed) {
        StreamKM clusterer = new StreamKM();
        clusterer.numClustersOption.setValue(k);
        clusterer.lengthOption.setValue(stream.learned());
        clusterer.randomSeedOption.setValue(Math.toIntExact(seed));
        return new MoaClusterer(clusterer, stream, seed, 1, () -> centres(clusterer.getClusteringResult()));
    }

    /** CluStream, whose 100 micro-clusters it makes k of by k-means. */
    static StreamClusterer cluStream(LearningStream stream, int k, long seed) {
        WithKmeans clusterer = new WithKmeans();
        clusterer.kOption.setValue(k);
        return new MoaClusterer(clusterer, stream, seed, 0, () -> centres(clusterer.getClusteringResult()));
    }

    /**
     * DenStream. Its default radius is for columns between 0 and 1; here it is that of the warm-up's k-means clusters. It
     * knows no k: k-means makes k of its micro-clusters, each counted by its weight.
     */
    static StreamClusterer denStream(LearningStream stream, int k, long seed) {
        KMeans.Fit warmUp = KMeans.fit(stream.warmUpRows(), k, ITERATIONS, seed);
        double radius = Math.sqrt(warmUp.inertia() / stream.warmUp());
        WithDBSCAN clusterer = new WithDBSCAN();
        // Its own option goes up to 1.
        clusterer.epsilonOption = new FloatOption("epsilon", 'e', "Radius of a micro-cluster.", radius);
        return new MoaClusterer(
                clusterer, stream, seed, 0, () -> weighted(clusterer.getMicroClusteringResult(), k, seed));
    }

    @Override
    public void learn(int row) {
        if (row < last) {
            clusterer.trainOnInstance(rows[row]);
        }
    }

    @Override
    public double[][] centres() {
        for (int i = last; i < learned; i++) {
            clusterer.trainOnInstance(rows[i]);
        }
        return ask.centres();
    }

    private static double[][] centres(Clustering clustering) {
        return clustering.getClustering().stream().map(Cluster::getCenter).toArray(double[][]::new);
    }

    private static double[][] weighted(Clustering micro, int k, long seed) {
        List<float[]> copies = new ArrayList<>();
        for (Cluster cluster : micro.getClustering()) {
            float[] centre = new float[cluster.getCenter().length];
            for (int f = 0; f < centre.length; f++) {
                centre[f] = (float) cluster.getCenter()[f];
            }
            for (long copy = Math.max(1, Math.round(cluster.getWeight())); copy > 0; copy--) {
                copies.add(centre);
            }
        }
        return KMeansCentres.of(KMeans.fit(copies.toArray(float[][]::new), k, ITERATIONS, seed));
    }
}
