package dev.riffle.detector.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OnlineKMeansTest {
    private static final int DIMENSION = 3;
    private static final OnlineKMeans WITHOUT_DECAY = new OnlineKMeans(Double.POSITIVE_INFINITY);

    @Property(tries = 50)
    void statisticsOfSeveralScorersAddUpToOneScorers(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int scorers) {
        ClusterState state = state(seed, 4);
        Random random = new Random(seed);
        Scorer alone = new Scorer(state);
        List<Scorer> several = new ArrayList<>();
        for (int i = 0; i < scorers; i++) {
            several.add(new Scorer(state));
        }
        for (int i = 0; i < 300; i++) {
            float[] latent = point(random);
            float[] density = point(random);
            int centroid = random.nextInt(4);
            alone.learn(centroid, latent, density, i);
            several.get(random.nextInt(scorers)).learn(centroid, latent, density, i);
        }

        LearningStatistics one = alone.drain();
        List<LearningStatistics> parts = several.stream().map(Scorer::drain).toList();
        LearningStatistics sum = parts.stream().reduce(LearningStatistics::plus).orElseThrow();

        assertThat(sum.events()).isEqualTo(one.events());
        assertThat(sum.latent().lastSeen()).isEqualTo(one.latent().lastSeen());
        assertThat(sum.latent().counts()).isEqualTo(one.latent().counts());
        assertClose(sum.latent().gradients(), one.latent().gradients());
        assertClose(sum.density().squares(), one.density().squares());

        OnlineKMeans clustering = new OnlineKMeans(1000);
        ClusterState merged = clustering.merge(state, parts, 1);
        ClusterState expected = clustering.merge(state, List.of(one), 1);
        assertThat(merged.latent().masses()).isEqualTo(expected.latent().masses());
        for (int i = 0; i < expected.latent().centres().length; i++) {
            assertThat(merged.latent().centres()[i])
                    .isCloseTo(
                            expected.latent().centres()[i],
                            within(Math.ulp(expected.latent().centres()[i])));
        }
    }

    @Test
    void massesDecayToHalfAfterTheHalfLife() {
        ClusterState state = state(1, 4);
        LearningStatistics unlearned = new LearningStatistics(
                1, 0, 10_000, 0, CentroidSums.empty(state.latent()), CentroidSums.empty(state.density()));

        ClusterState merged = new OnlineKMeans(10_000).merge(state, List.of(unlearned), 1);

        for (int j = 0; j < 4; j++) {
            assertThat(merged.latent().masses()[j]).isCloseTo(state.latent().masses()[j] / 2, within(1e-9));
            assertThat(merged.density().masses()[j]).isCloseTo(state.density().masses()[j] / 2, within(1e-9));
        }
        assertThat(merged.latent().centres()).isEqualTo(state.latent().centres());
        assertThat(merged.latent().variances()).isEqualTo(state.latent().variances());
    }

    @Property(tries = 30)
    void withoutDecayCentreAndVarianceAreThoseOfAllEvents(@ForAll long seed) {
        Random random = new Random(seed);
        ClusterState state = new ClusterState(1, 0, atOrigin(), atOrigin());
        List<float[]> events = new ArrayList<>();
        for (int batch = 1; batch <= 5; batch++) {
            Scorer scorer = new Scorer(state);
            for (int i = 0; i < 40; i++) {
                float[] event = point(random);
                events.add(event);
                scorer.learn(0, event, event, i);
            }
            state = WITHOUT_DECAY.merge(state, List.of(scorer.drain()), batch);
        }

        assertThat(state.latent().masses()[0]).isEqualTo(200);
        for (int f = 0; f < DIMENSION; f++) {
            int column = f;
            double mean = events.stream().mapToDouble(e -> e[column]).average().orElseThrow();
            double variance = events.stream()
                    .mapToDouble(e -> (e[column] - mean) * (e[column] - mean))
                    .average()
                    .orElseThrow();
            assertThat((double) state.latent().centres()[f]).isCloseTo(mean, within(1e-5));
            assertThat((double) state.latent().variances()[f]).isCloseTo(variance, within(1e-4));
        }
    }

    @Test
    void emptyStatisticsChangeNothingButTheVersion() {
        ClusterState state = state(2, 4);
        Scorer idle = new Scorer(state);

        ClusterState merged = new OnlineKMeans(100).merge(state, List.of(idle.drain()), 7);

        assertThat(merged).isEqualTo(new ClusterState(1, 7, state.latent(), state.density()));
        assertThat(new OnlineKMeans(100).merge(state, List.of(), 7)).isEqualTo(merged);
    }

    @Test
    void statisticsOfAnotherModelAreIgnored() {
        ClusterState state = state(3, 4);
        CentroidSums otherShape = CentroidSums.empty(Centroids.fresh(2, new double[9], new float[18], new float[18]));
        LearningStatistics foreign = new LearningStatistics(2, 0, 500, 0, otherShape, otherShape);

        assertThat(new OnlineKMeans(100).merge(state, List.of(foreign), 1).latent())
                .isEqualTo(state.latent());
    }

    @Test
    void theNewestEventTimeOfAllScorersIsKept() {
        ClusterState state = state(4, 4);
        Scorer late = new Scorer(state);
        Scorer early = new Scorer(state);
        late.learn(1, new float[DIMENSION], new float[DIMENSION], 900);
        early.learn(1, new float[DIMENSION], new float[DIMENSION], 800);

        ClusterState merged = WITHOUT_DECAY.merge(state, List.of(late.drain(), early.drain()), 1);

        assertThat(merged.latent().lastSeen()).containsExactly(0, 900, 0, 0);
    }

    @Test
    void refusesAVersionThatDoesNotGrow() {
        assertThatThrownBy(() -> WITHOUT_DECAY.merge(state(5, 2), List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not follow");
    }

    @Property(tries = 30)
    void sumsCarriedOverToMovedCentroidsEqualSumsAboutThem(@ForAll long seed) {
        Random random = new Random(seed);
        Centroids before = state(seed, 3).latent();
        Centroids after = state(seed + 1, 3).latent();
        CentroidSumsAccumulator carried = new CentroidSumsAccumulator(before);
        CentroidSumsAccumulator direct = new CentroidSumsAccumulator(after);
        for (int i = 0; i < 50; i++) {
            float[] event = point(random);
            carried.add(i % 2, event, i);
            direct.add(i % 2, event, i);
        }
        carried.rebase(after);

        CentroidSums sums = carried.drain();
        CentroidSums expected = direct.drain();

        assertClose(sums.gradients(), expected.gradients());
        assertClose(sums.squares(), expected.squares());
    }

    private static void assertClose(double[] found, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-9 * Math.max(1, Math.abs(expected[i]))));
        }
    }

    @Property(tries = 30)
    void sumsOutliveBirthAndDeathOfOtherCentroids(@ForAll long seed) {
        Random random = new Random(seed);
        Centroids before = centroids(random, 5);
        Centroids after = before.without(random.nextInt(5)).with(7, 3, point(random), new float[DIMENSION], 5);
        CentroidSumsAccumulator carried = new CentroidSumsAccumulator(before);
        CentroidSumsAccumulator direct = new CentroidSumsAccumulator(after);
        for (int i = 0; i < 50; i++) {
            int nearest = random.nextInt(5);
            float[] event = point(random);
            carried.add(nearest, event, i);
            for (int j = 0; j < after.count(); j++) {
                if (after.ids()[j] == before.ids()[nearest]) {
                    direct.add(j, event, i);
                }
            }
        }
        carried.rebase(after);

        CentroidSums sums = carried.drain();
        CentroidSums expected = direct.drain();
        assertThat(sums.ids()).isEqualTo(after.ids());
        assertThat(sums.counts()).isEqualTo(expected.counts());
        assertThat(sums.lastSeen()).isEqualTo(expected.lastSeen());
        for (int i = 0; i < sums.gradients().length; i++) {
            assertThat(sums.gradients()[i]).isCloseTo(expected.gradients()[i], within(1e-4));
            assertThat(sums.squares()[i]).isCloseTo(expected.squares()[i], within(1e-4));
        }
    }

    @Test
    void statisticsFromBeforeABirthAndADeathMoveTheCentroidsThatAreInBoth() {
        ClusterState before = state(5, 4);
        Scorer behind = new Scorer(before);
        Scorer same = new Scorer(before);
        for (int j = 0; j < 4; j++) {
            behind.learn(j, point(new Random(j)), new float[DIMENSION], 100 + j);
            same.learn(j, point(new Random(j)), new float[DIMENSION], 100 + j);
        }
        Centroids others = before.latent().without(1).with(9, 2, new float[DIMENSION], new float[DIMENSION], 50);

        ClusterState merged = WITHOUT_DECAY.merge(before.withClusters(others, 10), List.of(behind.drain()), 1);

        Centroids expected =
                WITHOUT_DECAY.merge(before, List.of(same.drain()), 1).latent().without(1);
        assertThat(merged.latent()).isEqualTo(expected.with(9, 2, new float[DIMENSION], new float[DIMENSION], 50));
        assertThat(merged.nextId()).isEqualTo(10);
    }

    private static Centroids atOrigin() {
        return Centroids.fresh(DIMENSION, new double[1], new float[DIMENSION], new float[DIMENSION]);
    }

    private static ClusterState state(long seed, int count) {
        Random random = new Random(seed);
        return new ClusterState(1, 0, centroids(random, count), centroids(random, count));
    }

    private static Centroids centroids(Random random, int count) {
        double[] masses = random.doubles(count, 1, 500).toArray();
        float[] centres = new float[count * DIMENSION];
        float[] variances = new float[count * DIMENSION];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = (float) random.nextGaussian();
            variances[i] = random.nextFloat();
        }
        return Centroids.fresh(DIMENSION, masses, centres, variances);
    }

    private static float[] point(Random random) {
        float[] point = new float[DIMENSION];
        for (int f = 0; f < DIMENSION; f++) {
            point[f] = (float) (2 + random.nextGaussian());
        }
        return point;
    }

    /** The learning half of a scorer, without guards. */
    private static final class Scorer {
        private final ClusterState base;
        private final CentroidSumsAccumulator latent;
        private final CentroidSumsAccumulator density;
        private long events;

        Scorer(ClusterState base) {
            this.base = base;
            latent = new CentroidSumsAccumulator(base.latent());
            density = new CentroidSumsAccumulator(base.density());
        }

        void learn(int centroid, float[] latentPoint, float[] densityPoint, long time) {
            events++;
            latent.add(centroid, latentPoint, time);
            density.add(centroid, densityPoint, time);
        }

        LearningStatistics drain() {
            return new LearningStatistics(
                    base.modelVersion(), base.version(), events, events, latent.drain(), density.drain());
        }
    }
}
