package dev.riffle.detector.anomaly;

import dev.riffle.detector.Detection;
import dev.riffle.detector.Trigger;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * The surprise from which an event is an anomaly, kept such that the alert budget holds: a streaming quantile
 * ({@link DecayedTail}) that starts from the bundle's calibration, asked at a level that a {@link RateController} moves
 * by the realised rate. A live object for one thread.
 *
 * <p>A combined surprise s is calibrated to a tail probability of e^-s, so the first threshold for a share q of events
 * is -log q. That calibration counts like a tenth of an alert's worth of events seen beforehand, 0.1/q: little, because
 * a held-out sample seldom shows the tail that it is asked about. Verdicts follow the threshold as it stands; it moves
 * with every event above it and every {@value #REFRESH_EVENTS} events. A budget per hour is a share of the events per
 * hour of event time observed, at most {@value #LARGEST_SHARE}: where even that is less than people could attend to, more
 * would not be anomalies.
 */
public final class AlertThreshold {
    static final double LARGEST_SHARE = 0.1;

    private static final double PRIOR_ALERTS = 0.1;
    /**
     * Alerts due in the events after which an event counts half: some 43 alerts' worth of events count, whose quantile
     * has a relative standard deviation of 15 %; what that leaves is the controller's.
     */
    private static final double ALERTS_PER_HALF_LIFE = 30;

    private static final int REFRESH_EVENTS = 64;
    /** Share that a budget per hour starts from where nothing is known about the pace of events. */
    private static final double ASSUMED_SHARE = 0.001;
    /** Alerts due in the events that another threshold's tail counts for where this one starts from it. */
    private static final double STARTING_ALERTS = 1;

    private static final double LEAST_SHARE = 1e-9;
    private static final double LARGEST_LEVEL = 0.5;

    private final AlertBudget budget;
    private final EventRate rate;
    private final DecayedTail tail;
    private final RateController controller = new RateController();
    private long observed;
    private double recentEvents;
    private double recentAlerts;
    private double decay;
    private double surprise;

    /** @param eventsPerHour pace to assume until events were seen; NaN or 0 if nothing is known */
    AlertThreshold(AlertBudget budget, double eventsPerHour) {
        this.budget = budget;
        rate = new EventRate(eventsPerHour > 0 ? eventsPerHour : assumedEventsPerHour(budget));
        tail = new DecayedTail(PRIOR_ALERTS / share());
        refresh();
    }

    /** A threshold for a part of the stream that another one has seen the whole of: starts from its tail. */
    static AlertThreshold startingFrom(AlertThreshold whole) {
        AlertThreshold part = new AlertThreshold(whole.budget, whole.rate.perHour());
        part.tail.startFrom(whole.tail, STARTING_ALERTS / part.share());
        part.refresh();
        return part;
    }

    /**
     * A threshold for another model, whose surprises mean something else: it starts from that model's calibration. What
     * carries over is of the stream: the pace of events and how far the rate was off.
     */
    static AlertThreshold after(AlertThreshold former) {
        AlertThreshold next = new AlertThreshold(former.budget, former.rate.perHour());
        next.rate.startFrom(former.rate);
        next.controller.startFrom(former.controller);
        next.recentEvents = former.recentEvents;
        next.recentAlerts = former.recentAlerts;
        next.refresh();
        return next;
    }

    /** The current threshold on {@link Detection#surprise()}. */
    public double surprise() {
        return surprise;
    }

    /** True if the detection is an anomaly under the current threshold. Changes nothing. */
    public boolean isAnomaly(Detection detection) {
        return detection.surprise() > surprise;
    }

    /**
     * The signals that made an anomaly one: the one with the larger surprise, and the other too where its own surprise
     * exceeds the threshold. Never empty.
     *
     * @param detection an anomaly
     */
    public Set<Trigger> triggers(Detection detection) {
        Set<Trigger> triggers = EnumSet.noneOf(Trigger.class);
        double byReconstruction = detection.reconstructionSurprise();
        double byDensity = detection.densitySurprise();
        if (byReconstruction >= byDensity || byReconstruction > surprise) {
            triggers.add(Trigger.RECONSTRUCTION);
        }
        if (byDensity >= byReconstruction || byDensity > surprise) {
            triggers.add(Trigger.DENSITY);
        }
        return triggers;
    }

    /** Counts an event, so that the threshold follows the stream. */
    void observe(double eventSurprise, long eventTimeMillis) {
        boolean alert = eventSurprise > surprise;
        controller.count(alert, share());
        tail.add(eventSurprise, decay);
        rate.add(eventTimeMillis, decay);
        recentEvents = recentEvents * decay + 1;
        recentAlerts = recentAlerts * decay + (alert ? 1 : 0);
        if (++observed % REFRESH_EVENTS == 0 || alert) {
            refresh();
        }
    }

    /** Events observed, older ones counting less. */
    double recentEvents() {
        return recentEvents;
    }

    /** Those of them above the threshold of their time. */
    double recentAlerts() {
        return recentAlerts;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(observed);
        rate.write(out);
        tail.write(out);
        controller.write(out);
        out.writeDouble(recentEvents);
        out.writeDouble(recentAlerts);
    }

    /**
     * Adds what {@link #write} wrote (after a rescale several may come together). What this one was given to start from
     * is dropped in favour of the first.
     */
    void addFrom(DataInput in) throws IOException {
        addTailFrom(in);
        controller.addFrom(in);
        double theirEvents = in.readDouble();
        double theirAlerts = in.readDouble();
        if (!(theirEvents >= 0 && theirAlerts >= 0 && Double.isFinite(theirEvents + theirAlerts))) {
            throw new IllegalArgumentException("alert threshold's snapshot counts " + theirAlerts + " alerts in "
                    + theirEvents + " events, expected finite values of at least 0");
        }
        recentEvents += theirEvents;
        recentAlerts += theirAlerts;
        refresh();
    }

    /** As {@link #addFrom}, of what the first version of the snapshot's format had: no controller, no counts. */
    void addTailFrom(DataInput in) throws IOException {
        if (observed == 0) {
            tail.clear();
        }
        observed += in.readLong();
        rate.addFrom(in);
        tail.addFrom(in);
        refresh();
    }

    private void refresh() {
        double share = share();
        decay = Math.pow(2, -share / ALERTS_PER_HALF_LIFE);
        surprise = tail.upperQuantile(Math.min(LARGEST_LEVEL, controller.level(share)));
    }

    /**
     * The surprise that a part of the budget would reach, by what was seen so far and whatever the account says.
     *
     * @param part in (0, 1]
     */
    double surpriseOf(double part) {
        return tail.upperQuantile(part * share());
    }

    /** Share of events that the budget allows at the moment. */
    double share() {
        if (budget instanceof AlertBudget.PerHour perHour) {
            return Math.max(LEAST_SHARE, Math.min(perHour.alerts() / rate.perHour(), LARGEST_SHARE));
        }
        return ((AlertBudget.ShareOfEvents) budget).share();
    }

    private static double assumedEventsPerHour(AlertBudget budget) {
        return budget instanceof AlertBudget.PerHour perHour ? perHour.alerts() / ASSUMED_SHARE : 1;
    }
}
