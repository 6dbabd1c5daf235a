package dev.riffle.jobs.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.detector.pipeline.Event;
import dev.riffle.jobs.TestModels;
import dev.riffle.schemas.AnalystVerdict;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.Finding;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class ScorerInputSerializerTest {
    private static final EventInFlight EVENT = new EventInFlight(
            new Event("id", new String[] {"k"}, 12, new double[0], new String[] {"shoes"}),
            13,
            3,
            1L << 40,
            new double[] {-1, 7});

    @Test
    void anEventSurvivesATaskBoundary() throws Exception {
        assertThat(roundTrip(EVENT)).usingRecursiveComparison().isEqualTo(EVENT);
    }

    @Test
    void whatSteersAScorerSurvivesATaskBoundary() throws Exception {
        ControlMessage clusters = ControlMessage.of(ClusterSnapshot.newBuilder()
                .setModelVersion(3)
                .setClustersVersion(9)
                .setTime(12)
                .setLatent(List.of())
                .setDensity(List.of())
                .build());
        ControlMessage verdict = ControlMessage.of(
                AnalystVerdict.newBuilder()
                        .setEventId("e")
                        .setFinding(Finding.TRUE_ALERT)
                        .setTime(1)
                        .build(),
                7);
        ControlMessage release = ControlMessage.of(TestModels.release(2, new byte[] {1, 2, 3}));
        assertThat(roundTrip(clusters)).isEqualTo(clusters);
        assertThat(roundTrip(verdict)).isEqualTo(verdict);
        assertThat(roundTrip(release)).isEqualTo(release);
    }

    @Test
    void bytesOfAnotherKindAreRefused() {
        assertThatThrownBy(() -> ScorerInputSerializer.INSTANCE.deserialize(new DataInputDeserializer(new byte[] {9})))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("kind 9");
    }

    @Test
    void aCopyOfAnEventHasItsOwnRow() {
        EventInFlight copy = (EventInFlight) ScorerInputSerializer.INSTANCE.copy(EVENT);
        copy.row()[1] = 42;
        assertThat(EVENT.row()[1]).isEqualTo(7);
    }

    private static ScorerInput roundTrip(ScorerInput value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        ScorerInputSerializer.INSTANCE.serialize(value, out);
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        ScorerInput read = ScorerInputSerializer.INSTANCE.deserialize(in);
        assertThat(in.available()).isZero();
        return read;
    }
}
