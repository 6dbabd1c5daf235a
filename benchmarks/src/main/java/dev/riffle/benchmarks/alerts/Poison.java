package dev.riffle.benchmarks.alerts;

import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.Judgement;
import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.ClusterLife;
import dev.riffle.detector.replay.PrequentialEvaluation;
import dev.riffle.detector.replay.RankingMetrics;
import dev.riffle.detector.replay.Row;
import dev.riffle.detector.replay.Row.Label;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One attack pattern, repeated: from the middle of a stream on every row is followed by it with a probability that makes
 * it 5 % of the rows. The pattern is a row of the stream, half of whose columns are far off, and noise comes on top.
 *
 * @param deviations how far off, in standard deviations of the training rows
 * @param noise of every occurrence, in the same unit
 */
record Poison(double deviations, double noise) {
    /** Occurrences that are to be flagged. */
    static final int FIRST = 2_000;

    private static final double SHARE = 0.05;

    /**
     * What came of it.
     *
     * @param occurrences how often the pattern came
     * @param recall share of the first {@value #FIRST} that were flagged
     * @param established groups of repeated anomalies that were announced
     * @param aurocWithout of all other rows, where the pattern never came
     * @param aurocWith of the same rows, where it came
     * @param othersFlagged share of the other rows that were flagged, second half
     */
    record Outcome(
            int occurrences,
            double recall,
            int established,
            double aurocWithout,
            double aurocWith,
            double othersFlagged) {}

    Outcome of(RecordedStream stream, ModelBundle model, AlertBudget budget, long seed) {
        List<Row> poisoned = new ArrayList<>();
        BitSet attacks = new BitSet();
        Random random = new Random(seed);
        double[] mean = stream.moments().mean();
        double[] deviation = stream.moments().deviation();
        double[] pattern = pattern(stream.rows().get(0).features().values(), mean, deviation, random);
        for (int i = 0; i < stream.rows().size(); i++) {
            Row row = stream.rows().get(i);
            poisoned.add(row);
            if (i >= stream.rows().size() / 2 && random.nextDouble() < SHARE / (1 - SHARE)) {
                attacks.set(poisoned.size());
                poisoned.add(new Row(occurrence(pattern, deviation, random), row.eventTimeMillis(), Label.UNKNOWN));
            }
        }
        Replay clean = Replay.of(model, budget, stream.rows(), new BitSet());
        Replay attacked = Replay.of(model, budget, poisoned, attacks);
        int first = Math.min(FIRST, attacked.attacks.size());
        return new Outcome(
                attacked.attacks.size(),
                (double) attacked.attacks.subList(0, first).stream()
                                .filter(flagged -> flagged)
                                .count()
                        / first,
                attacked.established,
                clean.auroc(),
                attacked.auroc(),
                attacked.othersFlagged());
    }

    private double[] pattern(double[] row, double[] mean, double[] deviation, Random random) {
        double[] pattern = row.clone();
        for (int f = 0; f < pattern.length; f++) {
            if (Double.isNaN(pattern[f]) || random.nextBoolean()) {
                pattern[f] = mean[f] + (random.nextBoolean() ? 1 : -1) * deviations * deviation[f];
            }
        }
        return pattern;
    }

    private FeatureVector occurrence(double[] pattern, double[] deviation, Random random) {
        double[] row = pattern.clone();
        for (int f = 0; f < row.length; f++) {
            row[f] += noise * deviation[f] * random.nextGaussian();
        }
        return new FeatureVector(row);
    }

    /** A replay whose attacks are looked at apart from all other rows. */
    private static final class Replay implements PrequentialEvaluation.Listener {
        private final BitSet attacked;
        private final List<Boolean> attacks = new ArrayList<>();
        private final List<Double> surprises = new ArrayList<>();
        private final List<Boolean> labels = new ArrayList<>();
        private final BitSet flagged = new BitSet();
        private int established;

        private Replay(BitSet attacked) {
            this.attacked = attacked;
        }

        static Replay of(ModelBundle model, AlertBudget budget, List<Row> rows, BitSet attacked) {
            Replay replay = new Replay(attacked);
            new PrequentialEvaluation()
                    .run(
                            new StreamingDetector(model, budget),
                            rows.iterator(),
                            replay,
                            (index, row, judgement) -> Optional.empty());
            return replay;
        }

        @Override
        public void onRow(long index, Row row, Judgement judgement, StreamingDetector detector) {
            if (attacked.get((int) index)) {
                attacks.add(judgement.isAnomaly());
            } else {
                flagged.set(surprises.size(), judgement.isAnomaly());
                surprises.add(judgement.detection().surprise());
                labels.add(row.label() == Label.ANOMALY);
            }
        }

        @Override
        public void onClusterEvent(ClusterLife.Event event) {
            established += event instanceof ClusterLife.Event.Died ? 0 : 1;
        }

        double auroc() {
            boolean[] anomalous = new boolean[labels.size()];
            for (int i = 0; i < anomalous.length; i++) {
                anomalous[i] = labels.get(i);
            }
            return RankingMetrics.auroc(
                    surprises.stream().mapToDouble(Double::doubleValue).toArray(), anomalous);
        }

        double othersFlagged() {
            int half = labels.size() / 2;
            return (double) flagged.get(half, labels.size()).cardinality() / (labels.size() - half);
        }
    }
}
