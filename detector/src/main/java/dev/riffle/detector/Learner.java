package dev.riffle.detector;

import dev.riffle.detector.anomaly.PoisonGuard;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.CentroidSumsAccumulator;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.EventGroup;
import dev.riffle.detector.clustering.LearningStatistics;
import dev.riffle.detector.projection.HistogramCounter;
import java.util.List;
import java.util.Optional;

/**
 * Learns from detections: sums gradients for the centroids that the detections were made with, and counts events per bin
 * of the projections. A live object for one thread. Applying the sums is {@link dev.riffle.detector.clustering.OnlineKMeans#merge}'s, in one place per model.
 *
 * <p>What may be learned: nothing of an anomaly; for the density mixture, events whose sparseness its poison guard
 * admits; for the histograms, those whose rarity theirs does; for the clusters, of the mixture's the ones whose
 * reconstruction error is admitted as well, since the position of an event that the autoencoder cannot reproduce says
 * little, and that are no noise. Guards start afresh with each learner and are not part of any snapshot.
 */
public final class Learner {
    private final PoisonGuard reconstructionGuard;
    private final PoisonGuard densityGuard;
    private final Optional<PoisonGuard> projectionGuard;
    private final CentroidSumsAccumulator latent;
    private final CentroidSumsAccumulator density;
    private final HistogramCounter histograms;
    private ClusterState base;
    private long events;
    private long learned;

    public Learner(ModelBundle bundle) {
        base = bundle.clusters();
        latent = new CentroidSumsAccumulator(base.latent());
        density = new CentroidSumsAccumulator(base.density());
        histograms = new HistogramCounter(base.histograms());
        reconstructionGuard = new PoisonGuard(bundle.scores().reconstruction());
        densityGuard = new PoisonGuard(bundle.scores().density());
        projectionGuard = bundle.scores().projection().map(PoisonGuard::new);
    }

    /**
     * Adds one detection to the sums, unless it is an anomaly or a poison guard holds it back.
     *
     * @param clusters the centroids that the detection was made with; sums over earlier ones are carried over to them
     * @param eventTimeMillis the event's time, milliseconds since 1970-01-01T00:00Z
     * @throws IllegalArgumentException if the centroids are another model's
     */
    public void learn(ClusterState clusters, Detection detection, Verdict verdict, long eventTimeMillis) {
        if (clusters != base) {
            rebase(clusters);
        }
        events++;
        // All guards see every event, whatever the others say, so that each follows its own signal.
        boolean sparsenessAdmitted = densityGuard.admits(detection.sparseness());
        boolean errorAdmitted = reconstructionGuard.admits(detection.reconstructionError());
        boolean rarityAdmitted =
                projectionGuard.isPresent() && projectionGuard.get().admits(detection.rarity());
        if (verdict == Verdict.ANOMALY) {
            return;
        }
        if (rarityAdmitted) {
            histograms.add(detection.cells());
        }
        if (!sparsenessAdmitted) {
            return;
        }
        learned++;
        density.add(detection.densityIndex(), detection.scaled(), detection.residual(), eventTimeMillis);
        if (errorAdmitted && !detection.noise()) {
            latent.add(detection.clusterIndex(), detection.position(), eventTimeMillis);
        }
    }

    private void rebase(ClusterState clusters) {
        if (clusters.modelVersion() != base.modelVersion() || !clusters.hasShapeOf(base)) {
            throw new IllegalArgumentException("a learner of model version " + base.modelVersion()
                    + " got a detection made with centroids of model version " + clusters.modelVersion()
                    + ", or of another shape");
        }
        latent.rebase(clusters.latent());
        density.rebase(clusters.density());
        base = clusters;
    }

    /** True if nothing was observed since the last {@link #drain()}. */
    public boolean isEmpty() {
        return events == 0;
    }

    /** Events observed since the last {@link #drain()}. */
    public long events() {
        return events;
    }

    /**
     * Hands out the sums and starts afresh.
     *
     * @param founded groups of unusual events to go along
     */
    public LearningStatistics drain(List<EventGroup> founded) {
        LearningStatistics statistics = new LearningStatistics(
                base.modelVersion(),
                base.version(),
                events,
                learned,
                latent.drain(),
                density.drain(),
                histograms.drain(),
                founded);
        events = 0;
        learned = 0;
        return statistics;
    }
}
