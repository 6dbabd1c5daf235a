package dev.riffle.trainer.clustering.manifold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.trainer.evaluation.ClusteringMetrics;
import dev.riffle.trainer.training.Progress;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GaussianMixtureTest {
    /** With as many clusters as one likes: the floor of the eigenvalues must not make the likelihood fall either. */
    @Property(tries = 100)
    void theLikelihoodNeverFallsFromStepToStep(
            @ForAll @IntRange(min = 10, max = 200) int rows,
            @ForAll @IntRange(min = 1, max = 5) int columns,
            @ForAll @IntRange(min = 1, max = 8) int clusters,
            @ForAll long seed) {
        GaussianMixture mixture = GaussianMixture.fromKMeans(Shapes.cloud(rows, columns, seed), clusters, seed);
        double likelihood = mixture.expect();

        for (int step = 0; step < 30; step++) {
            double next = mixture.step();
            assertThat(next).isGreaterThanOrEqualTo(likelihood - 1e-9 * Math.abs(likelihood));
            likelihood = next;
        }
    }

    /** k-means halves the long cluster instead. */
    @Test
    void tellsALongClusterFromAThinOneBesideIt() {
        Random random = new Random(1);
        float[][] rows = new float[1_000][2];
        int[] labels = new int[1_000];
        for (int i = 0; i < 1_000; i++) {
            labels[i] = i % 2;
            rows[i][0] = (float) (5 * random.nextGaussian());
            rows[i][1] = (float) (0.3 * random.nextGaussian() + 2 * labels[i]);
        }

        GaussianMixture.Fit fit = GaussianMixture.fit(rows, 2, 10, 3, Progress.NONE);

        assertThat(ClusteringMetrics.of(labels, fit.assignment()).acc()).isGreaterThan(0.99);
    }

    /** Of one Gaussian the likelihood is known: minus its entropy. */
    @Test
    void theLikelihoodOfOneGaussianIsMinusItsEntropy() {
        float[][] rows = Shapes.cloud(20_000, 3, 5);

        GaussianMixture.Fit fit = GaussianMixture.fit(rows, 1, 1, 1, Progress.NONE);

        assertThat(fit.logLikelihood()).isCloseTo(-1.5 * Math.log(2 * Math.PI * Math.E), within(0.02));
        assertThat(fit.assignment()).containsOnly(0);
    }

    @Test
    void goesOnFromASampleToAllRowsWhereThereAreMany() {
        Shapes blobs = Shapes.blobs(12_000, 4, 4, 6);

        GaussianMixture.Fit fit = GaussianMixture.fit(blobs.rows(), 4, 5, 1, Progress.NONE);

        assertThat(fit.assignment()).hasSize(12_000);
        assertThat(ClusteringMetrics.of(blobs.labels(), fit.assignment()).acc()).isGreaterThan(0.99);
    }

    @Test
    void rowsThatAreAllAlikeAreOneCluster() {
        GaussianMixture.Fit fit = GaussianMixture.fit(new float[20][3], 4, 2, 1, Progress.NONE);

        assertThat(fit.assignment()).containsOnly(0);
    }
}
