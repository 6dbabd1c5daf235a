package dev.riffle.jobs.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.schemas.ClusterEvent;
import dev.riffle.schemas.ClusterEventType;
import dev.riffle.schemas.TrainingReason;
import dev.riffle.schemas.TrainingRequest;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class RequestTrainingsTest {
    private static final DriftReport REPORT = new DriftReport(4, "reconstruction: mean 0.5 before, 0.2 since", 77);

    @Test
    void scorersThatSeeTheSameDriftMakeOneRequestAndOneEvent() throws Exception {
        OperatorSubtaskState state;
        try (OneInputStreamOperatorTestHarness<DriftReport, TrainingRequest> harness = harness()) {
            harness.open();
            harness.setProcessingTime(1_000);
            harness.processElement(new StreamRecord<>(REPORT));
            harness.processElement(new StreamRecord<>(REPORT));
            harness.setProcessingTime(60_999);
            harness.processElement(new StreamRecord<>(REPORT));

            List<TrainingRequest> requests = harness.extractOutputValues();
            assertThat(requests).hasSize(1);
            assertThat(requests.get(0).getReason()).isEqualTo(TrainingReason.DRIFT);
            assertThat(requests.get(0).getDataFrom()).isEqualTo(77);
            assertThat(requests.get(0).getDetail()).contains("reconstruction");
            assertThat(harness.getSideOutput(RequestTrainings.CLUSTER_EVENTS))
                    .singleElement()
                    .satisfies(record -> {
                        ClusterEvent event = record.getValue();
                        assertThat(event.getType()).isEqualTo(ClusterEventType.DRIFT);
                        assertThat(event.getModelVersion()).isEqualTo(4);
                    });
            state = harness.snapshot(1, 1);
        }
        try (OneInputStreamOperatorTestHarness<DriftReport, TrainingRequest> restored = harness()) {
            restored.initializeState(state);
            restored.open();
            restored.setProcessingTime(60_999);
            restored.processElement(new StreamRecord<>(REPORT));
            assertThat(restored.extractOutputValues()).isEmpty();
            restored.setProcessingTime(61_000);
            restored.processElement(new StreamRecord<>(REPORT));
            assertThat(restored.extractOutputValues()).hasSize(1);
        }
    }

    private static OneInputStreamOperatorTestHarness<DriftReport, TrainingRequest> harness() throws Exception {
        return new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(new RequestTrainings(Duration.ofMinutes(1))), 128, 1, 0);
    }
}
