package dev.riffle.detector.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.detector.anomaly.AlertBudget.ShareOfEvents;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;

/** Seeds are fixed: the streams differ from try to try, not from run to run. */
class RateControllerTest {
    /** Continuous laws of a surprise as their quantile functions. */
    enum Law {
        EXPONENTIAL(share -> -Math.log(share)),
        UNIFORM(share -> 1 - share),
        HEAVY(share -> 1 / Math.sqrt(share) - 1),
        VERY_HEAVY(share -> 1 / share - 1),
        LIGHT(share -> Math.sqrt(-Math.log(share))),
        TWO_HUMPS(share -> share < 0.05 ? 20 - 20 * share : 1 - share);

        private final DoubleUnaryOperator upperQuantile;

        Law(DoubleUnaryOperator upperQuantile) {
            this.upperQuantile = upperQuantile;
        }

        double draw(Random random) {
            return upperQuantile.applyAsDouble(1 - random.nextDouble());
        }
    }

    /**
     * The account is a random walk with a spring of some sqrt(allowance) alerts, that is 2 to 3; 20 of 200 is beyond six
     * of its standard deviations, while alerts without a controller would deviate by 14.
     */
    @Property(seed = "5", tries = 60)
    void theRateConvergesForAnyContinuousDistributionAndAfterAStepInItsScale(
            @ForAll Law law,
            @ForAll @DoubleRange(min = 0.002, max = 0.03) @Scale(3) double share,
            @ForAll @DoubleRange(min = -2, max = 2) double logStep,
            @ForAll long seed) {
        AlertThreshold threshold = new AlertThreshold(new ShareOfEvents(share), Double.NaN);
        Random random = new Random(seed);
        int due200 = (int) Math.round(200 / share);

        alerts(threshold, law, 1, due200 / 2, random);
        int stationary = alerts(threshold, law, 1, due200, random);
        double scale = Math.exp(logStep);
        alerts(threshold, law, scale, 3 * due200, random);
        int afterTheStep = alerts(threshold, law, scale, due200, random);

        assertThat(stationary).isCloseTo(200, within(20));
        assertThat(afterTheStep).isCloseTo(200, within(20));
    }

    private static int alerts(AlertThreshold threshold, Law law, double scale, int events, Random random) {
        int alerts = 0;
        for (int i = 0; i < events; i++) {
            double surprise = scale * law.draw(random);
            alerts += surprise > threshold.surprise() ? 1 : 0;
            threshold.observe(surprise, i);
        }
        return alerts;
    }

    @Property(seed = "5", tries = 200)
    void whateverTheAlertsTheAccountIsTheOffsetTimesTheAllowance(
            @ForAll @DoubleRange(min = 0, max = 0.04) @Scale(3) double rate, @ForAll long seed) {
        RateController controller = new RateController();
        Random random = new Random(seed);
        double balance = 0;
        for (int i = 0; i < 300; i++) {
            boolean alert = random.nextDouble() < rate;
            double before = controller.level(0.02);
            controller.count(alert, 0.02);
            double after = controller.level(0.02);
            assertThat(after).isBetween(0.02 / 30 * 0.999, 0.02 * 300 * 1.001);
            if (after > 0.02 / 30 * 1.001) {
                balance += Math.log(after / before) * controller.allowance() - (0.02 - (alert ? 1 : 0));
            }
        }
        assertThat(balance).isCloseTo(0, within(1e-6));
    }

    @Example
    void longStreamsMaySpendMoreOnOneBurst() {
        RateController controller = new RateController();
        assertThat(controller.allowance()).isEqualTo(RateController.LEAST_ALLOWANCE);
        for (int i = 0; i < 100_000; i++) {
            controller.count(i % 100 == 0, 0.01);
        }
        assertThat(controller.allowance()).isCloseTo(20, within(1e-6));
    }
}
