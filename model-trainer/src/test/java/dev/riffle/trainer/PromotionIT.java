package dev.riffle.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.ClusterIds;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.SeededBundle;
import dev.riffle.kafka.EmbeddedKafka;
import dev.riffle.schemas.ClusterEvent;
import dev.riffle.schemas.Topics;
import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.trainer.kafka.KafkaConnection;
import dev.riffle.trainer.kafka.KafkaReleases;
import dev.riffle.trainer.kafka.ModelCatalogue;
import dev.riffle.trainer.service.ReleasePublisher.Release;
import dev.riffle.trainer.service.ReleasePublisher.Role;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class PromotionIT {
    private static final Topics TOPICS = Topics.withPrefix("promotion.").withPartitions(1);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private EmbeddedKafka broker;
    private KafkaConnection connection;
    private ModelCatalogue catalogue;
    private Promotion promotion;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedKafka.start(directory, 0);
        connection = new KafkaConnection(broker.bootstrap(), TOPICS);
        catalogue = new ModelCatalogue(connection);
        promotion = new Promotion(connection, Clock.systemUTC());
        broker.createTopics(TOPICS.all());
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void aRollbackReleasesTheChampionBeforeOnceMoreAndTheNextGoesOneFurther() throws Exception {
        release(1, 0, Role.CHAMPION);
        release(2, 1, Role.CHAMPION);
        release(3, 2, Role.CHAMPION);

        assertThat(promotion.rollback("too many alerts")).isEqualTo(new Promotion.Promoted(4, 2, OptionalLong.of(3)));
        assertThat(promotion.rollback("")).isEqualTo(new Promotion.Promoted(5, 1, OptionalLong.of(4)));
        assertThatThrownBy(() -> promotion.rollback(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Before model 1 there was no champion");

        assertThat(catalogue.list()).hasSize(5).last().satisfies(entry -> {
            assertThat(entry.isChampion()).isTrue();
            assertThat(entry.parentVersion()).hasValue(4);
            assertThat(entry.originVersion()).hasValue(1);
            assertThat(entry.note()).isEqualTo("rollback to model 1");
        });
        assertThat(catalogue.published().champion().orElseThrow().modelVersion())
                .isEqualTo(5);
        assertThat(catalogue.open(5).orElseThrow().residualScales())
                .as("the bundle is model 1's")
                .isEqualTo(catalogue.open(1).orElseThrow().residualScales());
        assertThat(ClusterIds.firstFree(catalogue.open(5).orElseThrow()))
                .as("no cluster id comes twice")
                .isGreaterThanOrEqualTo(
                        ClusterIds.firstFreeAfter(catalogue.open(3).orElseThrow()));
    }

    @Test
    void aShadowIsNoChampionUntilItIsPromoted() throws Exception {
        release(1, 0, Role.CHAMPION);
        release(2, 1, Role.SHADOW);
        assertThat(catalogue.published().champion().orElseThrow().modelVersion())
                .isEqualTo(1);
        assertThatThrownBy(() -> promotion.promote(1, "")).hasMessage("Model 1 is the champion already");
        assertThatThrownBy(() -> promotion.promote(7, "")).hasMessage("There is no model 7; found 1, 2");

        assertThat(promotion.promote(2, "agrees for a week"))
                .isEqualTo(new Promotion.Promoted(3, 2, OptionalLong.of(1)));

        assertThat(catalogue.published().champion().orElseThrow().modelVersion())
                .isEqualTo(3);
        assertThat(catalogue.list().get(2).note()).isEqualTo("promotion of model 2: agrees for a week");
        assertThat(clusterEvents()).isNotEmpty().allSatisfy(event -> assertThat(event.getModelVersion())
                .isEqualTo(3));
    }

    @Test
    void aComparisonShowsWhatChanged() throws Exception {
        release(1, 0, Role.CHAMPION);
        release(2, 1, Role.CHAMPION);
        ModelBundle first = catalogue.open(1).orElseThrow();

        ModelComparison comparison =
                new ModelComparison(first, catalogue.open(2).orElseThrow(), new AlertBudget.ShareOfEvents(0.01));

        assertThat(comparison.decisions()).containsKeys("score threshold at the start", "clusters");
        assertThat(comparison.changes()).isNotEmpty();
        assertThat(new ModelComparison(first, first, new AlertBudget.ShareOfEvents(0.01)).provenance())
                .isEmpty();
    }

    @Test
    void aPublisherThatDiedInTheMiddleHidesNothingThatWasPublishedBefore() throws Exception {
        release(1, 0, Role.CHAMPION);
        Map<String, Object> dying = Map.of(
                "bootstrap.servers", broker.bootstrap(),
                "transactional.id", "somebody",
                "transaction.timeout.ms", "600000");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(dying, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPICS.models().name(), new byte[] {'2'}, new byte[] {1}))
                    .get();

            assertThat(catalogue.list())
                    .extracting(ModelCatalogue.Entry::modelVersion)
                    .containsExactly(1L);
            producer.abortTransaction();
        }
    }

    private void release(long version, long parent, Role role) throws Exception {
        ModelBundle bundle = SeededBundle.seed(version).version(version, parent).build();
        try (KafkaReleases releases = new KafkaReleases(connection, Clock.systemUTC())) {
            releases.published();
            releases.publish(
                    new Release(
                            bundle, BundleFormat.encode(bundle), role, OptionalLong.empty(), "test", Optional.empty()),
                    OptionalLong.empty());
        }
    }

    private List<ClusterEvent> clusterEvents() throws Exception {
        RecordCodec<ClusterEvent> codec = RecordCodec.any(ClusterEvent.class);
        List<ClusterEvent> events = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrap(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(TOPICS.clusterEvents().name(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> datum : consumer.poll(Duration.ofMillis(200))) {
                    events.add(codec.decode(datum.value()));
                }
            }
        }
        return events;
    }
}
