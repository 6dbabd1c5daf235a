package dev.riffle.detector.anomaly;

import java.time.Duration;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * What the recent events of one key say together: their surprises, each weighing half as much per half-life of event
 * time that it lies back. Immutable.
 *
 * <p>Fisher's method (1925) combines independent tail probabilities p_i by the sum of -log p_i, which are our surprises
 * and exponential where nothing is wrong. With weights w_i the sum S = sum_i w_i s_i is no gamma variable any more; its
 * tail is taken for that of the gamma distribution with the same mean and variance (Satterthwaite 1946, "An approximate
 * distribution of estimates of variance components", Biometrics Bulletin 2):
 *
 * <pre>
 *   surprise = -log Q(k, k S / sum_i w_i),    k = (sum_i w_i)^2 / sum_i w_i^2
 * </pre>
 *
 * with Q the regularised upper incomplete gamma function and k the number of events that count. One event alone keeps its
 * own surprise. A key's events resemble each other, so that their surprises are not independent and the combination is
 * more often large than it should be; the alert threshold, which follows the stream, makes up for that.
 *
 * @param sum of the weighted surprises, at least 0
 * @param weight sum of the weights, 0 without events
 * @param squaredWeight sum of their squares
 * @param timeMillis event time of the newest event, which weighs 1; milliseconds since 1970-01-01T00:00Z
 */
public record KeyEvidence(double sum, double weight, double squaredWeight, long timeMillis) {
    /** Of a key without events. */
    public static final KeyEvidence NONE = new KeyEvidence(0, 0, 0, 0);

    /** Below it, -log Q is taken from a continued fraction: Q itself would lose its digits, and underflow further out. */
    private static final double SMALLEST_TAIL = 1e-290;

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
        if (weight == 0) {
            return new KeyEvidence(surprise, 1, 1, eventTimeMillis);
        }
        double halfLives = Math.abs((double) eventTimeMillis - timeMillis) / halfLife.toMillis();
        double faded = Math.pow(2, -halfLives);
        return eventTimeMillis >= timeMillis
                ? new KeyEvidence(
                        surprise + faded * sum, 1 + faded * weight, 1 + faded * faded * squaredWeight, eventTimeMillis)
                : new KeyEvidence(sum + faded * surprise, weight + faded, squaredWeight + faded * faded, timeMillis);
    }

    /** Negative natural logarithm of the probability that a normal key's events say as much, at least 0. */
    public double surprise() {
        return weight == 0 ? 0 : negativeLogTail(weight * weight / squaredWeight, weight * sum / squaredWeight);
    }

    /** -log Q(k, x), k at least 1. */
    private static double negativeLogTail(double k, double x) {
        double tail = RegularizedGamma.Q.value(k, x);
        if (tail > 0.5) {
            return -Math.log1p(-RegularizedGamma.P.value(k, x));
        }
        if (tail >= SMALLEST_TAIL) {
            return -Math.log(tail);
        }
        // The second convergent of Legendre's continued fraction; so far out the others add nothing.
        return x - k * Math.log(x) + LogGamma.value(k) + Math.log(x + 1 - k + (k - 1) / (x + 3 - k));
    }
}
