package dev.riffle.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.Trigger;
import dev.riffle.schemas.DeadLetterReason;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class ScoringMetricsTest {
    private final Recorded recorded = new Recorded("", new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    @Test
    void everyAnswerIsCountedUnderWhatItWas() {
        ScoringMetrics metrics = new ScoringMetrics(recorded);
        metrics.warmingUp(true);
        metrics.judged(false, 0.25, Set.of());
        metrics.judged(true, 0.999, EnumSet.of(Trigger.DENSITY));
        metrics.judged(false, 1.0, EnumSet.allOf(Trigger.class));
        metrics.modelRefused();
        assertThat(recorded.counts())
                .containsEntry("assignments", 4L)
                .containsEntry("warmingUp", 1L)
                .containsEntry("late", 2L)
                .containsEntry("anomalies", 2L)
                .containsEntry("anomaliesReconstruction", 1L)
                .containsEntry("anomaliesDensity", 2L)
                .containsEntry("modelsRefused", 1L);
        assertThat(recorded.histograms.get("scores").getStatistics().getMax()).isEqualTo(1_000_000);
        assertThat(recorded.histograms.get("scores").getCount()).isEqualTo(3);
    }

    @Test
    void theDurationOfAScoreIsAMovingAverage() {
        ScoringMetrics metrics = new ScoringMetrics(recorded);
        metrics.scoringTook(1_000);
        assertThat(recorded.gauge("nanosPerScore")).isEqualTo(1_000.0);
        for (int i = 0; i < 2_000; i++) {
            metrics.scoringTook(3_000);
        }
        assertThat((double) recorded.gauge("nanosPerScore")).isBetween(2_999.0, 3_000.0);
    }

    @Test
    void theModelInUseIsShown() {
        ScoringMetrics.showModel(recorded, new Shown(3, 17, 0.998, 0.0012, 250, 4_000, "plain"));
        assertThat(recorded.gauge("modelVersion")).isEqualTo(3L);
        assertThat(recorded.gauge("clustersVersion")).isEqualTo(17L);
        assertThat(recorded.gauge("alertThreshold")).isEqualTo(0.998);
        assertThat(recorded.gauge("alertRate")).isEqualTo(0.0012);
        assertThat(recorded.gauge("ageOfCentroidsMillis")).isEqualTo(250L);
        assertThat(recorded.gauge("kernel")).isEqualTo("plain");
    }

    @Test
    void whereShadowAndChampionDisagreeIsCounted() {
        ShadowMetrics metrics = new ShadowMetrics(recorded);
        metrics.judged(true, true, true);
        metrics.judged(true, false, false);
        metrics.judged(false, true, true);
        metrics.judged(false, true, false);
        assertThat(recorded.counts())
                .containsEntry("shadowEvents", 4L)
                .containsEntry("shadowAnomalies", 3L)
                .containsEntry("shadowOnlyAnomalies", 2L)
                .containsEntry("shadowMissedAnomalies", 1L)
                .containsEntry("shadowOtherCluster", 2L);
    }

    @Test
    void theTimeToTheFirstVerdictIsThatOfTheFirst() {
        ScoringMetrics metrics = new ScoringMetrics(recorded);
        assertThat(recorded.gauge("millisToFirstVerdict")).isEqualTo(-1L);
        metrics.firstVerdictAfter(1_200);
        metrics.firstVerdictAfter(9_000);
        assertThat(recorded.gauge("millisToFirstVerdict")).isEqualTo(1_200L);
    }

    @Test
    void deadLettersAreCountedInTotalAndByReason() {
        DeadLetterMetrics metrics = new DeadLetterMetrics(recorded);
        metrics.count(DeadLetterReason.MALFORMED);
        metrics.count(DeadLetterReason.MALFORMED);
        metrics.count(DeadLetterReason.NOT_FINITE);
        assertThat(recorded.counts())
                .containsEntry("deadLetters", 3L)
                .containsEntry("reason.MALFORMED.deadLetters", 2L)
                .containsEntry("reason.NOT_FINITE.deadLetters", 1L)
                .containsEntry("reason.TOO_LARGE.deadLetters", 0L);
    }

    /** Remembers what was registered, under dotted names. */
    private static final class Recorded extends UnregisteredMetricsGroup {
        private final String prefix;
        private final Map<String, Counter> counters;
        private final Map<String, Gauge<?>> gauges;
        private final Map<String, Histogram> histograms;

        Recorded(
                String prefix,
                Map<String, Counter> counters,
                Map<String, Gauge<?>> gauges,
                Map<String, Histogram> histograms) {
            this.prefix = prefix;
            this.counters = counters;
            this.gauges = gauges;
            this.histograms = histograms;
        }

        Map<String, Long> counts() {
            Map<String, Long> counts = new TreeMap<>();
            counters.forEach((name, counter) -> counts.put(name, counter.getCount()));
            return counts;
        }

        Object gauge(String name) {
            return gauges.get(name).getValue();
        }

        @Override
        public Counter counter(String name) {
            return counters.computeIfAbsent(prefix + name, ignored -> super.counter(name));
        }

        @Override
        public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
            gauges.put(prefix + name, gauge);
            return gauge;
        }

        @Override
        public <H extends Histogram> H histogram(String name, H histogram) {
            histograms.put(prefix + name, histogram);
            return histogram;
        }

        @Override
        public MetricGroup addGroup(String key, String value) {
            return new Recorded(prefix + key + '.' + value + '.', counters, gauges, histograms);
        }
    }

    private record Shown(
            long modelVersion,
            long clustersVersion,
            double alertThreshold,
            double alertRate,
            long ageOfCentroids,
            long ageOfModel,
            String kernel)
            implements ServedModel {}
}
