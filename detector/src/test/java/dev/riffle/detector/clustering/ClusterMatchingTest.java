package dev.riffle.detector.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.detector.clustering.ClusterMatching.StableIds;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ClusterMatchingTest {
    @Test
    void aReorderedClusteringKeepsItsIds() {
        long[][] coAssignment = {{0, 0, 50}, {70, 0, 0}, {0, 90, 0}};

        StableIds ids = ClusterMatching.assignIds(new long[] {4, 8, 15}, coAssignment, 16);

        assertThat(ids.newIds()).containsExactly(8, 15, 4);
        assertThat(ids.nextFreshId()).isEqualTo(16);
        assertThat(ids.lineage())
                .containsExactlyInAnyOrder(
                        new LineageEntry(4, 4, 1), new LineageEntry(8, 8, 1), new LineageEntry(15, 15, 1));
    }

    @Test
    void theGreatestTotalOverlapWinsNotTheGreatestSingleOne() {
        // Greedily 1 -> 0 (100 events) would leave 2 -> 1 with nothing; together 90 + 95 events are more.
        long[][] coAssignment = {{100, 90}, {95, 0}};

        assertThat(ClusterMatching.assignIds(new long[] {1, 2}, coAssignment, 3).newIds())
                .containsExactly(2, 1);
    }

    @Test
    void aSplitKeepsTheOldIdOnItsLargerPartAndMakesAFreshOne() {
        StableIds ids = ClusterMatching.assignIds(new long[] {3}, new long[][] {{30, 70}}, 10);

        assertThat(ids.newIds()).containsExactly(10, 3);
        assertThat(ids.nextFreshId()).isEqualTo(11);
        assertThat(ids.lineage()).containsExactlyInAnyOrder(new LineageEntry(3, 10, 0.3), new LineageEntry(3, 3, 0.7));
    }

    @Test
    void twoThatMergeLeaveOneIdBehind() {
        StableIds ids = ClusterMatching.assignIds(new long[] {1, 2}, new long[][] {{40}, {60}}, 5);

        assertThat(ids.newIds()).containsExactly(2);
        assertThat(ids.lineage()).containsExactlyInAnyOrder(new LineageEntry(1, 2, 1), new LineageEntry(2, 2, 1));
    }

    @Test
    void refusesAFreshIdThatIsInUse() {
        assertThatThrownBy(() -> ClusterMatching.assignIds(new long[] {7}, new long[][] {{1}}, 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fresh id 7");
    }

    @Property(tries = 60)
    void idsAreUniqueAndNoOtherMatchingKeepsMoreEvents(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int oldCount,
            @ForAll @IntRange(min = 1, max = 5) int newCount) {
        Random random = new Random(seed);
        long[][] coAssignment = new long[oldCount][newCount];
        for (long[] row : coAssignment) {
            Arrays.setAll(row, n -> Math.max(0, random.nextInt(100) - 40));
        }

        StableIds ids = ClusterMatching.assignIds(LongStream.range(0, oldCount).toArray(), coAssignment, oldCount);

        assertThat(ids.newIds()).doesNotHaveDuplicates();
        long kept = 0;
        for (int n = 0; n < newCount; n++) {
            kept += ids.newIds()[n] < oldCount ? coAssignment[(int) ids.newIds()[n]][n] : 0;
        }
        assertThat(kept).isEqualTo(best(coAssignment, 0, 0));
    }

    private static long best(long[][] coAssignment, int old, int used) {
        if (old == coAssignment.length) {
            return 0;
        }
        long best = best(coAssignment, old + 1, used);
        for (int n = 0; n < coAssignment[old].length; n++) {
            if ((used & 1 << n) == 0) {
                best = Math.max(best, coAssignment[old][n] + best(coAssignment, old + 1, used | 1 << n));
            }
        }
        return best;
    }
}
