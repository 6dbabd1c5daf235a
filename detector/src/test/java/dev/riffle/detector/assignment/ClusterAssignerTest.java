package dev.riffle.detector.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterModel;
import dev.riffle.detector.clustering.ClusterModel.AutoencoderMixture;
import dev.riffle.detector.clustering.ClusterModel.CorePoints;
import dev.riffle.detector.clustering.ClusterModel.EncodedCentroids;
import dev.riffle.detector.clustering.ClusterModel.LatentCentroids;
import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseLayer;
import dev.riffle.detector.encoder.DenseStack;
import dev.riffle.detector.encoder.SeededAutoencoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Each kind of cluster model against its definition, worked out in double precision. */
class ClusterAssignerTest {
    private static final int WIDTH = 5;
    private static final double TOLERANCE = 1e-4;

    @Property(tries = 200)
    void latentCentroidsAssignToTheNearestInLatentSpace(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int k) {
        Random random = new Random(seed);
        Centroids centroids = centroids(random, k, 3);
        float[] latent = gaussians(random, 3);
        ClusterAssigner assigner = ClusterAssigner.of(new LatentCentroids(), centroids);

        float[] position = assigned(assigner, gaussians(random, WIDTH), latent);

        assertThat(position).isEqualTo(latent).isNotSameAs(latent);
        assertNearest(assigner, k, j -> distance(doubles(latent), centroids.centres(), j));
    }

