package dev.riffle.benchmarks.quality;

import dev.riffle.benchmarks.quality.QualityRun.Alerts;
import dev.riffle.benchmarks.quality.QualityRun.Confusion;
import dev.riffle.benchmarks.quality.QualityRun.Ranking;
import dev.riffle.detector.Detection;
import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.anomaly.AlertThresholds;
import dev.riffle.detector.anomaly.ScoreCombiner;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.replay.PrequentialEvaluation;
import dev.riffle.detector.replay.RankingMetrics;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Trains on a stream's warm-up, replays the rest prequentially, and measures everything at once. */
final class QualityMeasurement {
    /** An event of this tail probability or less counts as unusual where no budget is asked for. */
    static final double RARE = 0.01;

    /** The first is the one that the replay runs with: what it flags does not teach. */
    static final List<String> BUDGETS = List.of("0.1%", "0.5%", "1%");

    private static final double NANOS_PER_SECOND = 1e9;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Clock clock;

    QualityMeasurement(Clock clock) {
        this.clock = clock;
    }

    QualityRun measure(QualitySet set, long seed, Variant variant) {
        Stream stream = Stream.of(set, seed, variant.handicap());
        Succession models = new Succession(stream, variant.config(seed), clock);
        Observed observed = new Observed(stream, models);
        long cpu = threads.getCurrentThreadCpuTime();
        new PrequentialEvaluation()
                .run(
                        new StreamingDetector(models.first(), AlertBudget.parse(BUDGETS.get(0))),
                        IntStream.range(0, stream.scored())
                                .mapToObj(stream::row)
                                .iterator(),
                        (index, row, judgement, detector) -> observed.add((int) index, judgement.detection()),
                        (index, row, judgement) -> models.after((int) index, judgement));
        double secondsScoring =
                (threads.getCurrentThreadCpuTime() - cpu - models.cpuNanosRetraining()) / NANOS_PER_SECOND;

        Map<String, Ranking> rankings = observed.rankings();
        if (variant.equals(Variant.DEFAULT)) {
            for (Replay replay : Replay.values()) {
                rankings.put(replay.title(), observed.ranking(replay.run(models, stream)));
            }
        }
        return new QualityRun(
                set.group().name(),
                set.name(),
                set.part(),
                seed,
                variant.name(),
                stream.scored(),
                rankings,
                observed.budgets(),
                observed.usual(),
                models.secondsTraining(),
                secondsScoring);
    }

    /** What a replay's events came to. */
    private static final class Observed {
        private final Stream stream;
        private final boolean[] labels;
        private final Succession models;
        private final Detection[] detections;
        /** The calibrations that each detection was made with. */
        private final ScoreCombiner[] scores;

        Observed(Stream stream, Succession models) {
            this.stream = stream;
            this.models = models;
            labels = stream.scoredLabels();
            detections = new Detection[labels.length];
            scores = new ScoreCombiner[labels.length];
        }

        void add(int index, Detection detection) {
            detections[index] = detection.copy();
            scores[index] = models.newest().scores();
        }

        Ranking ranking(double[] scores) {
            return new Ranking(RankingMetrics.auroc(scores, labels), RankingMetrics.averagePrecision(scores, labels));
        }

        Map<String, Ranking> rankings() {
            Map<ScoreRule, double[]> values = new EnumMap<>(ScoreRule.class);
            for (ScoreRule rule : ScoreRule.values()) {
                double[] ranks = new double[detections.length];
                for (int i = 0; i < ranks.length; i++) {
                    ranks[i] = rule.of(detections[i], scores[i]);
                }
                values.put(rule, ranks);
            }
            Map<String, Ranking> rankings = new LinkedHashMap<>();
            values.forEach((rule, ranks) -> rankings.put(rule.title(), ranking(ranks)));
            return rankings;
        }

        /** Every budget's thresholds over the same events. */
        Map<String, Alerts> budgets() {
            Map<String, Alerts> alerts = new LinkedHashMap<>();
            for (String budget : BUDGETS) {
                AlertThresholds thresholds = new AlertThresholds(
                        models.first().modelVersion(),
                        AlertBudget.parse(budget),
                        models.first().provenance().eventsPerHour());
                boolean[] flagged = new boolean[detections.length];
                for (int i = 0; i < flagged.length; i++) {
                    Optional<ModelBundle> swapped = models.takenIntoUseAt(i);
                    if (swapped.isPresent()) {
                        thresholds = thresholds.forModel(swapped.get().modelVersion());
                    }
                    flagged[i] = thresholds.of(null).isAnomaly(detections[i]);
                    thresholds.observe(
                            detections[i].surprise(), null, stream.row(i).eventTimeMillis());
                }
                alerts.put(budget, alerts(flagged));
            }
            return alerts;
        }

        private Alerts alerts(boolean[] flagged) {
            int half = flagged.length / 2;
            long late = IntStream.range(half, flagged.length)
                    .filter(i -> flagged[i])
                    .count();
            Confusion confusion = confusion(flagged);
            double hits = confusion.truePositives();
            return new Alerts(
                    (double) late / (flagged.length - half),
                    hits / (hits + confusion.falsePositives()),
                    hits / (hits + confusion.falseNegatives()));
        }

        Confusion usual() {
            boolean[] flagged = new boolean[detections.length];
            for (int i = 0; i < flagged.length; i++) {
                flagged[i] = detections[i].tailProbability() <= RARE;
            }
            return confusion(flagged);
        }

        private Confusion confusion(boolean[] flagged) {
            long[] counts = new long[4];
            for (int i = 0; i < flagged.length; i++) {
                counts[(flagged[i] ? 0 : 2) + (labels[i] ? 0 : 1)]++;
            }
            return new Confusion(counts[0], counts[1], counts[3], counts[2]);
        }
    }
}
