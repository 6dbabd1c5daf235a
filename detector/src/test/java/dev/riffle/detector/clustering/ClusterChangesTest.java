package dev.riffle.detector.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.clustering.ClusterChange.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ClusterChangesTest {
    @Test
    void aPlantedSplitIsNamedWithItsParts() {
        long[][] coAssignment = {{600, 400, 0}, {0, 0, 500}};
        ClusterMatching.StableIds stable = ClusterMatching.assignIds(new long[] {3, 8}, coAssignment, 10);

        assertThat(ClusterChanges.of(new long[] {3, 8}, stable.newIds(), stable.lineage()))
                .containsExactly(
                        new ClusterChange(Kind.SPLIT, 3, List.of(3L, 10L), 1),
                        new ClusterChange(Kind.KEPT, 3, List.of(), 0.6),
                        new ClusterChange(Kind.KEPT, 8, List.of(), 1));
    }

    @Test
    void aPlantedMergeIsNamedWithItsSources() {
        long[][] coAssignment = {{500, 0}, {300, 0}, {0, 900}};
        ClusterMatching.StableIds stable = ClusterMatching.assignIds(new long[] {1, 2, 3}, coAssignment, 10);

        assertThat(ClusterChanges.of(new long[] {1, 2, 3}, stable.newIds(), stable.lineage()))
                .containsExactly(
                        new ClusterChange(Kind.MERGED, 1, List.of(1L, 2L), 1),
                        new ClusterChange(Kind.KEPT, 1, List.of(), 1),
                        new ClusterChange(Kind.KEPT, 3, List.of(), 1));
    }

    @Test
    void aClusterOfNewEventsIsBornAndOneWithoutEventsDies() {
        long[][] coAssignment = {{500, 0}, {0, 0}};
        ClusterMatching.StableIds stable = ClusterMatching.assignIds(new long[] {1, 2}, coAssignment, 10);

        assertThat(ClusterChanges.of(new long[] {1, 2}, stable.newIds(), stable.lineage()))
                .containsExactly(
                        new ClusterChange(Kind.KEPT, 1, List.of(), 1),
                        new ClusterChange(Kind.BORN, 10, List.of(), 0),
                        new ClusterChange(Kind.DIED, 2, List.of(), 0));
    }

    @Property(tries = 300)
    void everyClusterOfBothModelsIsAccountedFor(
            @ForAll @IntRange(min = 1, max = 8) int before,
            @ForAll @IntRange(min = 1, max = 8) int after,
            @ForAll long seed) {
        Random random = new Random(seed);
        long[] oldIds = new long[before];
        long[][] coAssignment = new long[before][after];
        for (int o = 0; o < before; o++) {
            oldIds[o] = 2L * o;
            for (int n = 0; n < after; n++) {
                coAssignment[o][n] = random.nextInt(3) == 0 ? random.nextInt(500) : 0;
            }
        }
        ClusterMatching.StableIds stable = ClusterMatching.assignIds(oldIds, coAssignment, 100);

        List<ClusterChange> changes = ClusterChanges.of(oldIds, stable.newIds(), stable.lineage());

        List<Long> mentioned = new ArrayList<>();
        for (ClusterChange change : changes) {
            mentioned.add(change.clusterId());
            mentioned.addAll(change.relatedIds());
            assertThat(change.share()).isBetween(0.0, 1.0);
            if (change.kind() == Kind.SPLIT || change.kind() == Kind.MERGED) {
                assertThat(change.relatedIds()).hasSizeGreaterThan(1);
            }
        }
        for (long id : oldIds) {
            assertThat(mentioned).contains(id);
        }
        for (long id : stable.newIds()) {
            assertThat(mentioned).contains(id);
        }
        assertThat(changes.stream()
                        .filter(change -> change.kind() == Kind.BORN || change.kind() == Kind.KEPT)
                        .map(ClusterChange::clusterId))
                .doesNotHaveDuplicates();
    }
}
