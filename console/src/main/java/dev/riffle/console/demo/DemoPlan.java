package dev.riffle.console.demo;

import dev.riffle.jobs.Delivery;
import dev.riffle.trainer.service.RetrainingPolicy;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What a demo does.
 *
 * @param scenario what is simulated
 * @param duration how long events are sent, above 0
 * @param rate events per second, above 0
 * @param retrainEvery time from one training to the next, above 0
 * @param seed of simulation and training
 * @param delivery what the job promises
 * @param alertBudget alerts that people can attend to
 * @param dashboardPort port of Flink's dashboard; empty for a demo without one
 */
public record DemoPlan(
        Scenario scenario,
        Duration duration,
        double rate,
        Duration retrainEvery,
        long seed,
        Delivery delivery,
        String alertBudget,
        OptionalInt dashboardPort) {
    /** Rows kept for training: enough for the networks here, few enough to train within seconds. */
    private static final int RESERVOIR_ROWS = 12_000;

    private static final int FEWEST_ROWS = 1_000;
    /** How long rows for the first model are collected: until the longest windows of the transactions have filled. */
    private static final double COLLECTING_SECONDS = 15;

    public DemoPlan {
        Objects.requireNonNull(scenario, "scenario");
        Objects.requireNonNull(delivery, "delivery");
        Objects.requireNonNull(alertBudget, "alertBudget");
        Objects.requireNonNull(dashboardPort, "dashboardPort");
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("--duration: found " + duration + ", expected more than 0");
        }
        if (retrainEvery.isZero() || retrainEvery.isNegative()) {
            throw new IllegalArgumentException("--retrain-every: found " + retrainEvery + ", expected more than 0");
        }
        if (!(rate >= 1 && rate <= 1_000_000)) {
            throw new IllegalArgumentException("--rate: found " + rate + ", expected 1 to 1,000,000 events per second");
        }
    }

    RetrainingPolicy retraining() {
        int minimumRows = (int) Math.min(RESERVOIR_ROWS, Math.max(FEWEST_ROWS, COLLECTING_SECONDS * rate));
        return new RetrainingPolicy(retrainEvery, minimumRows, RESERVOIR_ROWS, seed);
    }
}
