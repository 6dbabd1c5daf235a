package dev.riffle.detector.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.detector.clustering.ClusterLife.Event;
import dev.riffle.detector.projection.Histograms;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ClusterLifeTest {
    private static final long TRAINED = 1_000_000;
    private static final long PATIENCE = 60_000;
    private static final ClusterLife LIFE = new ClusterLife(true, 100, 103, TRAINED, PATIENCE);

    @Test
    void aGroupFarFromEveryCentroidIsBornUnderAnIdOfItsOwn() {
        ClusterLife.Outcome outcome = LIFE.after(state(at(0, 0), at(4, 0)), List.of(group(10, 10, 1)));

        assertThat(outcome.events()).singleElement().isInstanceOfSatisfying(Event.Born.class, born -> assertThat(
                        born.clusterId())
                .isEqualTo(100));
        Centroids clusters = outcome.clusters().latent();
        assertThat(clusters.ids()).containsExactly(0, 1, 100);
        assertThat(clusters.masses()[2]).isEqualTo(2_000);
        assertThat(clusters.centres()).containsExactly(0, 0, 4, 0, 10, 10);
        assertThat(clusters.variances()).endsWith(1, 1);
        assertThat(clusters.lastSeen()[2]).isEqualTo(TRAINED + 9);
        assertThat(outcome.clusters().nextId()).isEqualTo(101);
    }

    @Test
    void aGroupThatReachesIntoAClusterIsThatClustersOwn() {
        // 2.7 away, where two standard deviations of its own are 2.8.
        ClusterLife.Outcome outcome = LIFE.after(state(at(0, 0), at(4, 0)), List.of(group(4, 2.7, 1)));

        assertThat(outcome.events()).containsExactly(new Event.Joined(OptionalLong.of(1), groupOf(outcome), false));
        assertThat(outcome.clusters().latent().count()).isEqualTo(2);
    }

    @Test
    void theSameGroupFoundByAnotherScorerBelongsToTheClusterThatWasBornOfIt() {
        ClusterLife.Outcome outcome = LIFE.after(state(at(0, 0)), List.of(group(10, 10, 1), group(10.5, 9.8, 1)));

        assertThat(outcome.clusters().latent().ids()).containsExactly(0, 100);
        assertThat(outcome.events().get(1)).isInstanceOfSatisfying(Event.Joined.class, joined -> {
            assertThat(joined.clusterId()).hasValue(100);
            assertThat(joined.told()).isTrue();
        });
    }

    @Test
    void aGroupOfHardlyKnownPositionIsNotBorn() {
        EventGroup known = new EventGroup(new float[] {9, 9}, new float[2], 2_000, 49, 1, 2);

        assertThat(LIFE.after(state(at(0, 0)), List.of(known))
                        .clusters()
                        .latent()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void clustersThatAreNoCentroidsTakeNoGroupAndKeepTheirDead() {
        ClusterLife fixed = new ClusterLife(false, 100, 103, TRAINED, PATIENCE);
        ClusterState state = state(centroid(0, 0, 500, TRAINED + 2 * PATIENCE), centroid(4, 0, 0.1, TRAINED));

        ClusterLife.Outcome outcome = fixed.after(state, List.of(group(10, 10, 1)));

        assertThat(outcome.clusters()).isEqualTo(state);
        assertThat(outcome.events()).containsExactly(new Event.Joined(OptionalLong.empty(), groupOf(outcome), false));
    }

    @Test
    void aClusterDiesOnceItHasNeitherMassNorEventsForLong() {
        long now = TRAINED + PATIENCE;
        ClusterState state = state(
                centroid(0, 0, 500, now),
                centroid(1, 0, 0.9, 0),
                centroid(2, 0, 0.9, TRAINED + 1),
                centroid(3, 0, 1, 0));

        ClusterLife.Outcome outcome = LIFE.after(state, List.of());

        assertThat(outcome.events()).containsExactly(new Event.Died(1, TRAINED));
        assertThat(outcome.clusters().latent().ids()).containsExactly(0, 2, 3);
        assertThat(outcome.clusters().latent().centres()).containsExactly(0, 0, 2, 0, 3, 0);
    }

    @Property(tries = 50)
    void noIdIsGivenOutTwiceWhateverIsBornAndDies(@ForAll long seed) {
        Random random = new Random(seed);
        ClusterLife life = new ClusterLife(true, 100, 110, TRAINED, PATIENCE);
        ClusterState state = state(at(0, 0), at(4, 0));
        Set<Long> born = new HashSet<>();
        Set<Long> dead = new HashSet<>();
        for (int step = 0; step < 40; step++) {
            List<EventGroup> groups = new ArrayList<>();
            for (int g = random.nextInt(3); g > 0; g--) {
                groups.add(group(30 * random.nextGaussian(), 30 * random.nextGaussian(), 1));
            }
            ClusterLife.Outcome outcome = life.after(forgetting(state, random, step), groups);
            for (Event event : outcome.events()) {
                if (event instanceof Event.Born birth) {
                    assertThat(born.add(birth.clusterId())).isTrue();
                    assertThat(birth.clusterId()).isBetween(100L, 109L);
                } else if (event instanceof Event.Died death) {
                    assertThat(dead.add(death.clusterId())).isTrue();
                }
            }
            state = outcome.clusters();
            assertThat(state.latent().count())
                    .isEqualTo(2 + born.size() - dead.size())
                    .isPositive();
        }
    }

    @Test
    void saysWhatIsWrongWithItsIds() {
        assertThatThrownBy(() -> new ClusterLife(true, 5, 4, 0, 1)).hasMessageContaining("from 5 to 4");
    }

    /** Time goes on by a patience, some clusters are seen, the others lose their mass. */
    private static ClusterState forgetting(ClusterState state, Random random, int step) {
        Centroids clusters = state.latent();
        double[] masses = clusters.masses().clone();
        long[] lastSeen = clusters.lastSeen().clone();
        for (int j = 0; j < masses.length; j++) {
            if (random.nextBoolean()) {
                lastSeen[j] = TRAINED + (step + 1) * PATIENCE;
            } else {
                masses[j] = 0.1;
            }
        }
        return state.withClusters(
                new Centroids(2, clusters.ids(), masses, clusters.centres(), clusters.variances(), lastSeen),
                state.nextId());
    }

    private static EventGroup groupOf(ClusterLife.Outcome outcome) {
        return ((Event.Joined) outcome.events().get(0)).group();
    }

    private static EventGroup group(double x, double y, float variance) {
        return new EventGroup(
                new float[] {(float) x, (float) y},
                new float[] {variance, variance},
                2_000,
                2_000,
                TRAINED + 1,
                TRAINED + 9);
    }

    private static Centroids at(float x, float y) {
        return centroid(x, y, 100, TRAINED);
    }

    private static Centroids centroid(float x, float y, double mass, long lastSeen) {
        return new Centroids(
                2, new long[1], new double[] {mass}, new float[] {x, y}, new float[2], new long[] {lastSeen});
    }

    private static ClusterState state(Centroids... centroids) {
        Centroids all = centroids[0];
        for (int j = 1; j < centroids.length; j++) {
            all = all.with(
                    j,
                    centroids[j].masses()[0],
                    centroids[j].centres(),
                    centroids[j].variances(),
                    centroids[j].lastSeen()[0]);
        }
        return new ClusterState(1, 1, all, centroids[0], Histograms.NONE);
    }
}
