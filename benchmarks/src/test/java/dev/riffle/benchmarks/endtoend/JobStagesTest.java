package dev.riffle.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JobStagesTest {
    @Test
    void theInnermostFrameThatBelongsToAStageDecides() {
        assertThat(JobStages.stages()
                        .of(
                                "score (1/2)#0",
                                List.of(
                                        "java.util.HashMap.get",
                                        "dev.riffle.detector.assignment.NearestCentroid.assign",
                                        "dev.riffle.detector.Detector.score",
                                        "dev.riffle.jobs.operators.ScoreEvents.score")))
                .isEqualTo("scoring: nearest cluster");
        assertThat(JobStages.stages()
                        .of(
                                "score (1/2)#0",
                                List.of(
                                        "dev.riffle.detector.Detector.score",
                                        "dev.riffle.jobs.operators.ScoreEvents.score")))
                .isEqualTo("scoring: scale, calibrate, judge");
        assertThat(JobStages.stages().of("score (1/2)#0", List.of("org.apache.flink.Something.run")))
                .isEqualTo("Flink's runtime and the rest");
    }

    @Test
    void theBrokersThreadsAreItsOwnWhateverTheyRun() {
        assertThat(JobStages.stages()
                        .of(
                                "data-plane-kafka-request-handler-0",
                                List.of("org.apache.kafka.clients.producer.Anything.run")))
                .isEqualTo("broker (same process)");
    }
}
