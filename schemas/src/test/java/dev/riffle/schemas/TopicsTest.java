package dev.riffle.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    private final Topics topics = Topics.defaults();

    @Test
    void everyTopicHasItsOwnNameUnderThePrefix() {
        List<String> names =
                Topics.withPrefix("acme-").all().stream().map(Topic::name).toList();
        assertThat(names).hasSize(11).doesNotHaveDuplicates().allMatch(name -> name.startsWith("acme-"));
        assertThat(topics.events().name()).isEqualTo("riffle.events");
        assertThat(topics.clusterEvents().name()).isEqualTo("riffle.cluster-events");
    }

    @Test
    void onlyModelsAndClustersAreCompactedAndInOnePartition() {
        assertThat(topics.all().stream().filter(Topic::compacted))
                .containsExactly(topics.models(), topics.clusters())
                .allSatisfy(topic -> assertThat(topic.partitions()).isEqualTo(1))
                .allSatisfy(topic -> assertThat(topic.configs())
                        .containsEntry("cleanup.policy", "compact")
                        .containsEntry("retention.ms", "-1"));
        assertThat(topics.events().configs())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "604800000")
                .containsEntry("max.message.bytes", "8388608");
    }

    @Test
    void replayedOldEventsAreNotDeletedByTheirEventTime() {
        assertThat(topics.all()).allSatisfy(topic -> assertThat(topic.configs())
                .containsEntry("message.timestamp.type", "LogAppendTime"));
    }

    @Test
    void partitionsOfTheWideTopicsAreAdjustable() {
        Topics wide = topics.withPartitions(12);
        assertThat(List.of(wide.events(), wide.assignments(), wide.anomalies(), wide.features(), wide.deadLetters()))
                .allSatisfy(topic -> assertThat(topic.partitions()).isEqualTo(12));
        assertThat(wide.models().partitions()).isEqualTo(1);
        assertThat(topics.events().partitions()).isEqualTo(Topics.DEFAULT_PARTITIONS);
        assertThatThrownBy(() -> topics.withPartitions(0)).hasMessage("partitions must be at least 1, found 0");
    }

    @Test
    void aDeadLetterHoldsTheLargestEventEvenInBase64() {
        assertThat(topics.deadLetters().maxMessageBytes())
                .isGreaterThan(topics.events().maxMessageBytes() / 3 * 4 + 65_536);
        assertThat(topics.models().maxMessageBytes()).isEqualTo(32 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "riffle/", "café", "a\n", "a:b"})
    void aPrefixThatKafkaWouldRefuseIsRefused(String prefix) {
        assertThatThrownBy(() -> Topics.withPrefix(prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("letters, digits")
                .hasMessageContaining(prefix);
    }

    @Test
    void thePrefixMayFillKafkasLimitButNotExceedIt() {
        String longest = "x".repeat(231);
        assertThat(Topics.withPrefix(longest).injectedAnomalies().name()).hasSize(249);
        assertThatThrownBy(() -> Topics.withPrefix(longest + "x"))
                .hasMessageContaining("at most 231")
                .hasMessageContaining("found 232");
        assertThat(Topics.withPrefix("").events().name()).isEqualTo("events");
    }
}
