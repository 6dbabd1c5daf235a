package dev.riffle.detector.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.detector.Detection;
import dev.riffle.detector.Trigger;
import dev.riffle.detector.anomaly.AlertBudget.PerHour;
import dev.riffle.detector.anomaly.AlertBudget.ShareOfEvents;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertThresholdTest {
    /** Offset of the prior's weight in a snapshot: after format, model, count and the rate's two numbers and time. */
    private static final int PRIOR_AT = 4 + 8 + 8 + 8 + 8 + 8;

    private static final long MODEL = 3;

    @ParameterizedTest
    @CsvSource({"0.01, 400000", "0.005, 400000", "0.001, 1500000"})
    void keepsTheBudgetOnAStationaryStream(double share, int events) {
        AlertThreshold threshold = shareOf(share);
        Stream stream = new Stream(11, 1.3, 0.4);

        assertThat(stream.alertRate(threshold, events)).isCloseTo(share, within(0.1 * share));
    }

    @Test
    void startsFromTheCalibration() {
        AlertThreshold threshold = shareOf(0.001);

        assertThat(threshold.surprise()).isCloseTo(-Math.log(0.001), within(1e-9));
        assertThat(new Stream(5, 1, 0).alertRate(threshold, 20_000)).isBetween(0.0005, 0.0015);
    }

    @Test
    void aTailThinnerThanTheCalibrationPromisedCostsFewOfTheFirstAlerts() {
        int alerts = 0;
        for (int seed = 0; seed < 20; seed++) {
            alerts += (int) Math.round(20_000 * new Stream(seed, 0.6, 0).alertRate(shareOf(0.001), 20_000));
        }

        assertThat(alerts / 20.0).isBetween(15.0, 22.0);
    }

    @Test
    void aTailFatterThanTheCalibrationPromisedDoesNotFloodBeforeTheThresholdMoves() {
        assertThat(new Stream(3, 4, 3).alertRate(shareOf(0.001), 60) * 60).isBetween(1.0, 8.5);
    }

    @Test
    void returnsToTheBudgetAfterAShiftEitherWay() {
        AlertThreshold threshold = shareOf(0.005);
        new Stream(1, 1, 0).alertRate(threshold, 150_000);

        double directlyAfter = new Stream(2, 1.5, 1).alertRate(threshold, 2_000);
        new Stream(3, 1.5, 1).alertRate(threshold, 150_000);
        double settledHigh = new Stream(4, 1.5, 1).alertRate(threshold, 200_000);
        new Stream(5, 0.8, 0).alertRate(threshold, 400_000);
        double settledLow = new Stream(6, 0.8, 0).alertRate(threshold, 200_000);

        assertThat(directlyAfter).isGreaterThan(0.01);
        assertThat(settledHigh).isCloseTo(0.005, within(0.0005));
        assertThat(settledLow).isCloseTo(0.005, within(0.0005));
    }

    @Test
    void spendsABudgetPerHourByThePaceOfEventTime() {
        AlertThreshold threshold = new AlertThreshold(MODEL, new PerHour(60), 100);
        Random random = new Random(8);
        int alerts = 0;
        int events = 400_000; // 200 a minute: 2,000 minutes
        for (int i = 0; i < events; i++) {
            double surprise = -Math.log(1 - random.nextDouble());
            alerts += surprise > threshold.surprise() ? 1 : 0;
            threshold.observe(surprise, i * 300L);
        }

        double hours = events * 300.0 / 3_600_000;
        assertThat(alerts / hours).isCloseTo(60, within(6.0));
    }

    @Test
    void aStrayEventTimeDoesNotOpenTheGates() {
        AlertThreshold threshold = new AlertThreshold(MODEL, new PerHour(60), 12_000);
        threshold.observe(0.5, -1_000_000);
        for (int i = 0; i < 10_000; i++) {
            threshold.observe(0.5 + i % 100 * 0.01, 1_700_000_000_000L + i * 300L);
        }

        assertThat(threshold.surprise()).isGreaterThan(1.4);
    }

    @Test
    void aStrayEventTimeInTheFutureDoesNotStopTheClock() {
        EventRate rate = new EventRate(100);
        for (int i = 0; i < 10_000; i++) {
            long stray = i == 100 ? 86_400_000 : 0;
            rate.add(1_700_000_000_000L + i * 300L + stray, 1);
        }

        assertThat(rate.perHour()).isCloseTo(12_000, within(2_500.0));
    }

    @Test
    void aRestoredThresholdGoesOnAsTheOriginalWould() {
        AlertThreshold original = shareOf(0.01);
        new Stream(1, 1.4, 0).alertRate(original, 120_000);
        AlertThreshold restored = shareOf(0.01);

        assertThat(restored.restore(original.snapshot())).isTrue();

        new Stream(2, 1.4, 0).alertRate(original, 6_400);
        new Stream(2, 1.4, 0).alertRate(restored, 6_400);
        assertThat(restored.surprise()).isCloseTo(original.surprise(), within(1e-6));
    }

    @Test
    void severalSnapshotsComeTogetherAsOneStream() {
        AlertThreshold busy = shareOf(0.01);
        new Stream(1, 2, 0).alertRate(busy, 30_000);
        AlertThreshold calm = shareOf(0.01);
        new Stream(2, 1, 0).alertRate(calm, 30_000);
        AlertThreshold both = shareOf(0.01);

        both.restore(busy.snapshot());
        both.restore(calm.snapshot());

        assertThat(both.surprise()).isBetween(calm.surprise(), busy.surprise());
        // Half of the events are exp(-s/2), half exp(-s): the mixture's 99 % quantile.
        assertThat((Math.exp(-both.surprise() / 2) + Math.exp(-both.surprise())) / 2)
                .isCloseTo(0.01, within(0.0015));
    }

    @Test
    void aSnapshotOfAnotherModelIsPassedOver() {
        AlertThreshold other = new AlertThreshold(MODEL + 1, new ShareOfEvents(0.01), 1);
        new Stream(1, 3, 0).alertRate(other, 20_000);
        AlertThreshold threshold = shareOf(0.01);

        assertThat(threshold.restore(other.snapshot())).isFalse();
        assertThat(threshold.surprise()).isCloseTo(-Math.log(0.01), within(1e-9));
    }

    @Test
    void refusesBytesThatAreNoSnapshot() {
        byte[] snapshot = shareOf(0.01).snapshot();

        assertThatThrownBy(() -> shareOf(0.01).restore(Arrays.copyOf(snapshot, snapshot.length - 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ends too early");
        snapshot[3] = 9;
        assertThatThrownBy(() -> shareOf(0.01).restore(snapshot))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("format version 9, expected 1");
    }

    @Test
    void aSnapshotOfFormatVersion1StaysReadableAndIsWrittenByteForByte() {
        // Eight events of surprise 0, 0.75, ..., 5.25 a second apart, at a budget of 1 % under model 3.
        String version1 = "AAAAAQAAAAAAAAADAAAAAAAAAAhAH/+aP8N+FT9f20B/IG/XAAABi8/lg1hAfz8c4dMFvD/v/zSAP95JAAAA"
                + "B////3A/7/9RkjCnAAAAAMo/7/9upDvY7AAAAZU/7/+LtmF0JwAAAiU/7/+oyKF4yAAAApQ/7//F2vvm5gAAAvA/7//i7XC+"
                + "mwAAAz0/8AAAAAAAAA==";
        // The prior of the time counted for 500 events; nothing else has changed since.
        byte[] written = Base64.getDecoder().decode(version1);
        ByteBuffer.wrap(written)
                .putDouble(PRIOR_AT, 0.02 * ByteBuffer.wrap(written).getDouble(PRIOR_AT));
        AlertThreshold original = shareOf(0.01);
        for (int i = 0; i < 8; i++) {
            original.observe(i * 0.75, 1_700_000_000_000L + i * 1_000L);
        }
        AlertThreshold restored = shareOf(0.01);

        assertThat(original.snapshot()).isEqualTo(written);
        assertThat(restored.restore(Base64.getDecoder().decode(version1))).isTrue();
        assertThat(restored.surprise()).isCloseTo(4.8085, within(1e-4));
    }

    @Test
    void namesTheSignalsBehindAnAnomaly() {
        AlertThreshold threshold = shareOf(0.001);

        assertThat(threshold.triggers(detection(2, 9, 8))).containsExactly(Trigger.DENSITY);
        assertThat(threshold.triggers(detection(9, 2, 8))).containsExactly(Trigger.RECONSTRUCTION);
        assertThat(threshold.triggers(detection(8, 9, 8)))
                .containsExactlyInAnyOrder(Trigger.DENSITY, Trigger.RECONSTRUCTION);
        assertThat(threshold.triggers(detection(5, 6, 7))).containsExactly(Trigger.DENSITY);
        assertThat(threshold.triggers(detection(9, 9, 3))).isEmpty();
    }

    private static AlertThreshold shareOf(double share) {
        return new AlertThreshold(MODEL, new ShareOfEvents(share), 1);
    }

    private static Detection detection(double byReconstruction, double byDensity, double surprise) {
        float[] none = {};
        return new Detection(
                0, 0, 0, false, 0, 0, 0, 0, byReconstruction, byDensity, surprise, none, none, new byte[0], none);
    }

    /** Exponentially distributed surprises, which a perfect calibration would make of a stream at scale 1, shift 0. */
    private record Stream(long seed, double scale, double shift) {
        double alertRate(AlertThreshold threshold, int events) {
            Random random = new Random(seed);
            int alerts = 0;
            for (int i = 0; i < events; i++) {
                double surprise = shift - scale * Math.log(1 - random.nextDouble());
                alerts += surprise > threshold.surprise() ? 1 : 0;
                threshold.observe(surprise, i);
            }
            return (double) alerts / events;
        }
    }
}
