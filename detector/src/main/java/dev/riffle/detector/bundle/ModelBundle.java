package dev.riffle.detector.bundle;

import dev.riffle.detector.anomaly.ScoreCombiner;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterModel;
import dev.riffle.detector.clustering.ClusterModel.AutoencoderMixture;
import dev.riffle.detector.clustering.ClusterModel.CorePoints;
import dev.riffle.detector.clustering.ClusterModel.EncodedCentroids;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.LineageEntry;
import dev.riffle.detector.encoder.Encoder;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.pipeline.Scaler;
import dev.riffle.detector.projection.Histograms;
import dev.riffle.detector.projection.Projections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Everything that makes a detector, as one immutable, versioned whole.
 *
 * <p>Arrays are handed over, not copied, and bundles are not comparable by {@code equals}: two bundles are the same if
 * {@link BundleFormat#encode} gives the same bytes.
 *
 * @param modelVersion version, at least 1
 * @param parentVersion version of the model that this one replaces, 0 if none
 * @param pipeline the features
 * @param scaler standardises the pipeline's columns
 * @param encoder scores: residuals, density and explanation come from it; its inputs are the pipeline's columns, scaled
 * @param residualScales root mean square of each column's residual on normal events, with a floor, above 0
 * @param projections of [scaled input, normalised residual] for the projection signal; none in models without it
 * @param clusterModel assigns events to clusters
 * @param clusters what the stream moves, at version 0: the latent centroids in the cluster model's space, those of the
 *     density mixture over [scaled input, normalised residual], and the histograms over the projections
 * @param scores calibrations of the signals and of their combination
 * @param lineage which old clusters the new ones continue; empty for a first model
 */
public record ModelBundle(
        long modelVersion,
        long parentVersion,
        Pipeline pipeline,
        Scaler scaler,
        Encoder encoder,
        float[] residualScales,
        Projections projections,
        ClusterModel clusterModel,
        ClusterState clusters,
        ScoreCombiner scores,
        List<LineageEntry> lineage,
        Provenance provenance) {

    /** @throws IllegalArgumentException if the parts do not fit together */
    public ModelBundle {
        Objects.requireNonNull(clusterModel, "clusterModel");
        Objects.requireNonNull(scores, "scores");
        Objects.requireNonNull(provenance, "provenance");
        lineage = List.copyOf(lineage);

        if (modelVersion < 1) {
            throw new IllegalArgumentException("Model version is " + modelVersion + "; expected at least 1");
        }
        if (parentVersion < 0 || parentVersion == modelVersion) {
            throw new IllegalArgumentException("Parent of model version " + modelVersion + " is " + parentVersion
                    + "; expected another version, or 0 for none");
        }

        int width = pipeline.columns().size();
        requireWidth("scaler's means", scaler.means().length, "pipeline's columns", width);
        requireWidth("scaler's scales", scaler.scales().length, "pipeline's columns", width);
        requireWidth("encoder's inputs", encoder.inputs(), "pipeline's columns", width);
        requireWidth("residual scales", residualScales.length, "pipeline's columns", width);
        for (int column = 0; column < width; column++) {
            float scale = residualScales[column];
            if (!(scale > 0) || !Float.isFinite(scale)) {
                throw new IllegalArgumentException("Model bundle's residual scale of column '"
                        + pipeline.columns().get(column) + "' is " + scale + "; expected a finite value above 0");
            }
        }

        if (clusters.modelVersion() != modelVersion || clusters.version() != 0) {
            throw new IllegalArgumentException("Model bundle's clusters are those of model version "
                    + clusters.modelVersion() + " at version " + clusters.version() + "; expected model version "
                    + modelVersion + " at version 0");
        }
        requireClusterModel(clusterModel, clusters.latent(), encoder, scores);
        int dimension = clusters.density().dimension();
        requireCentroids(
                "density",
                clusters.density(),
                "the pipeline's columns or twice as many",
                dimension == 2 * width ? dimension : width);
        requireProjections(projections, clusters.histograms(), scores, dimension);
        requireLineage(lineage, parentVersion, clusters.latent());
    }

    /** The same bundle with other origins. */
    public ModelBundle withProvenance(Provenance other) {
        return with(modelVersion, parentVersion, clusters, lineage, other);
    }

    /**
     * The same model with its clusters and all else that it learns from the stream as the stream has made them. What it
     * did to its parent's clusters is left out: some of its own may be gone.
     *
     * @throws IllegalArgumentException if they are another model's or do not fit it
     */
    public ModelBundle withClusters(ClusterState moved) {
        if (moved.modelVersion() != modelVersion || !moved.hasShapeOf(clusters)) {
            throw new IllegalArgumentException("clusters of model version " + moved.modelVersion()
                    + " were offered to model version " + modelVersion + "; expected its own, of its shape");
        }
        ClusterState released =
                new ClusterState(modelVersion, 0, moved.latent(), moved.density(), moved.histograms(), moved.nextId());
        return with(modelVersion, parentVersion, released, List.of(), provenance);
    }

    /** The same bundle, its clusters under other ids. */
    public ModelBundle withClusterIds(long[] ids, List<LineageEntry> newLineage) {
        ClusterState renamed = new ClusterState(
                modelVersion, 0, clusters.latent().withIds(ids), clusters.density(), clusters.histograms());
        return with(modelVersion, parentVersion, renamed, newLineage, provenance);
    }

    /**
     * The same model as another version.
     *
     * @param newParent version of the model that it replaces, 0 if none
     */
    public ModelBundle withVersion(long newVersion, long newParent, List<LineageEntry> newLineage) {
        ClusterState own =
                new ClusterState(newVersion, 0, clusters.latent(), clusters.density(), clusters.histograms());
        return with(newVersion, newParent, own, newLineage, provenance);
    }

    /** The same networks and calibrations. */
    private ModelBundle with(
            long version,
            long parent,
            ClusterState itsClusters,
            List<LineageEntry> itsLineage,
            Provenance itsProvenance) {
        return new ModelBundle(
                version,
                parent,
                pipeline,
                scaler,
                encoder,
                residualScales,
                projections,
                clusterModel,
                itsClusters,
                scores,
                itsLineage,
                itsProvenance);
    }

    private static void requireWidth(String part, int found, String of, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException(
                    "Model bundle's " + part + " number " + found + "; expected " + expected + ", the " + of);
        }
    }

    private static void requireProjections(
            Projections projections, Histograms histograms, ScoreCombiner scores, int dimension) {
        if (projections.count() > 0 && projections.dimension() != dimension) {
            throw new IllegalArgumentException("Model bundle's projections are of dimension " + projections.dimension()
                    + "; expected " + dimension + ", that of the density centroids");
        }
        if (histograms.projections() != projections.count()) {
            throw new IllegalArgumentException("Model bundle has " + projections.count()
                    + " projections and histograms of " + histograms.projections() + "; expected as many");
        }
        if (scores.projection().isPresent() != projections.count() > 0) {
            throw new IllegalArgumentException("Model bundle has " + projections.count() + " projections and "
                    + (scores.projection().isPresent() ? "a" : "no")
                    + " calibration of them; expected one exactly if there are projections");
        }
    }

    private static void requireClusterModel(
            ClusterModel model, Centroids clusters, Encoder encoder, ScoreCombiner scores) {
        int width = encoder.inputs();
        int count = clusters.count();
        if (model instanceof EncodedCentroids encoded) {
            requireWidth("cluster model's inputs", encoded.encoder().inputs(), "pipeline's columns", width);
        } else if (model instanceof AutoencoderMixture mixture) {
            requireWidth("cluster model's inputs", mixture.inputs(), "pipeline's columns", width);
            requireWidth(
                    "clusters",
                    count,
                    "mixture's autoencoders",
                    mixture.autoencoders().size());
        } else if (model instanceof CorePoints corePoints) {
            requireWidth("cluster model's inputs", corePoints.encoder().inputs(), "pipeline's columns", width);
            requireWidth("clusters", count, "core points' clusters", corePoints.clusterCount());
        }
        requireCentroids(
                "latent", clusters, "the cluster model's dimension", model.dimension(encoder.latentDimension()));
        if (scores.coreDistance().isPresent() != model instanceof CorePoints) {
            throw new IllegalArgumentException("Model bundle has "
                    + (scores.coreDistance().isPresent() ? "a" : "no")
                    + " calibration of the distance to core points; expected one exactly if its clusters have"
                    + " core points");
        }
    }

    private static void requireCentroids(String space, Centroids centroids, String of, int dimension) {
        if (centroids.dimension() != dimension) {
            throw new IllegalArgumentException("Model bundle's " + space + " centroids have " + centroids.dimension()
                    + " dimensions; expected " + dimension + ", " + of);
        }
    }

    private static void requireLineage(List<LineageEntry> lineage, long parentVersion, Centroids latent) {
        if (parentVersion == 0 && !lineage.isEmpty()) {
            throw new IllegalArgumentException("Model bundle without a parent has " + lineage.size()
                    + " lineage entries; expected none, for there are no old clusters");
        }
        Set<Long> ids = LongStream.of(latent.ids()).boxed().collect(Collectors.toSet());
        for (LineageEntry entry : lineage) {
            if (!ids.contains(entry.newId())) {
                throw new IllegalArgumentException("Model bundle's lineage leads to cluster " + entry.newId()
                        + "; expected one of the bundle's latent centroids");
            }
        }
    }
}
