package dev.riffle.benchmarks.learning;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.ml.clustering.Clusterable;
import org.apache.commons.math3.ml.clustering.DoublePoint;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.JDKRandomGenerator;

/** Batch k-means++ of Commons Math over every 5,000 rows, whose centres are the last block's: no learner, the usual stopgap. */
final class BlockKMeans implements StreamClusterer {
    private static final int BLOCK = 5_000;
    private static final int ITERATIONS = 100;

    private final List<DoublePoint> rows = new ArrayList<>();
    private final KMeansPlusPlusClusterer<DoublePoint> clusterer;
    private final List<DoublePoint> block = new ArrayList<>();
    private double[][] centres;

    BlockKMeans(LearningStream stream, int k, long seed) {
        JDKRandomGenerator random = new JDKRandomGenerator();
        random.setSeed(seed);
        clusterer = new KMeansPlusPlusClusterer<>(k, ITERATIONS, new EuclideanDistance(), random);
        for (float[] row : stream.rows()) {
            double[] point = new double[row.length];
            for (int f = 0; f < row.length; f++) {
                point[f] = row[f];
            }
            rows.add(new DoublePoint(point));
        }
        block.addAll(rows.subList(0, stream.warmUp()));
        cluster();
    }

    @Override
    public void learn(int row) {
        block.add(rows.get(row));
        if (block.size() == BLOCK) {
            cluster();
        }
    }

    /** Rows of an incomplete block at the end are left out. */
    @Override
    public double[][] centres() {
        return centres;
    }

    private void cluster() {
        centres = clusterer.cluster(block).stream()
                .map(cluster -> ((Clusterable) cluster.getCenter()).getPoint())
                .toArray(double[][]::new);
        block.clear();
    }
}
