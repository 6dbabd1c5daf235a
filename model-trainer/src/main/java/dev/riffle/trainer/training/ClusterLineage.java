package dev.riffle.trainer.training;

import dev.riffle.detector.Detection;
import dev.riffle.detector.Detector;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.bundle.ClusterIds;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.ClusterMatching;

/** Hands the ids of a parent's clusters on to the clusters of a new model that took over their events. */
final class ClusterLineage {
    private static final int MOST_ROWS = 10_000;

    private ClusterLineage() {}

    /** The model with ids and lineage after its parent; a parent with other features hands no id on. */
    static ModelBundle inherit(ModelBundle model, ModelBundle parent, double[][] rows) {
        long[] oldIds = parent.clusters().latent().ids();
        int newClusters = model.clusters().latent().count();
        long[][] coAssignment = new long[oldIds.length][newClusters];
        if (parent.pipeline().fingerprint().equals(model.pipeline().fingerprint())) {
            Detector before = Detector.of(parent);
            Detector after = Detector.of(model);
            for (int i = 0; i < Math.min(rows.length, MOST_ROWS); i++) {
                FeatureVector features = new FeatureVector(rows[i]);
                Detection old = before.score(features);
                Detection found = after.score(features);
                if (!old.noise() && !found.noise()) {
                    coAssignment[old.clusterIndex()][found.clusterIndex()]++;
                }
            }
        }
        ClusterMatching.StableIds stable =
                ClusterMatching.assignIds(oldIds, coAssignment, ClusterIds.firstFreeAfter(parent));
        return model.withClusterIds(stable.newIds(), stable.lineage());
    }
}
