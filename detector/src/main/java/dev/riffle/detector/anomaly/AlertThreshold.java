package dev.riffle.detector.anomaly;

import dev.riffle.detector.Detection;
import dev.riffle.detector.Trigger;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.Provenance;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * The surprise from which an event is an anomaly, kept such that the alert budget holds: a streaming quantile
 * (DDSketch) with half-life decay that starts from the bundle's calibration. A live object for one thread.
 *
 * <p>A combined surprise s is calibrated to a tail probability of e^-s, so the first threshold for a share q of events
 * is -log q. That calibration counts like a tenth of an alert's worth of events seen beforehand, 0.1/q: little, because a held-out
 * sample seldom shows the tail that it is asked about, while an event's rank among those before it keeps the budget
 * whatever the tail is like. Verdicts follow the threshold as it stands; it moves with every event above it and every
 * {@value #REFRESH_EVENTS} events. A budget per hour is a share of the events per hour of event time observed, at most
 * {@value #LARGEST_SHARE}: where even that is less than people could attend to, more would not be anomalies.
 */
public final class AlertThreshold {
    /**
     * Events after which an event counts half, at least; a budget of few events needs longer to see enough of them. At
     * 50,000 some 72,000 events count, of which 72 are alerts at 0.1 %: the realised rate stays within 12 % (one
     * standard deviation) at any time and much closer on average.
     */
    public static final double DEFAULT_HALF_LIFE = 50_000;

    static final double LARGEST_SHARE = 0.1;

    private static final double PRIOR_ALERTS = 0.1;
    private static final double ALERTS_PER_HALF_LIFE = 50;
    private static final int REFRESH_EVENTS = 64;
    /** Share that a budget per hour starts from where nothing is known about the pace of events. */
    private static final double ASSUMED_SHARE = 0.001;

    private static final double LEAST_SHARE = 1e-9;
    private static final int SNAPSHOT_VERSION = 1;

    private final long modelVersion;
    private final AlertBudget budget;
    private final EventRate rate;
    private final DecayedTail tail;
    private long observed;
    private double decay;
    private double surprise;

    public AlertThreshold(ModelBundle bundle, AlertBudget budget) {
        this(bundle.modelVersion(), budget, assumedEventsPerHour(bundle.provenance(), budget));
    }

    AlertThreshold(long modelVersion, AlertBudget budget, double assumedEventsPerHour) {
        this.modelVersion = modelVersion;
        this.budget = budget;
        rate = new EventRate(assumedEventsPerHour);
        tail = new DecayedTail(PRIOR_ALERTS / share());
        refresh();
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
     * exceeds the threshold. Never empty for an anomaly, empty otherwise.
     */
    public Set<Trigger> triggers(Detection detection) {
        Set<Trigger> triggers = EnumSet.noneOf(Trigger.class);
        if (isAnomaly(detection)) {
            double byReconstruction = detection.reconstructionSurprise();
            double byDensity = detection.densitySurprise();
            if (byReconstruction >= byDensity || byReconstruction > surprise) {
                triggers.add(Trigger.RECONSTRUCTION);
            }
            if (byDensity >= byReconstruction || byDensity > surprise) {
                triggers.add(Trigger.DENSITY);
            }
        }
        return triggers;
    }

    /** Counts a detection into the quantile, so that the threshold follows the stream. */
    public void observe(Detection detection, long eventTimeMillis) {
        observe(detection.surprise(), eventTimeMillis);
    }

    void observe(double eventSurprise, long eventTimeMillis) {
        tail.add(eventSurprise, decay);
        rate.add(eventTimeMillis, decay);
        if (++observed % REFRESH_EVENTS == 0 || eventSurprise > surprise) {
            refresh();
        }
    }

    /** The learned part as bytes, for a checkpoint. */
    public byte[] snapshot() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(SNAPSHOT_VERSION);
            out.writeLong(modelVersion);
            out.writeLong(observed);
            rate.write(out);
            tail.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Adds the learned part of another threshold of the same model (after a rescale several may come together). What
     * this one was given to start from is dropped in favour of the first snapshot.
     *
     * @return false if the snapshot is of another model, whose surprises mean something else; nothing changes then
     * @throws IllegalArgumentException if the bytes are not a snapshot; this threshold may then be unusable
     */
    public boolean restore(byte[] snapshot) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot))) {
            int version = in.readInt();
            if (version != SNAPSHOT_VERSION) {
                throw new IllegalArgumentException(
                        "alert threshold's snapshot has format version " + version + ", expected " + SNAPSHOT_VERSION);
            }
            if (in.readLong() != modelVersion) {
                return false;
            }
            if (observed == 0) {
                tail.clear();
            }
            observed += in.readLong();
            rate.addFrom(in);
            tail.addFrom(in);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "alert threshold's snapshot of " + snapshot.length + " bytes ends too early", e);
        }
        refresh();
        return true;
    }

    private void refresh() {
        double share = share();
        decay = Math.pow(2, -1 / Math.max(DEFAULT_HALF_LIFE, ALERTS_PER_HALF_LIFE / share));
        surprise = tail.upperQuantile(share);
    }

    /** Share of events that the budget allows at the moment. */
    private double share() {
        if (budget instanceof AlertBudget.PerHour perHour) {
            return Math.max(LEAST_SHARE, Math.min(perHour.alerts() / rate.perHour(), LARGEST_SHARE));
        }
        return ((AlertBudget.ShareOfEvents) budget).share();
    }

    private static double assumedEventsPerHour(Provenance provenance, AlertBudget budget) {
        double hours = (provenance.dataToMillis() - provenance.dataFromMillis()) / 3_600_000.0;
        if (hours > 0) {
            return (provenance.trainingRows() + provenance.holdoutRows()) / hours;
        }
        return budget instanceof AlertBudget.PerHour perHour ? perHour.alerts() / ASSUMED_SHARE : 1;
    }
}
