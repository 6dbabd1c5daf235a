package dev.riffle.detector.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.detector.anomaly.AlertBudget.PerHour;
import dev.riffle.detector.anomaly.AlertBudget.ShareOfEvents;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlertThresholdsTest {
    private static final long MODEL = 3;
    private static final long NOON = 1_700_000_000_000L;

    @Test
    void everySegmentGetsTheBudgetForItself() {
        AlertThresholds thresholds = share(0.01);
        Random random = new Random(4);
        int[] alerts = new int[2];
        int[] events = new int[2];
        for (int i = 0; i < 120_000; i++) {
            int noisy = i % 3 == 0 ? 1 : 0;
            double surprise = -Math.log(1 - random.nextDouble()) * (noisy == 1 ? 4 : 1);
            String segment = noisy == 1 ? "noisy" : "calm";
            alerts[noisy] += surprise > thresholds.of(segment).surprise() ? 1 : 0;
            events[noisy]++;
            thresholds.observe(surprise, segment, NOON + i);
        }

        assertThat(alerts[0]).isCloseTo(events[0] / 100, within(events[0] / 1_000));
        assertThat(alerts[1]).isCloseTo(events[1] / 100, within(events[1] / 1_000));
        assertThat(thresholds.of("noisy").surprise())
                .isGreaterThan(2 * thresholds.of("calm").surprise());
        assertThat(thresholds.alertRate()).isCloseTo(0.01, within(0.002));
    }

    @Test
    void aNewSegmentStartsFromTheWholeStreamAndLookingItUpCreatesNothing() {
        AlertThresholds thresholds = share(0.01);
        feed(thresholds, "old", 1, 3, 32_000);

        double start = thresholds.of("new").surprise();

        assertThat(start).isEqualTo(thresholds.surprise());
        assertThat(thresholds.segments()).isEqualTo(1);
        thresholds.observe(0, "new", NOON);
        assertThat(thresholds.of("new").surprise()).isCloseTo(start, within(0.15 * start));
    }

    @Test
    void segmentsBeyondTheFirstShareOneThreshold() {
        AlertThresholds thresholds = share(0.01);
        for (int i = 0; i < AlertThresholds.MOST_SEGMENTS + 50; i++) {
            thresholds.observe(0.5, "segment " + i, NOON);
        }

        assertThat(thresholds.segments()).isEqualTo(AlertThresholds.MOST_SEGMENTS);
        assertThat(thresholds.of("segment 120"))
                .isSameAs(thresholds.of("segment 140"))
                .isNotSameAs(thresholds.of("segment 1"))
                .isNotSameAs(thresholds.of(null));
    }

    @Test
    void anotherModelStartsFromItsCalibrationAndKeepsRateAndSegments() {
        AlertThresholds thresholds = new AlertThresholds(MODEL, new PerHour(120), Double.NaN);
        Random random = new Random(3);
        int alerts = 0;
        int events = 100_000; // 200 a minute
        for (int i = 0; i < events; i++) {
            if (i % 10_000 == 0) {
                thresholds = thresholds.forModel(MODEL + i);
            }
            // Each model's surprises are off by another factor.
            double surprise = -Math.log(1 - random.nextDouble()) * (1 + i / 10_000 % 3 * 0.5);
            alerts += surprise > thresholds.of("a").surprise() ? 1 : 0;
            thresholds.observe(surprise, "a", NOON + i * 300L);
        }

        assertThat(thresholds.segments()).isEqualTo(1);
        assertThat(alerts / (events * 300.0 / 3_600_000)).isCloseTo(120, within(12.0));
    }

    @Test
    void aSegmentSurvivesItsSnapshot() {
        AlertThresholds original = share(0.01);
        feed(original, "a", 1, 3, 32_000);
        feed(original, "b", 2, 1, 32_000);
        AlertThresholds restored = share(0.01);

        restored.restore(original.snapshot());

        for (String segment : Arrays.asList("a", "b", "c", null)) {
            assertThat(restored.of(segment).surprise())
                    .isCloseTo(original.of(segment).surprise(), within(1e-6));
        }
        assertThat(restored.alertRate()).isCloseTo(original.alertRate(), within(1e-12));
    }

    @Test
    void snapshotsWithManySegmentsComeTogetherWithinTheBound() {
        AlertThresholds all = share(0.01);
        for (int part = 0; part < 3; part++) {
            AlertThresholds one = share(0.01);
            for (int i = 0; i < 60; i++) {
                one.observe(i % 7, part + "/" + i, NOON);
            }
            all.restore(one.snapshot());
        }

        assertThat(all.segments()).isEqualTo(AlertThresholds.MOST_SEGMENTS);
        assertThat(share(0.01).restore(all.snapshot())).isTrue();
    }

    @Test
    void aRestoredThresholdGoesOnAsTheOriginalWould() {
        AlertThresholds original = share(0.01);
        feed(original, null, 1, 1.4, 120_000);
        AlertThresholds restored = share(0.01);

        assertThat(restored.restore(original.snapshot())).isTrue();

        feed(original, null, 2, 1.4, 6_400);
        feed(restored, null, 2, 1.4, 6_400);
        assertThat(restored.surprise()).isCloseTo(original.surprise(), within(1e-6));
    }

    @Test
    void severalSnapshotsComeTogetherAsOneStream() {
        AlertThresholds busy = share(0.01);
        feed(busy, null, 1, 2, 32_000);
        AlertThresholds calm = share(0.01);
        feed(calm, null, 2, 1, 32_000);
        AlertThresholds both = share(0.01);

        both.restore(busy.snapshot());
        both.restore(calm.snapshot());

        assertThat(both.surprise()).isBetween(calm.surprise(), busy.surprise());
        // Half of the events are exp(-s/2), half exp(-s): the mixture's 99 % quantile.
        assertThat((Math.exp(-both.surprise() / 2) + Math.exp(-both.surprise())) / 2)
                .isCloseTo(0.01, within(0.005));
    }

    @Test
    void aSnapshotOfAnotherModelIsPassedOver() {
        AlertThresholds other = new AlertThresholds(MODEL + 1, new ShareOfEvents(0.01), Double.NaN);
        feed(other, null, 1, 3, 20_000);
        AlertThresholds threshold = share(0.01);

        assertThat(threshold.restore(other.snapshot())).isFalse();
        assertThat(threshold.surprise()).isCloseTo(-Math.log(0.01), within(1e-9));
    }

    @Test
    void refusesBytesThatAreNoSnapshot() {
        byte[] snapshot = share(0.01).snapshot();

        assertThatThrownBy(() -> share(0.01).restore(Arrays.copyOf(snapshot, snapshot.length - 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ends too early");
        snapshot[3] = 9;
        assertThatThrownBy(() -> share(0.01).restore(snapshot))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("format version 9, expected 1 or 2");
    }

    @Test
    void aSnapshotOfFormatVersion1StaysReadable() {
        // Eight events of surprise 0, 0.75, ..., 5.25 a second apart, at a budget of 1 % under model 3.
        String version1 = "AAAAAQAAAAAAAAADAAAAAAAAAAhAH/+aP8N+FT9f20B/IG/XAAABi8/lg1hAfz8c4dMFvD/v/zSAP95JAAAA"
                + "B////3A/7/9RkjCnAAAAAMo/7/9upDvY7AAAAZU/7/+LtmF0JwAAAiU/7/+oyKF4yAAAApQ/7//F2vvm5gAAAvA/7//i7XC+"
                + "mwAAAz0/8AAAAAAAAA==";
        AlertThresholds restored = share(0.01);

        assertThat(restored.restore(Base64.getDecoder().decode(version1))).isTrue();
        assertThat(restored.surprise()).isBetween(4.7, 5.2);
    }

    @Test
    void aSnapshotOfFormatVersion2StaysReadableAndIsWrittenByteForByte() {
        String version2 =
                "AAAAAgAAAAAAAAADAAAAAAAAAAhAH/lhEllqxj9f1fDfzl8AAAABi8/lg1hAI/aLg0Bgez/v8sLtKEpPAAAAB////3A/7/Sm"
                        + "voa3UgAAAMo/7/aKrIP5KwAAAZU/7/hutyHBQwAAAiU/7/pS3mHBHgAAApQ/7/w3IkWqXAAAAvA/7/4bgs8utwAAAz0/8AAA"
                        + "AAAAAD+0euFHrhR7v9OgbToG06FAH/lhEllqxj/wAAAAAAAAAAAAAgAEZXZlbgAAAAAAAAAEQA/9KWDdpow/W0zkTtB0XAAA"
                        + "AYvP5X9wQCP7RTJ1GMk/7/pS3mHBGgAAAAMAAADKP+/8NyJFqlwAAAIlP+/+G4LPLrcAAALwP/AAAAAAAAA/pHrhR64Uez+L"
                        + "ToG06BtPQA/9KWDdpowAAAAAAAAAAAADb2RkAAAAAAAAAARAD/0pYN2mjD9bTORO0HRcAAABi8/lg1hAI/oWq9J7uj/v+G63"
                        + "IcFCAAAABP///3A/7/pS3mHBHgAAAZU/7/w3IkWqXAAAApQ/7/4bgs8utwAAAz0/8AAAAAAAAD+keuFHrhR7v9R64UeuFHtA"
                        + "D/0pYN2mjD/wAAAAAAAAAA==";
        AlertThresholds original = share(0.01);
        for (int i = 0; i < 8; i++) {
            original.observe(i * 0.75, i % 2 == 0 ? "even" : "odd", NOON + i * 1_000L);
        }
        AlertThresholds restored = share(0.01);

        assertThat(Base64.getEncoder().encodeToString(original.snapshot())).isEqualTo(version2);
        assertThat(restored.restore(Base64.getDecoder().decode(version2))).isTrue();
        assertThat(restored.of("odd").surprise()).isCloseTo(original.of("odd").surprise(), within(1e-9));
    }

    private static AlertThresholds share(double share) {
        return new AlertThresholds(MODEL, new ShareOfEvents(share), Double.NaN);
    }

    /** Exponentially distributed surprises, which a perfect calibration would make of a stream at scale 1. */
    private static void feed(AlertThresholds thresholds, String segment, long seed, double scale, int events) {
        Random random = new Random(seed);
        for (int i = 0; i < events; i++) {
            thresholds.observe(-scale * Math.log(1 - random.nextDouble()), segment, NOON + i);
        }
    }
}
