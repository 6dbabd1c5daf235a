package dev.riffle.jobs.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.detector.SyntheticStream;
import dev.riffle.detector.anomaly.KeyEvidence;
import dev.riffle.detector.pipeline.Event;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.jobs.TestModels;
import dev.riffle.jobs.flow.ControlMessage;
import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.jobs.flow.ScorerInput;
import dev.riffle.schemas.Assignment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class SmoothedKeysTest {
    private static final Duration HALF_LIFE = Duration.ofMinutes(1);
    private static final long NOON = 1_700_000_000_000L;
    private static final Pipeline PIPELINE =
            Pipeline.parse(TestModels.PIPELINE.yaml() + "smoothing: {key: key, halfLife: 1m}\n", "test data");

    private final SyntheticStream stream = new SyntheticStream(3, 0.02);
    private final Map<String, KeyEvidence> expected = new HashMap<>();

    @Test
    void everyAnswerIsThatOfTheKeysEventsTogetherThroughSwapsAndARestore() throws Exception {
        OperatorSubtaskState state;
        try (KeyedOneInputStreamOperatorTestHarness<String, ScorerInput, Assignment> scorer = scorer()) {
            scorer.open();
            events(scorer, 0, 50);
            assertThat(scorer.extractOutputValues())
                    .as("warming up")
                    .allMatch(answer -> answer.getEventTailProbability() == null);
            release(scorer, 1);
            events(scorer, 50, 400);
            release(scorer, 2);
            events(scorer, 400, 700);
            check(scorer.extractOutputValues().subList(50, 700));
            state = scorer.snapshot(1, 1);
        }
        try (KeyedOneInputStreamOperatorTestHarness<String, ScorerInput, Assignment> restored = scorer()) {
            restored.initializeState(state);
            restored.open();
            events(restored, 700, 1_000);
            check(restored.extractOutputValues());
        }
    }

    @Test
    void whatWasJudgedIsWhatTheThresholdIsHeldAgainst() throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<String, ScorerInput, Assignment> scorer = scorer()) {
            scorer.open();
            release(scorer, 1);
            events(scorer, 0, 5_000);
            assertThat(scorer.extractOutputValues())
                    .allSatisfy(answer ->
                            assertThat(answer.getScore()).isEqualTo(1 - answer.getTailProbability(), within(1e-12)))
                    .filteredOn(answer -> !answer.getTriggers().isEmpty())
                    .isNotEmpty()
                    .allMatch(answer -> answer.getScore() > answer.getThreshold());
        }
    }

    /** Combines what the answers say of the events by themselves, and compares. */
    private void check(List<Assignment> answers) {
        int together = 0;
        for (Assignment answer : answers) {
            KeyEvidence evidence = expected.getOrDefault(answer.getKey(), KeyEvidence.NONE)
                    .with(-Math.log(answer.getEventTailProbability()), answer.getEventTime(), HALF_LIFE);
            expected.put(answer.getKey(), evidence);
            assertThat(-Math.log(answer.getTailProbability())).isCloseTo(evidence.surprise(), within(1e-6));
            together += Math.abs(answer.getTailProbability() - answer.getEventTailProbability()) > 1e-3 ? 1 : 0;
        }
        assertThat(together).isGreaterThan(answers.size() / 2);
    }

    private void events(
            KeyedOneInputStreamOperatorTestHarness<String, ScorerInput, Assignment> scorer, int from, int to)
            throws Exception {
        for (int i = from; i < to; i++) {
            Event event =
                    new Event("e" + i, new String[] {"k" + i % 7}, NOON + 3_000L * i, new double[0], new String[0]);
            double[] row = i % 50 == 49 ? stream.anomaly() : stream.normal();
            scorer.processElement(new StreamRecord<>(EventInFlight.of(event, null, NOON, 0, 1, row)));
        }
    }

    private static void release(
            KeyedOneInputStreamOperatorTestHarness<String, ScorerInput, Assignment> scorer, long version)
            throws Exception {
        scorer.processElement(new StreamRecord<>(ControlMessage.of(TestModels.release(version))));
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, ScorerInput, Assignment> scorer() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new ScoreEvents(new ScoringSettings(TestModels.text(PIPELINE), "events", "5%", "", 1, 1e6, 200, 1)),
                new SmoothedKey(0),
                Types.STRING);
    }
}
