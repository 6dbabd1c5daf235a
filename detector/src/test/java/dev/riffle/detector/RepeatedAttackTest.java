package dev.riffle.detector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.anomaly.RepeatedPatterns;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.ClusterLife;
import dev.riffle.detector.clustering.EventGroup;
import dev.riffle.detector.replay.PrequentialEvaluation;
import dev.riffle.detector.replay.RankingMetrics;
import dev.riffle.detector.replay.Row;
import dev.riffle.detector.replay.Row.Label;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedAttackTest {
    private static final int EVENTS = 90_000;
    private static final ModelBundle MODEL = SyntheticModel.train(1, 1);
    private static final List<Row> ROWS = new SyntheticStream(2, 0.005).rows(EVENTS);

    @ParameterizedTest
    @ValueSource(strings = {"1%", "0.5%", "0.1%"})
    void anAttackOfFivePercentStaysFlaggedUntilItIsAnnounced(String budget) {
        BitSet attacks = new BitSet();
        Replay clean = new Replay(budget, ROWS, new BitSet());
        Replay poisoned = new Replay(budget, poisoned(0.05, attacks), attacks);

        assertThat(poisoned.attacks.size()).isGreaterThan(2_000);
        assertThat(poisoned.attacks.subList(0, 2_000).stream().filter(flagged -> flagged))
                .hasSizeGreaterThanOrEqualTo(1_800);
        assertThat(poisoned.established).hasSize(1);
        assertThat(poisoned.established.get(0).members()).isEqualTo(RepeatedPatterns.MOST_MEMBERS);
        assertThat(poisoned.auroc()).isGreaterThan(clean.auroc() - 0.01);
        // The attack takes nothing from the budget of all others while it is flagged.
        assertThat(poisoned.othersFlagged)
                .isBetween((int) (0.7 * clean.othersFlagged), (int) (1.2 * clean.othersFlagged));
    }

    @Test
    void whatIsMoreThanATenthOfTheStreamIsAnnouncedAndKeepsToTheBudget() {
        BitSet attacks = new BitSet();
        Replay shifted = new Replay("1%", poisoned(0.4, attacks), attacks);

        assertThat(shifted.established).hasSize(1);
        assertThat(shifted.attacks.stream().filter(flagged -> flagged).count() + shifted.othersFlagged)
                .isLessThan((long) (0.013 * (EVENTS + shifted.attacks.size())));
    }

    @Test
    void whatIsRarerThanTheBudgetIsTheThresholdsWork() {
        BitSet attacks = new BitSet();
        Replay rare = new Replay("1%", poisoned(0.004, attacks), attacks);

        assertThat(rare.established).isEmpty();
        assertThat((double) rare.attacks.stream().filter(flagged -> flagged).count() / rare.attacks.size())
                .isGreaterThan(0.9);
        assertThat(rare.attacks.stream().filter(flagged -> flagged).count() + rare.othersFlagged)
                .isBetween((long) (0.009 * EVENTS), (long) (0.011 * EVENTS));
    }

    @Test
    void aModelSwapInTheMiddleOfAnAttackForgetsNothingOfIt() {
        BitSet attacks = new BitSet();
        Replay swapped = new Replay("0.5%", poisoned(0.05, attacks), attacks, 1_000);

        assertThat(swapped.established).singleElement().satisfies(group -> assertThat(group.members())
                .isEqualTo(RepeatedPatterns.MOST_MEMBERS));
        assertThat(swapped.attacks.subList(1_000, 2_000).stream().filter(flagged -> flagged))
                .hasSizeGreaterThanOrEqualTo(990);
    }

    @Test
    void anEstablishedAttackIsAClusterOfItsOwnFromThenOn() {
        BitSet attacks = new BitSet();
        Replay poisoned = new Replay("1%", poisoned(0.05, attacks), attacks);

        assertThat(poisoned.born).isEqualTo(MODEL.clusters().nextId());
        int after = poisoned.attacks.size() - RepeatedPatterns.MOST_MEMBERS;
        assertThat(poisoned.attacksInBorn).hasSizeGreaterThan((int) (0.8 * after));
        assertThat(poisoned.othersInBorn).hasSizeLessThan(EVENTS / 100);
    }

    /** From the middle on, this share of the rows is one row over and over. */
    private static List<Row> poisoned(double share, BitSet attacks) {
        Random random = new Random(3);
        double[] pattern = new SyntheticStream(4, 0).normal();
        pattern[1] += 9;
        pattern[4] -= 12;
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS.size(); i++) {
            rows.add(ROWS.get(i));
            while (i >= ROWS.size() / 2 && random.nextDouble() < share) {
                double[] occurrence = pattern.clone();
                for (int f = 0; f < occurrence.length; f++) {
                    occurrence[f] += 0.2 * random.nextGaussian();
                }
                attacks.set(rows.size());
                rows.add(new Row(new FeatureVector(occurrence), ROWS.get(i).eventTimeMillis(), Label.UNKNOWN));
            }
        }
        return rows;
    }

    /** What became of attacks and of all other rows. */
    private static final class Replay {
        private final List<Boolean> attacks = new ArrayList<>();
        private final List<EventGroup> established = new ArrayList<>();
        private final List<Double> surprises = new ArrayList<>();
        private final List<Boolean> anomalous = new ArrayList<>();
        private final List<Integer> attacksInBorn = new ArrayList<>();
        private final List<Integer> othersInBorn = new ArrayList<>();
        private int othersFlagged;
        private long born = -1;

        Replay(String budget, List<Row> rows, BitSet attacked) {
            this(budget, rows, attacked, Integer.MAX_VALUE);
        }

        /** @param swapAfter so many attacks, another model takes over */
        Replay(String budget, List<Row> rows, BitSet attacked, int swapAfter) {
            boolean[] swapped = new boolean[1];
            PrequentialEvaluation.Listener listener = new PrequentialEvaluation.Listener() {
                @Override
                public void onRow(long index, Row row, Judgement judgement, StreamingDetector detector) {
                    if (attacked.get((int) index)) {
                        attacks.add(judgement.isAnomaly());
                    } else {
                        othersFlagged += judgement.isAnomaly() ? 1 : 0;
                        surprises.add(judgement.detection().surprise());
                        anomalous.add(row.label() == Label.ANOMALY);
                    }
                    if (judgement.detection().clusterId() == born) {
                        (attacked.get((int) index) ? attacksInBorn : othersInBorn).add((int) index);
                    }
                }

                @Override
                public void onClusterEvent(ClusterLife.Event event) {
                    if (event instanceof ClusterLife.Event.Born birth) {
                        established.add(birth.group());
                        born = birth.clusterId();
                    } else if (event instanceof ClusterLife.Event.Joined joined) {
                        established.add(joined.group());
                    }
                }
            };
            new PrequentialEvaluation()
                    .run(
                            new StreamingDetector(MODEL, AlertBudget.parse(budget)),
                            rows.iterator(),
                            listener,
                            (index, row, judgement) -> {
                                if (swapped[0] || attacks.size() < swapAfter) {
                                    return Optional.empty();
                                }
                                swapped[0] = true;
                                return Optional.of(SyntheticModel.train(2, 5));
                            });
        }

        double auroc() {
            boolean[] labels = new boolean[anomalous.size()];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = anomalous.get(i);
            }
            return RankingMetrics.auroc(
                    surprises.stream().mapToDouble(Double::doubleValue).toArray(), labels);
        }
    }
}
