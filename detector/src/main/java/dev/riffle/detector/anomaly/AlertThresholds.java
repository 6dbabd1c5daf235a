package dev.riffle.detector.anomaly;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The alert thresholds of one model: one for the whole stream or, where events name their segment, one per segment, each
 * with the whole budget for itself. A segment starts from the threshold of the whole stream, which sees every event; the
 * first {@value #MOST_SEGMENTS} segments have one of their own and all others share one. A live object for one thread.
 */
public final class AlertThresholds {
    /** Segments with a threshold of their own. */
    public static final int MOST_SEGMENTS = 100;

    /** Longer names, in characters, share: snapshots stay small. */
    private static final int LONGEST_NAME = 1_000;

    private static final int FIRST_SNAPSHOT_VERSION = 1;
    private static final int SNAPSHOT_VERSION = 2;

    private final long modelVersion;
    private final AlertThreshold whole;
    private final Map<String, AlertThreshold> segments = new LinkedHashMap<>();
    /** Of the segments beyond the first; null before there are any. */
    private AlertThreshold others;

    /**
     * Thresholds that start from a model's calibration.
     *
     * @param modelVersion the model whose surprises are compared
     * @param eventsPerHour pace of the model's training rows; NaN if they carried no time
     */
    public AlertThresholds(long modelVersion, AlertBudget budget, double eventsPerHour) {
        this(modelVersion, new AlertThreshold(budget, eventsPerHour));
    }

    private AlertThresholds(long modelVersion, AlertThreshold whole) {
        this.modelVersion = modelVersion;
        this.whole = whole;
    }

    /**
     * Thresholds for another model, whose surprises mean something else. They start from its calibration; what carries
     * over is of the stream, not of the model: segments, the pace of events, and how far the realised rate was off.
     */
    public AlertThresholds forModel(long newModelVersion) {
        AlertThresholds next = new AlertThresholds(newModelVersion, AlertThreshold.after(whole));
        segments.forEach((segment, threshold) -> next.segments.put(segment, AlertThreshold.after(threshold)));
        next.others = others == null ? null : AlertThreshold.after(others);
        return next;
    }

    /**
     * The threshold that an event is held against. Changes nothing.
     *
     * @param segment the event's segment; null where the budget is for the whole stream
     */
    public AlertThreshold of(String segment) {
        AlertThreshold own = segment == null ? whole : segments.get(segment);
        if (own != null) {
            return own;
        }
        return others != null && !hasRoomFor(segment) ? others : whole;
    }

    /**
     * Counts an event, so that the thresholds follow the stream.
     *
     * @param surprise finite, at least 0
     * @param segment as in {@link #of}
     * @param eventTimeMillis the event's time, milliseconds since 1970-01-01T00:00Z
     */
    public void observe(double surprise, String segment, long eventTimeMillis) {
        if (segment != null) {
            ownOrShared(segment).observe(surprise, eventTimeMillis);
        }
        whole.observe(surprise, eventTimeMillis);
    }

    private AlertThreshold ownOrShared(String segment) {
        AlertThreshold own = segments.get(segment);
        if (own == null && hasRoomFor(segment)) {
            own = AlertThreshold.startingFrom(whole);
            segments.put(segment, own);
        } else if (own == null) {
            if (others == null) {
                others = AlertThreshold.startingFrom(whole);
            }
            own = others;
        }
        return own;
    }

    private boolean hasRoomFor(String segment) {
        return segments.size() < MOST_SEGMENTS && segment.length() <= LONGEST_NAME;
    }

    /** Number of segments with a threshold of their own. */
    public int segments() {
        return segments.size();
    }

    /** The threshold of the whole stream on {@link dev.riffle.detector.Detection#surprise()}. */
    public double surprise() {
        return whole.surprise();
    }

    /** Share of recent events that were anomalies, in [0, 1]; NaN before the first event. */
    public double alertRate() {
        if (segments.isEmpty() && others == null) {
            return whole.recentAlerts() / whole.recentEvents();
        }
        double events = others == null ? 0 : others.recentEvents();
        double alerts = others == null ? 0 : others.recentAlerts();
        for (AlertThreshold threshold : segments.values()) {
            events += threshold.recentEvents();
            alerts += threshold.recentAlerts();
        }
        return alerts / events;
    }

    /** The learned part as bytes, for a checkpoint. */
    public byte[] snapshot() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(SNAPSHOT_VERSION);
            out.writeLong(modelVersion);
            whole.write(out);
            out.writeInt(segments.size());
            for (Map.Entry<String, AlertThreshold> segment : segments.entrySet()) {
                out.writeUTF(segment.getKey());
                segment.getValue().write(out);
            }
            out.writeBoolean(others != null);
            if (others != null) {
                others.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Adds the learned part of other thresholds of the same model (after a rescale several may come together). What
     * these were given to start from is dropped in favour of the first snapshot.
     *
     * @return false if the snapshot is of another model, whose surprises mean something else; nothing changes then
     * @throws IllegalArgumentException if the bytes are not a snapshot; these thresholds may then be unusable
     */
    public boolean restore(byte[] snapshot) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot))) {
            int version = in.readInt();
            if (version < FIRST_SNAPSHOT_VERSION || version > SNAPSHOT_VERSION) {
                throw new IllegalArgumentException("alert threshold's snapshot has format version " + version
                        + ", expected " + FIRST_SNAPSHOT_VERSION + " or " + SNAPSHOT_VERSION);
            }
            if (in.readLong() != modelVersion) {
                return false;
            }
            if (version == FIRST_SNAPSHOT_VERSION) {
                whole.addTailFrom(in);
            } else {
                whole.addFrom(in);
                addSegmentsFrom(in);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "alert threshold's snapshot of " + snapshot.length + " bytes ends too early", e);
        }
        return true;
    }

    private void addSegmentsFrom(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_SEGMENTS) {
            throw new IllegalArgumentException(
                    "alert threshold's snapshot has " + count + " segments, expected at most " + MOST_SEGMENTS);
        }
        for (int i = 0; i < count; i++) {
            ownOrShared(in.readUTF()).addFrom(in);
        }
        if (in.readBoolean()) {
            if (others == null) {
                others = AlertThreshold.startingFrom(whole);
            }
            others.addFrom(in);
        }
    }
}
