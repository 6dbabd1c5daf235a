package dev.riffle.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.detector.pipeline.InvalidPipelineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.runtime.jobgraph.JobEdge;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringTopologyTest {
    @TempDir
    private Path directory;

    @Test
    void everyOperatorHasAUidAndNoTypeNeedsKryo() throws Exception {
        // The job's settings forbid generated uids and generic types: laying the graph out fails where one is met.
        StreamExecutionEnvironment environment = environment(TestModels.HISTORY_PIPELINE.yaml(), "exactly-once");
        JobGraph graph = environment.getStreamGraph(false).getJobGraph();
        assertThat(graph.getMaximumParallelism()).isEqualTo(2);
        assertThat(environment.getMaxParallelism()).isEqualTo(JobOptions.MAX_PARALLELISM);
        assertThat(environment.getConfig().isObjectReuseEnabled()).isTrue();
    }

    @Test
    void uidsAreWhatSavepointsWereWrittenWith() throws Exception {
        List<String> uids = new ArrayList<>();
        for (Transformation<?> transformation :
                environment(TestModels.HISTORY_PIPELINE.yaml(), "at-least-once").getTransformations()) {
            uids.add(transformation.getUid());
        }
        assertThat(uids)
                .filteredOn(uid -> uid != null)
                .containsExactlyInAnyOrder(
                        "decode",
                        "watermarks",
                        "history-customer",
                        "history-terminal",
                        "decode-models",
                        "decode-clusters",
                        "decode-verdicts",
                        "score",
                        "merge",
                        "assignments-sink",
                        "anomalies-sink",
                        "features-sink",
                        "dead-letters-sink",
                        "cluster-events-sink",
                        "request-trainings",
                        "training-requests-sink",
                        "clusters-sink");
    }

    @Test
    void aPipelineWithoutHistoryShufflesNoEvents() throws Exception {
        JobGraph graph = environment(TestModels.PIPELINE.yaml(), "at-least-once")
                .getStreamGraph(false)
                .getJobGraph();
        assertThat(graph.getVerticesAsArray())
                .filteredOn(vertex -> vertex.getName().contains("score"))
                .as("one task from the source to the answer")
                .singleElement()
                .satisfies(vertex -> {
                    assertThat(vertex.getName()).contains("Source: events", "decode", "watermarks", "assignments");
                    assertThat(vertex.isInputVertex())
                            .as("Flink triggers its checkpoints")
                            .isTrue();
                });
        assertThat(tasks(graph)).noneMatch(name -> name.contains("history"));
    }

    @Test
    void aPipelineWithHistoryShufflesEventsOncePerKeyAndNoMore() throws Exception {
        JobGraph graph = environment(TestModels.HISTORY_PIPELINE.yaml(), "at-least-once")
                .getStreamGraph(false)
                .getJobGraph();
        assertThat(tasks(graph))
                .anyMatch(name -> name.contains("Source: events") && name.contains("watermarks"))
                .contains("history-customer")
                .as("the last key's history and scoring are one task")
                .anyMatch(name -> name.contains("history-terminal") && name.contains("score"));
    }

    @Test
    void verdictsOfKeysGoIntoTheHistoryOfEachAndTheScorerComesBehind() throws Exception {
        JobGraph graph = environment(
                        TestModels.HISTORY_PIPELINE.yaml()
                                + "  - {name: confirmed, type: verdicts, key: terminal, window: 7d, delay: 1d}\n",
                        "at-least-once")
                .getStreamGraph(false)
                .getJobGraph();
        assertThat(tasks(graph))
                .contains("history-customer", "history-terminal")
                .anyMatch(name -> name.startsWith("enter-score -> score"));
    }

    @Test
    void theKeyThatScoresAreSmoothedByComesLastAndItsTaskScores() throws Exception {
        JobGraph graph = environment(TestModels.smoothed("customer").yaml(), "at-least-once")
                .getStreamGraph(false)
                .getJobGraph();
        assertThat(tasks(graph))
                .contains("history-terminal")
                .anyMatch(name -> name.contains("history-customer") && name.contains("score"));
    }

    @Test
    void aKeyWithoutHistoryThatScoresAreSmoothedByTakesOneMoreShuffle() throws Exception {
        String yaml = TestModels.PIPELINE.yaml() + "smoothing: {key: key, halfLife: 1m}\n";
        JobGraph graph =
                environment(yaml, "at-least-once").getStreamGraph(false).getJobGraph();
        assertThat(tasks(graph)).anyMatch(name -> name.startsWith("enter-score -> score"));
        assertThat(graph.getVerticesAsArray())
                .filteredOn(vertex -> vertex.getName().startsWith("enter-score"))
                .singleElement()
                .satisfies(vertex -> assertThat(vertex.getInputs())
                        .extracting(JobEdge::getShipStrategyName)
                        .containsOnlyOnce("HASH")
                        .doesNotContain("FORWARD"));
    }

    private static List<String> tasks(JobGraph graph) {
        List<String> names = new ArrayList<>();
        graph.getVertices().forEach(vertex -> names.add(vertex.getName()));
        return names;
    }

    @Test
    void aPipelineThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> ScoringJob.build(
                        StreamExecutionEnvironment.getExecutionEnvironment(),
                        JobOptions.parse("--bootstrap", "localhost:1", "--pipeline", "no-such-pipeline")))
                .isInstanceOf(InvalidPipelineException.class)
                .hasMessageContaining("no-such-pipeline");
    }

    private StreamExecutionEnvironment environment(String pipeline, String delivery) throws Exception {
        Path file = Files.writeString(directory.resolve("pipeline.yaml"), pipeline);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        ScoringJob.build(
                environment,
                JobOptions.parse(
                        "--bootstrap",
                        "localhost:1",
                        "--pipeline",
                        file.toString(),
                        "--parallelism",
                        "2",
                        "--delivery",
                        delivery));
        return environment;
    }
}
