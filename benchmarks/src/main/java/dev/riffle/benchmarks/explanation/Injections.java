package dev.riffle.benchmarks.explanation;

import dev.riffle.benchmarks.alerts.RecordedStream;
import dev.riffle.benchmarks.alerts.RecordedStream.Moments;
import dev.riffle.detector.Detection;
import dev.riffle.detector.Detector;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.anomaly.Explanation;
import dev.riffle.detector.anomaly.Explanation.Contribution;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.replay.Row;
import dev.riffle.detector.replay.Row.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Faults injected into one column of real rows that were usual before: those of the normal label whose score is below
 * the threshold.
 *
 * @param injected faults of this size
 * @param flagged those that the model's calibration makes anomalies at the budget
 * @param named those of them whose largest share is the column's
 * @param expectedError median over them of |expected - value before the fault|, in deviations of the column
 * @param meanError median of |mean - value before the fault|, in the same unit
 */
record Injections(int injected, int flagged, int named, double expectedError, double meanError) {
    double top1() {
        return (double) named / flagged;
    }

    /**
     * @param size of the fault, in standard deviations of the column's training rows, either way
     * @param each rows per column
     * @param threshold surprise from which an event is an anomaly
     */
    static Injections of(RecordedStream stream, ModelBundle model, double size, int each, double threshold, long seed) {
        Detector detector = Detector.of(model);
        Moments moments = stream.moments();
        Random random = new Random(seed);
        int injected = 0;
        int flagged = 0;
        int named = 0;
        List<Double> expectedErrors = new ArrayList<>();
        List<Double> meanErrors = new ArrayList<>();
        for (int f = 0; f < moments.mean().length; f++) {
            double deviation = moments.deviation()[f];
            if (!(deviation > 0)) {
                continue;
            }
            for (int i = 0; i < each; i++) {
                Row row = stream.rows().get(random.nextInt(stream.rows().size()));
                double before = row.features().values()[f];
                if (row.label() == Label.ANOMALY
                        || Double.isNaN(before)
                        || detector.score(row.features()).surprise() > threshold) {
                    continue;
                }
                double[] values = row.features().values().clone();
                values[f] += (random.nextBoolean() ? 1 : -1) * size * deviation;
                FeatureVector faulty = new FeatureVector(values);
                injected++;
                Detection detection = detector.score(faulty);
                if (detection.surprise() <= threshold) {
                    continue;
                }
                flagged++;
                Explanation explanation = detector.explain(faulty, detection);
                String column = model.pipeline().columns().get(f);
                Contribution top = explanation.contributions().get(0);
                named += top.column().equals(column) ? 1 : 0;
                double expected = explanation.contributions().stream()
                        .filter(part -> part.column().equals(column))
                        .findFirst()
                        .orElseThrow()
                        .expected();
                expectedErrors.add(Math.abs(expected - before) / deviation);
                meanErrors.add(Math.abs(moments.mean()[f] - before) / deviation);
            }
        }
        return new Injections(injected, flagged, named, median(expectedErrors), median(meanErrors));
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int count = sorted.length;
        return count == 0 ? Double.NaN : (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    }
}
