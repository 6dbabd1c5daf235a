package dev.riffle.detector.anomaly;

import dev.riffle.detector.Detection;
import dev.riffle.detector.clustering.EventGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Keeps one anomaly that comes again and again flagged, where it comes more often than the alert budget has alerts. The
 * threshold alone would learn it: what makes up more of the stream than the budget cannot all lie above the budget's
 * quantile.
 *
 * <p>An event that is flagged and rarer than half the budget, by what the stream has shown so far, founds a
 * candidate. Later events join it if they reach the surprise that was asked of the founder and lie near,
 *
 * <pre>
 *   |x - c|^2 / columns &lt;= 1/4,    x the scaled event, c the mean of the members
 * </pre>
 *
 * so within half a standard deviation per column. A candidate of {@value #LEAST_MEMBERS} members is a pattern while it
 * makes up at least twice the budget and at most {@value #LARGEST_SHARE} of the stream, counted from its founder: less
 * leaves the threshold to do its work, and more is no attack but a stream that has changed. Members of
 * a pattern are anomalies, and neither the threshold's quantile nor its account sees them. After {@value #MOST_MEMBERS}
 * members it is established: from then on its events count like all others.
 *
 * <p>Where scores are smoothed, an event has to reach what is asked by itself as well as together with its key's others:
 * runs of events that resemble each other are flagged together as it is, and the budget is to hold for them; and what is
 * asked of smoothed scores may be little for single ones.
 *
 * <p>So a pattern that was there when the model was calibrated, or when the threshold settled, is none: of events as
 * rare as a founder there is a fourth of what a pattern has to have. Patterns outlive a swap of the model
 * ({@link #rescaled}); no snapshot has them: after a restart a pattern that still goes on is found again within
 * {@value #LEAST_MEMBERS} events. A live object for one thread.
 */
public final class RepeatedPatterns {
    /** Members from which a candidate is a pattern. */
    static final int LEAST_MEMBERS = 50;

    /** Members that are flagged; the overdraft of one pattern. */
    public static final int MOST_MEMBERS = 2_000;

    /** Share of the stream beyond which it is the stream that has changed. */
    static final double LARGEST_SHARE = 0.1;

    /** Candidates at a time: each unusual event is held against all of them. */
    static final int MOST_CANDIDATES = 16;

    /** Part of the budget that a founder is rarer than. */
    static final double RARER = 0.5;

    /** Budgets that a pattern makes up at least: four times as many as what is as rare as its founder. */
    static final double LEAST_BUDGETS = 2;

    private static final double SQUARED_RADIUS = 0.25;

    private final List<Candidate> candidates = new ArrayList<>();
    private final List<EventGroup> established = new ArrayList<>();
    private double least = Double.POSITIVE_INFINITY;
    private long events;

    /** One group of events that agree. */
    private static final class Candidate {
        private final double surprise;
        private final double budget;
        private final long founded;
        private final long foundedMillis;
        private final double[] sum;
        private PositionMoments positions;
        private long members;

        Candidate(Detection founder, double surprise, double budget, long founded, long foundedMillis) {
            this.surprise = surprise;
            this.budget = budget;
            this.founded = founded;
            this.foundedMillis = foundedMillis;
            sum = new double[founder.scaled().length];
            positions = new PositionMoments(founder.position().length);
        }

        /** The same group where columns are scaled otherwise. */
        Candidate(Candidate other, UnaryOperator<float[]> rescaling) {
            surprise = other.surprise;
            budget = other.budget;
            founded = other.founded;
            foundedMillis = other.foundedMillis;
            members = other.members;
            positions = new PositionMoments(0);
            float[] centre = rescaling.apply(other.centre());
            sum = new double[centre.length];
            for (int f = 0; f < sum.length; f++) {
                sum[f] = (double) centre[f] * members;
            }
        }

        boolean accepts(Detection detection) {
            if (surprise(detection) < surprise) {
                return false;
            }
            float[] x = detection.scaled();
            double squared = 0;
            for (int f = 0; f < sum.length; f++) {
                double difference = x[f] - sum[f] / members;
                squared += difference * difference;
            }
            return squared <= SQUARED_RADIUS * sum.length;
        }

        void add(Detection detection) {
            float[] x = detection.scaled();
            for (int f = 0; f < sum.length; f++) {
                sum[f] += x[f];
            }
            members++;
            if (positions.dimension() != detection.position().length) {
                // The first one since the model was swapped: positions under the old one say nothing any more.
                positions = new PositionMoments(detection.position().length);
            }
            positions.add(detection.position());
        }

        float[] centre() {
            float[] centre = new float[sum.length];
            for (int f = 0; f < sum.length; f++) {
                centre[f] = (float) (sum[f] / members);
            }
            return centre;
        }

        boolean isPattern(long now) {
            double age = now - founded + 1.0;
            return members >= LEAST_MEMBERS
                    && members < MOST_MEMBERS
                    && members >= LEAST_BUDGETS * budget * age
                    && members <= LARGEST_SHARE * age;
        }

        /** Rarer than the budget, or over. */
        boolean isSpent(long now) {
            double age = now - founded + 1.0;
            return members >= MOST_MEMBERS || (members < LEAST_BUDGETS * budget * age && age * budget >= 2);
        }
    }

    /**
     * The same patterns for another model of the stream, whose surprises mean the same but which scales columns by
     * itself. Where members lay among the old model's clusters is forgotten, and so is what was established and not yet
     * handed out: it is about those clusters.
     *
     * @param rescaling makes of a row as the present model scales it one as the other does
     */
    public RepeatedPatterns rescaled(UnaryOperator<float[]> rescaling) {
        RepeatedPatterns other = new RepeatedPatterns();
        candidates.forEach(candidate -> other.candidates.add(new Candidate(candidate, rescaling)));
        other.least = least;
        other.events = events;
        return other;
    }

    /** The lesser of the event's own surprise and the smoothed one; the same where nothing is smoothed. */
    private static double surprise(Detection detection) {
        return Math.min(detection.eventSurprise(), detection.surprise());
    }

    /** True if the event is one of a pattern's. Changes nothing. */
    public boolean isMember(Detection detection) {
        if (surprise(detection) < least) {
            return false;
        }
        for (Candidate candidate : candidates) {
            if (candidate.isPattern(events) && candidate.accepts(detection)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Counts an event.
     *
     * @param flagged whether it was an anomaly
     * @param threshold of the event's segment
     * @return whether the event is a pattern's and so none of the threshold's
     */
    public boolean observe(Detection detection, boolean flagged, AlertThreshold threshold, long eventTimeMillis) {
        events++;
        if (!flagged && surprise(detection) < least) {
            return false;
        }
        for (Candidate candidate : candidates) {
            if (candidate.accepts(detection)) {
                boolean member = candidate.isPattern(events - 1);
                candidate.add(detection);
                if (candidate.members == MOST_MEMBERS) {
                    established.add(
                            candidate.positions.group(candidate.members, candidate.foundedMillis, eventTimeMillis));
                }
                dropSpent();
                return member;
            }
        }
        if (flagged) {
            found(detection, threshold, eventTimeMillis);
        }
        return false;
    }

    private void found(Detection detection, AlertThreshold threshold, long eventTimeMillis) {
        dropSpent();
        double asked = threshold.surpriseOf(RARER);
        if (surprise(detection) < asked || LEAST_BUDGETS * threshold.share() >= LARGEST_SHARE) {
            return;
        }
        if (candidates.size() == MOST_CANDIDATES) {
            candidates.remove(candidates.stream()
                    .min(Comparator.comparingLong((Candidate candidate) -> candidate.members)
                            .thenComparingLong(candidate -> candidate.founded))
                    .orElseThrow());
        }
        Candidate candidate = new Candidate(detection, asked, threshold.share(), events, eventTimeMillis);
        candidate.add(detection);
        candidates.add(candidate);
        refreshLeast();
    }

    private void dropSpent() {
        if (candidates.removeIf(candidate -> candidate.isSpent(events))) {
            refreshLeast();
        }
    }

    private void refreshLeast() {
        least = candidates.stream()
                .mapToDouble(candidate -> candidate.surprise)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** Hands out the patterns that were established since the last call. */
    public List<EventGroup> drainEstablished() {
        List<EventGroup> all = List.copyOf(established);
        established.clear();
        return all;
    }
}