    @Property(tries = 200)
    void encodedCentroidsAssignToTheNearestInTheCode(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 3) int layers,
            @ForAll @IntRange(min = 1, max = 20) int k) {
        Random random = new Random(seed);
        DenseStack encoder = stack(random, layers);
        Centroids centroids = centroids(random, k, encoder.outputs());
        float[] scaled = gaussians(random, WIDTH);
        ClusterAssigner assigner = ClusterAssigner.of(new EncodedCentroids(encoder), centroids);

        float[] position = assigned(assigner, scaled, new float[2]);

        double[] code = run(encoder.layers(), scaled);
        assertClose(position, code);
        assertNearest(assigner, k, j -> distance(code, centroids.centres(), j));
    }

    @Property(tries = 200)
    void aMixtureAssignsToTheBestReconstruction(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int k) {
        Random random = new Random(seed);
        List<DenseAutoencoder> autoencoders = new ArrayList<>();
        for (int j = 0; j < k; j++) {
            autoencoders.add(SeededAutoencoder.of(random.nextLong(), Activation.ELU, WIDTH, 4, 2, 4, WIDTH));
        }
        float[] scaled = gaussians(random, WIDTH);
        ClusterAssigner assigner = ClusterAssigner.of(new AutoencoderMixture(autoencoders), centroids(random, k, 1));

        float[] position = assigned(assigner, scaled, new float[2]);

        assertNearest(assigner, k, j -> {
            double[] reconstruction = run(autoencoders.get(j).layers(), scaled);
            return distance(reconstruction, scaled, 0);
        });
        assertThat(position).containsExactly((float) assigner.distance());
    }

    @Property(tries = 200)
    void corePointsAssignToTheNearestOnesClusterAndCallTheRestNoise(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 2) int layers,
            @ForAll @IntRange(min = 1, max = 6) int k) {
        Random random = new Random(seed);
        DenseStack encoder = stack(random, layers);
        int count = 4 * k;
        float[] points = gaussians(random, count * encoder.outputs());
        int[] clusters = new int[count];
        for (int p = 0; p < count; p++) {
            clusters[p] = p % k;
        }
        double radius = 0.2 + 2 * random.nextDouble();
        float[] scaled = gaussians(random, WIDTH);
        ClusterAssigner assigner =
                ClusterAssigner.of(new CorePoints(encoder, points, clusters, radius), centroids(random, k, 1));

        float[] position = assigned(assigner, scaled, new float[2]);

        double[] code = run(encoder.layers(), scaled);
        assertNearest(assigner, k, j -> {
            double least = Double.POSITIVE_INFINITY;
            for (int p = j; p < count; p += k) {
                least = Math.min(least, distance(code, points, p));
            }
            return least;
        });
        if (Math.abs(assigner.distance() - radius) > TOLERANCE) {
            assertThat(assigner.isNoise()).isEqualTo(assigner.distance() > radius);
        }
        assertThat(position).containsExactly((float) assigner.distance());
    }

    private static float[] assigned(ClusterAssigner assigner, float[] scaled, float[] latent) {
        float[] position = new float[assigner.dimension()];
        assigner.assign(scaled, latent, position);
        return position;
    }

    @Test
    void centroidsThatMovedAssignFromThenOn() {
        EncodedCentroids model = new EncodedCentroids(new DenseStack(1, List.of()));
        ClusterAssigner assigner = ClusterAssigner.of(model, at(0, 10));
        float[] event = {4};
        assigned(assigner, event, event);
        assertThat(assigner.cluster()).isZero();

        assigner.use(at(0, 5));
        assigned(assigner, event, event);

        assertThat(assigner.cluster()).isEqualTo(1);
        assertThat(assigner.distance()).isEqualTo(1);
    }

    @Test
    void aTallyCountsWhatIsAssignedAndLeavesNoiseOut() {
        CorePoints model =
                new CorePoints(new DenseStack(1, List.of()), new float[] {0, 10, 20}, new int[] {0, 1, 1}, 2);
        ClusterTally tally = ClusterTally.of(model);
        for (float value : new float[] {1, -1, 10, 12, 21, 15}) {
            tally.add(new float[] {value}, new float[1]);
        }

        Centroids counted = tally.drain();

        assertThat(counted.masses()).containsExactly(2, 3);
        assertThat(counted.centres()).containsExactly(1, 1);
        assertThat(counted.variances()[0]).isZero();
        assertThat((double) counted.variances()[1]).isCloseTo(2 / 3.0, within(1e-6));
    }

    @Test
    void aTallyLeavesTrainedCentroidsWhereTheyAre() {
        ClusterModel model = new EncodedCentroids(new DenseStack(1, List.of()));
        ClusterTally tally = ClusterTally.around(model, at(0, 10));
        for (float value : new float[] {1, 3, 9}) {
            tally.add(new float[] {value}, new float[1]);
        }

        Centroids counted = tally.drain();

        assertThat(counted.masses()).containsExactly(2, 1);
        assertThat(counted.centres()).containsExactly(0, 10);
        assertThat(counted.variances()).containsExactly(5, 1);
    }

    private static Centroids at(float... centres) {
        return Centroids.fresh(1, new double[centres.length], centres, new float[centres.length]);
    }

    /** The assigner's distance is the least, and its cluster the one at that distance. */
    private static void assertNearest(ClusterAssigner assigner, int k, IntToDoubleFunction distance) {
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < k; j++) {
            least = Math.min(least, distance.applyAsDouble(j));
        }
        assertThat(assigner.distance()).isCloseTo(least, within(TOLERANCE));
        assertThat(distance.applyAsDouble(assigner.cluster())).isCloseTo(least, within(TOLERANCE));
    }

    private static DenseStack stack(Random random, int layers) {
        List<DenseLayer> stack = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            stack.add(SeededAutoencoder.layer(random, WIDTH - i, WIDTH - i - 1, Activation.TANH));
        }
        return new DenseStack(WIDTH, stack);
    }

    private static Centroids centroids(Random random, int k, int dimension) {
        return Centroids.fresh(dimension, new double[k], gaussians(random, k * dimension), new float[k * dimension]);
    }

    private static double distance(double[] point, float[] positions, int index) {
        double sum = 0;
        for (int d = 0; d < point.length; d++) {
            double difference = point[d] - positions[index * point.length + d];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    private static double[] run(List<DenseLayer> layers, float[] input) {
        double[] values = doubles(input);
        for (DenseLayer layer : layers) {
            double[] out = new double[layer.outputs()];
            for (int o = 0; o < out.length; o++) {
                double sum = layer.biases()[o];
                for (int i = 0; i < values.length; i++) {
                    sum += values[i] * layer.weights()[i * out.length + o];
                }
                out[o] = switch (layer.activation()) {
                    case IDENTITY -> sum;
                    case TANH -> Math.tanh(sum);
                    case ELU -> sum > 0 ? sum : Math.expm1(sum);
                    default -> throw new AssertionError(layer.activation());
                };
            }
            values = out;
        }
        return values;
    }

    private static void assertClose(float[] found, double[] expected) {
        assertThat(found).hasSize(expected.length);
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).isCloseTo(expected[i], within(TOLERANCE));
        }
    }

    private static double[] doubles(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private static float[] gaussians(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
