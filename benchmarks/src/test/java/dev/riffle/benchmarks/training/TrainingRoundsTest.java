package dev.riffle.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.Rounds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingRoundsTest {
    private static final Shape SMALL = new Shape(new int[] {12, 8, 3}, 16);
    private static final Circumstances HERE = new Circumstances("abc", "A Processor", "SkylakeX", 2, 1, 2, "2026");

    @Test
    void everyContenderTrainsOnceARoundInTurnAndTheFirstRoundDoesNotCount() throws IOException {
        List<String> order = new ArrayList<>();
        TrainingRounds rounds = new TrainingRounds(SMALL, rows(64), 2, 2);
        rounds.add(new Recorded("bound", order), false);
        rounds.add(new Recorded("one", order), false);
        rounds.run(2, round -> order.add(round));

        assertThat(order)
                .containsExactly(
                        "warming up", "bound", "one", "round 1 of 2", "bound", "one", "round 2 of 2", "bound", "one");

        JsonNode json = new ObjectMapper().readTree(rounds.result(2, HERE).toJson());
        assertThat(json.get("shape").asText()).isEqualTo("12-8-3");
        assertThat(json.at("/gemmBound/samplesPerSecond/median").asDouble()).isPositive();
        assertThat(json.at("/contenders/0/name").asText()).isEqualTo("one");
        assertThat(json.at("/contenders/0/shareOfBound").asDouble()).isPositive();
        assertThat(json.get("loadAtEnd").asDouble()).isEqualTo(2);
    }

    @Test
    void inTheJointEpochEveryAutoencoderLearnsItsShareAndReconstructsAll() {
        List<String> order = new ArrayList<>();
        TrainingRounds rounds = new TrainingRounds(SMALL, rows(64), 4, 1);
        rounds.add(new Recorded("bound", new ArrayList<>()), false);
        rounds.add(new Recorded("one", order), true);
        rounds.run(1, round -> {});

        assertThat(order).hasSize(2 * (1 + 2 * 4));
        assertThat(order.subList(9, 18))
                .containsExactly(
                        "one",
                        "one of 16",
                        "errors of 64",
                        "one of 16",
                        "errors of 64",
                        "one of 16",
                        "errors of 64",
                        "one of 16",
                        "errors of 64");
        assertThat(rounds.result(1, HERE).toText())
                .contains("4 autoencoders on 1 threads")
                .contains("one");
    }

    @Test
    void theMedianStandsInTheMiddle() {
        assertThat(Rounds.of(List.of(5.0, 1.0, 3.0))).isEqualTo(new Rounds(3, 1, 5));
        assertThat(Rounds.of(List.of(4.0, 1.0)).median()).isCloseTo(2.5, within(1e-12));
        assertThat(SMALL.widths()).containsExactly(12, 8, 3, 8, 12);
    }

    /** A contender that does not learn would be fast for nothing. */
    @ParameterizedTest
    @MethodSource("contenders")
    void aContenderLearnsToReconstruct(Contender contender) {
        float[][] rows = rows(256);
        Contender.Training training = contender.start(SMALL, 1);
        training.epoch(rows);
        double before = Arrays.stream(training.errors(rows)).sum();
        for (int epoch = 0; epoch < 60; epoch++) {
            training.epoch(rows);
        }
        assertThat(Arrays.stream(training.errors(rows)).sum()).isLessThan(0.8 * before);
    }

    static List<Contender> contenders() {
        return List.of(
                new OwnAutoencoder(false),
                new OwnAutoencoder(true),
                new Dl4jAutoencoder(false),
                new Dl4jAutoencoder(true));
    }

    private static float[][] rows(int count) {
        Random random = new Random(3);
        float[][] rows = new float[count][SMALL.inputs()];
        for (float[] row : rows) {
            float level = random.nextFloat();
            Arrays.fill(row, 0, 6, level);
            Arrays.fill(row, 6, 12, 1 - level);
        }
        return rows;
    }

    /** Writes down what it is asked for. */
    private record Recorded(String name, List<String> order) implements Contender {
        @Override
        public Training start(Shape shape, long seed) {
            return new Training() {
                @Override
                public void epoch(float[][] rows) {
                    order.add(rows.length == 64 ? name : name + " of " + rows.length);
                }

                @Override
                public double[] errors(float[][] rows) {
                    order.add("errors of " + rows.length);
                    return new double[rows.length];
                }
            };
        }
    }
}
