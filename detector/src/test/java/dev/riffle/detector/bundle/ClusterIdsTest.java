package dev.riffle.detector.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterIdsTest {
    private final ModelBundle model = SeededBundle.seed(1).build();
    private final long aboveOwn =
            Arrays.stream(model.clusters().latent().ids()).max().orElseThrow() + 1;

    @Test
    void idsThatAncestorsUsedAreNotFree() {
        assertThat(ClusterIds.firstFree(recording("5000"))).isEqualTo(5_000);
        assertThat(ClusterIds.firstFree(recording("0"))).isGreaterThanOrEqualTo(aboveOwn);
        assertThat(ClusterIds.firstFree(recording("many"))).isGreaterThanOrEqualTo(aboveOwn);
    }

    @Test
    void aSuccessorLeavesTheIdsAloneThatTheStreamMayGiveOut() {
        assertThat(ClusterIds.firstFreeAfter(recording("5000"))).isEqualTo(5_000 + ClusterIds.FOR_THE_STREAM);
    }

    private ModelBundle recording(String nextId) {
        return model.withProvenance(model.provenance().withHyperparameters(Map.of(ClusterIds.NEXT_CLUSTER_ID, nextId)));
    }
}
