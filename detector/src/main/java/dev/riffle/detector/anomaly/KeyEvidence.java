package dev.riffle.detector.anomaly;

import java.time.Duration;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * What the recent events of one key say together: their surprises, each weighing half as much per half-life of event
 * time that it lies back. Immutable.
 *
 * <p>Fisher's method (1925) combines independent tail probabilities p_i by the sum of -log p_i, which are our surprises
 * and exponential where nothing is wrong. With weights w_i the mean M = sum_i w_i s_i / sum_i w_i is no gamma variable any
 * more; its tail is taken for that of the gamma distribution with the same mean and variance (Satterthwaite 1946, "An
 * approximate distribution of estimates of variance components", Biometrics Bulletin 2). Nor are a key's events
 * independent: they resemble each other, as a cluster's units do in a survey, and say less than as many strangers would
 * (Kish's design effect, "Survey Sampling", 1965). With the correlation rho of two events' surprises,
 *
 * <pre>
 *   surprise = -log Q(k, k M),    1/k = rho + (1 - rho) sum_i w_i^2 / (sum_i w_i)^2
 * </pre>
 *
 * with Q the regularised upper incomplete gamma function and k, at most 1/rho = 5, the number of strangers that the events
 * are worth. One event alone keeps its own surprise. Taken for independent, the rows of a slow sensor come to surprises in
 * the thousands within a minute, which nothing can be held against. What rho does not meet, the alert threshold does,
 * which follows the stream.
 *
 * @param sum of the weighted surprises, at least 0
 * @param weight sum of the weights, 0 without events
 * @param squaredWeight sum of their squares
 * @param timeMillis event time of the newest event, which weighs 1; milliseconds since 1970-01-01T00:00Z
 */
public record KeyEvidence(double sum, double weight, double squaredWeight, long timeMillis) {
    /** Of a key without events. */
    public static final KeyEvidence NONE = new KeyEvidence(0, 0, 0, 0);

    /** rho: how much alike the surprises of a key's events are where nothing is wrong. */
    private static final double CORRELATION = 0.2;

    /** Float64 knows no smaller probability without losing digits. */
    private static final double LARGEST_SURPRISE = -Math.log(Double.MIN_NORMAL);

    public KeyEvidence {
        if (!(sum >= 0 && weight >= 0 && squaredWeight >= 0 && Double.isFinite(sum + weight + squaredWeight))) {
            throw new IllegalArgumentException("evidence of sum " + sum + ", weight " + weight + " and squared weight "
                    + squaredWeight + ", expected finite values of at least 0");
        }
    }

    /**
     * The evidence with one more event. The order of events does not matter: one that is older than the newest weighs
     * less from the start.
     *
     * @param surprise of the event by itself, at least 0
     * @param halfLife event time in which an event comes to weigh half, above 0
     */
    public KeyEvidence with(double surprise, long eventTimeMillis, Duration halfLife) {
        double bounded = Math.min(surprise, LARGEST_SURPRISE);
        if (weight == 0) {
            return new KeyEvidence(bounded, 1, 1, eventTimeMillis);
        }
        double halfLives = Math.abs((double) eventTimeMillis - timeMillis) / halfLife.toMillis();
        double faded = Math.pow(2, -halfLives);
        return eventTimeMillis >= timeMillis
                ? new KeyEvidence(
                        bounded + faded * sum, 1 + faded * weight, 1 + faded * faded * squaredWeight, eventTimeMillis)
                : new KeyEvidence(sum + faded * bounded, weight + faded, squaredWeight + faded * faded, timeMillis);
    }

    /**
     * Negative natural logarithm of the probability that a normal key's events say as much, from 0 to 708, where float64's
     * probabilities end.
     */
    public double surprise() {
        if (weight == 0) {
            return 0;
        }
        double worth = 1 / (CORRELATION + (1 - CORRELATION) * squaredWeight / (weight * weight));
        double mean = sum / weight;
        double tail = RegularizedGamma.Q.value(worth, worth * mean);
        return tail > 0.5
                ? -Math.log1p(-RegularizedGamma.P.value(worth, worth * mean))
                : Math.min(LARGEST_SURPRISE, -Math.log(tail));
    }
}
