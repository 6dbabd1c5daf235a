package dev.riffle.detector.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.detector.Detection;
import dev.riffle.detector.Trigger;
import dev.riffle.detector.anomaly.AlertBudget.PerHour;
import dev.riffle.detector.anomaly.AlertBudget.ShareOfEvents;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertThresholdTest {
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
    void aBurstIsFlaggedAtFirstAndThenHeldToTheBudgetNotSilencedForGood() {
        AlertThreshold threshold = shareOf(0.01);
        new Stream(1, 1, 0).alertRate(threshold, 100_000);

        double flagged = new Stream(2, 0.1, 30).alertRate(threshold, 1_000) * 1_000;
        new Stream(3, 1, 0).alertRate(threshold, 10_000);

        assertThat(flagged).isBetween(20.0, 80.0);
        assertThat(new Stream(4, 1, 0).alertRate(threshold, 20_000)).isCloseTo(0.01, within(0.002));
    }

    @Test
    void aLullIsPaidBackByABoundedNumberOfAlerts() {
        AlertThreshold threshold = shareOf(0.01);
        new Stream(1, 1, 0).alertRate(threshold, 20_000);
        new Stream(2, 0, 0.5).alertRate(threshold, 20_000);

        double alerts = new Stream(3, 1, 0).alertRate(threshold, 5_000) * 5_000;

        assertThat(alerts).as("50 are due").isBetween(40.0, 120.0);
    }

    @Test
    void spendsABudgetPerHourByThePaceOfEventTime() {
        AlertThreshold threshold = new AlertThreshold(new PerHour(60), 100);
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
        AlertThreshold threshold = new AlertThreshold(new PerHour(60), 12_000);
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
    void namesTheSignalsBehindAnAnomaly() {
        AlertThreshold threshold = shareOf(0.001);

        assertThat(threshold.triggers(detection(2, 9, 8))).containsExactly(Trigger.DENSITY);
        assertThat(threshold.triggers(detection(9, 2, 8))).containsExactly(Trigger.RECONSTRUCTION);
        assertThat(threshold.triggers(detection(8, 9, 8)))
                .containsExactlyInAnyOrder(Trigger.DENSITY, Trigger.RECONSTRUCTION);
        assertThat(threshold.triggers(detection(5, 6, 7))).containsExactly(Trigger.DENSITY);
    }

    private static AlertThreshold shareOf(double share) {
        return new AlertThreshold(new ShareOfEvents(share), 1);
    }

    private static Detection detection(double byReconstruction, double byDensity, double surprise) {
        float[] none = {};
        return new Detection(
                0, 0, 0, false, 0, 0, 0, 0, byReconstruction, byDensity, surprise, none, none, new int[0], none);
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
