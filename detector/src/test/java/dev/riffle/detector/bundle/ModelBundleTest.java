package dev.riffle.detector.bundle;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.detector.bundle.SeededBundle.Clusters;
import dev.riffle.detector.clustering.ClusterModel;
import dev.riffle.detector.clustering.ClusterModel.AutoencoderMixture;
import dev.riffle.detector.clustering.ClusterModel.CorePoints;
import dev.riffle.detector.clustering.ClusterModel.EncodedCentroids;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.LineageEntry;
import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseStack;
import dev.riffle.detector.encoder.Encoder;
import dev.riffle.detector.encoder.SeededAutoencoder;
import dev.riffle.detector.pipeline.Scaler;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelBundleTest {
    private final ModelBundle valid = SeededBundle.seed(1).version(3, 2).build();

    @Test
    void refusesVersionsOutOfRange() {
        assertRefused(() -> with(0, 0, valid.clusters(), List.of()), "Model version is 0; expected at least 1");
        assertRefused(
                () -> with(3, 3, valid.clusters(), List.of()),
                "Parent of model version 3 is 3; expected another version, or 0 for none");
        assertRefused(
                () -> with(3, -1, valid.clusters(), List.of()),
                "Parent of model version 3 is -1; expected another version, or 0 for none");
    }

    @Test
    void refusesPartsOfAnotherWidth() {
        Scaler scaler = new Scaler(new double[2], new double[] {1, 1}, 10f);
        assertRefused(
                () -> with(scaler, valid.encoder(), valid.residualScales()),
                "Model bundle's scaler's means number 2; expected 3, the pipeline's columns");
        Encoder encoder = SeededAutoencoder.of(1, Activation.TANH, 4, 2, 4);
        assertRefused(
                () -> with(valid.scaler(), encoder, valid.residualScales()),
                "Model bundle's encoder's inputs number 4; expected 3, the pipeline's columns");
        assertRefused(
                () -> with(valid.scaler(), valid.encoder(), new float[5]),
                "Model bundle's residual scales number 5; expected 3, the pipeline's columns");
        Encoder wider = SeededAutoencoder.of(1, Activation.TANH, 3, 1, 3);
        assertRefused(
                () -> with(valid.scaler(), wider, valid.residualScales()),
                "Model bundle's latent centroids have 2 dimensions; expected 1, the cluster model's dimension");
        ClusterState swapped = new ClusterState(
                3, 0, valid.clusters().latent(), valid.clusters().latent());
        assertRefused(
                () -> with(3, 2, swapped, List.of()),
                "Model bundle's density centroids have 2 dimensions; expected 3, the pipeline's columns or twice as many");
    }

    @Test
    void refusesAClusterModelThatDoesNotFit() {
        ClusterState ofDistances = SeededBundle.seed(1)
                .version(3, 2)
                .clusterModel(Clusters.AUTOENCODER_MIXTURE)
                .build()
                .clusters();
        DenseAutoencoder wide = SeededAutoencoder.of(1, Activation.TANH, 4, 2, 4);
        assertRefused(
                () -> with(new AutoencoderMixture(List.of(wide)), ofDistances),
                "Model bundle's cluster model's inputs number 4; expected 3, the pipeline's columns");
        DenseAutoencoder fitting = SeededAutoencoder.of(1, Activation.TANH, 3, 2, 3);
        assertRefused(
                () -> with(new AutoencoderMixture(List.of(fitting)), ofDistances),
                "Model bundle's clusters number 4; expected 1, the mixture's autoencoders");
        assertRefused(
                () -> with(new EncodedCentroids(new DenseStack(3, List.of())), valid.clusters()),
                "Model bundle's latent centroids have 2 dimensions; expected 3, the cluster model's dimension");
        assertRefused(
                () -> with(new EncodedCentroids(wide.encoder()), valid.clusters()),
                "Model bundle's cluster model's inputs number 4; expected 3, the pipeline's columns");
        CorePoints corePoints = (CorePoints)
                SeededBundle.seed(1).clusterModel(Clusters.CORE_POINTS).build().clusterModel();
        assertRefused(
                () -> with(corePoints, ofDistances),
                "Model bundle has no calibration of the distance to core points; expected one exactly if its clusters"
                        + " have core points");
    }

    @Test
    void refusesResidualScalesThatCannotDivide() {
        for (float scale : new float[] {0f, -1f, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertRefused(
                    () -> with(valid.scaler(), valid.encoder(), new float[] {1f, scale, 1f}),
                    "Model bundle's residual scale of column 'x1' is " + scale + "; expected a finite value above 0");
        }
    }

    @Test
    void refusesProjectionsWithoutTheirHistogramsOrCalibration() {
        ClusterState without = new ClusterState(
                3, 0, valid.clusters().latent(), valid.clusters().density());
        assertRefused(
                () -> with(3, 2, without, valid.lineage()),
                "Model bundle has 12 projections and histograms of 0; expected as many");
        ModelBundle none = SeededBundle.seed(1).projections(0).build();
        assertRefused(
                () -> new ModelBundle(
                        1,
                        0,
                        none.pipeline(),
                        none.scaler(),
                        none.encoder(),
                        none.residualScales(),
                        none.projections(),
                        none.clusterModel(),
                        none.clusters(),
                        valid.scores(),
                        none.lineage(),
                        none.provenance()),
                "Model bundle has 0 projections and a calibration of them; expected one exactly if there are projections");
    }

    @Test
    void refusesClustersOfAnotherModelOrVersion() {
        ClusterState moved = new ClusterState(
                3, 1, valid.clusters().latent(), valid.clusters().density());
        assertRefused(
                () -> with(3, 2, moved, List.of()),
                "Model bundle's clusters are those of model version 3 at version 1; expected model version 3 at"
                        + " version 0");
        assertRefused(
                () -> with(4, 2, valid.clusters(), List.of()),
                "Model bundle's clusters are those of model version 3 at version 0; expected model version 4 at"
                        + " version 0");
    }

    @Test
    void refusesALineageThatLeadsNowhere() {
        assertRefused(
                () -> with(3, 0, valid.clusters(), valid.lineage()),
                "Model bundle without a parent has 4 lineage entries; expected none, for there are no old clusters");
        assertRefused(
                () -> with(3, 2, valid.clusters(), List.of(new LineageEntry(1, 5_000, 1))),
                "Model bundle's lineage leads to cluster 5000; expected one of the bundle's latent centroids");
    }

    @Test
    void refusesAProvenanceOutOfRange() {
        assertRefused(() -> provenance(" ", 0, 0, 10, Map.of()), "Provenance has a blank algorithm; expected its name");
        assertRefused(
                () -> provenance("a", 5, 4, 10, Map.of()),
                "Provenance's data ends at 4; expected no earlier than its start, 5");
        assertRefused(
                () -> provenance("a", 0, 0, -1, Map.of()),
                "Provenance has -1 training rows and 0 held-out rows; expected at least 0 of each");
        assertRefused(
                () -> provenance("a", 0, 0, 1, Map.of("auroc", Double.NaN)),
                "Provenance's holdout figure 'auroc' is NaN; expected a finite value");
    }

    private static Provenance provenance(
            String algorithm, long from, long to, long rows, Map<String, Double> holdoutFigures) {
        return new Provenance(
                algorithm, 1, from, to, rows, 0, 1, "1", Provenance.Computation.UNKNOWN, Map.of(), holdoutFigures);
    }

    private ModelBundle with(Scaler scaler, Encoder encoder, float[] residualScales) {
        return new ModelBundle(
                3,
                2,
                valid.pipeline(),
                scaler,
                encoder,
                residualScales,
                valid.projections(),
                valid.clusterModel(),
                valid.clusters(),
                valid.scores(),
                valid.lineage(),
                valid.provenance());
    }

    private ModelBundle with(ClusterModel clusterModel, ClusterState clusters) {
        return new ModelBundle(
                3,
                2,
                valid.pipeline(),
                valid.scaler(),
                valid.encoder(),
                valid.residualScales(),
                valid.projections(),
                clusterModel,
                clusters,
                valid.scores(),
                List.of(),
                valid.provenance());
    }

    private ModelBundle with(long version, long parent, ClusterState clusters, List<LineageEntry> lineage) {
        return new ModelBundle(
                version,
                parent,
                valid.pipeline(),
                valid.scaler(),
                valid.encoder(),
                valid.residualScales(),
                valid.projections(),
                valid.clusterModel(),
                clusters,
                valid.scores(),
                lineage,
                valid.provenance());
    }

    private static void assertRefused(Runnable construction, String message) {
        assertThatThrownBy(construction::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
