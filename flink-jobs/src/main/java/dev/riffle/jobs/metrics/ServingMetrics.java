package dev.riffle.jobs.metrics;

import dev.riffle.detector.anomaly.AlertBudget;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What alerts compare a scorer's figures with: its budget, the model's age, the kernel. */
public final class ServingMetrics {
    private static final String VECTOR = "vector-";

    private ServingMetrics() {}

    /**
     * Registers the gauges.
     *
     * @param budget this scorer's part of the alert budget
     */
    public static void show(MetricGroup group, AlertBudget budget, ServedModel model) {
        double share = budget instanceof AlertBudget.ShareOfEvents events ? events.share() : Double.NaN;
        double perHour = budget instanceof AlertBudget.PerHour hour ? hour.alerts() : Double.NaN;
        group.gauge(JobMetrics.ALERT_BUDGET_SHARE, (Gauge<Double>) () -> share);
        group.gauge(JobMetrics.ALERT_BUDGET_PER_HOUR, (Gauge<Double>) () -> perHour);
        group.gauge(JobMetrics.AGE_OF_MODEL, (Gauge<Long>) model::ageOfModel);
        group.gauge(JobMetrics.KERNEL_VECTOR_BITS, (Gauge<Integer>) () -> vectorBits(model.kernel()));
    }

    static int vectorBits(String kernel) {
        if (kernel.isEmpty()) {
            return -1;
        }
        return kernel.startsWith(VECTOR) ? Integer.parseInt(kernel.substring(VECTOR.length())) : 0;
    }
}
