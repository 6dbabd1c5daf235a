package dev.riffle.detector.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Events per hour of event time, older events counting less: a decayed count over a decayed span. A live object for one
 * thread.
 */
final class EventRate {
    private static final double MILLIS_PER_HOUR = 3_600_000;

    /** A longer pause tells nothing about the pace while events flow, nor does one stray time. */
    private static final double LONGEST_GAP_HOURS = 1;

    /** Events from which the observed rate takes over from the assumed one. */
    private static final double ENOUGH_EVENTS = 200;

    /** Events in a row, all behind the newest by more than the longest gap, that show the newest to be the stray one. */
    private static final int STRAY_AFTER_EVENTS = 1_000;

    private final double assumedPerHour;
    private double events;
    private double hours;
    private long newest = Long.MIN_VALUE;
    /** What the newest event's time added to {@link #hours}, decayed like them. */
    private double newestGap;

    private int farBehind;

    /** @param assumedPerHour rate until enough events were seen, above 0 */
    EventRate(double assumedPerHour) {
        this.assumedPerHour = assumedPerHour;
    }

    /** @param decay share of its weight that every older event keeps, in (0, 1] */
    void add(long eventTimeMillis, double decay) {
        double gap = 0;
        newestGap *= decay;
        if (newest == Long.MIN_VALUE) {
            newest = eventTimeMillis;
        } else if (eventTimeMillis > newest) {
            gap = Math.min((eventTimeMillis - newest) / MILLIS_PER_HOUR, LONGEST_GAP_HOURS);
            newest = eventTimeMillis;
            newestGap = gap;
        }
        events = events * decay + 1;
        hours = hours * decay + gap;
        farBehind = newest - eventTimeMillis > LONGEST_GAP_HOURS * MILLIS_PER_HOUR ? farBehind + 1 : 0;
        if (farBehind == STRAY_AFTER_EVENTS) {
            hours = Math.max(0, hours - newestGap);
            newest = eventTimeMillis;
            newestGap = 0;
            farBehind = 0;
        }
    }

    /** Above 0. */
    double perHour() {
        return events >= ENOUGH_EVENTS && hours > 0 ? events / hours : assumedPerHour;
    }

    /** Takes over what another rate has seen. */
    void startFrom(EventRate other) {
        events = other.events;
        hours = other.hours;
        newest = other.newest;
        newestGap = other.newestGap;
        farBehind = other.farBehind;
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(events);
        out.writeDouble(hours);
        out.writeLong(newest);
    }

    /** Adds what {@link #write} wrote: the rate becomes the mean of both, weighed by time. */
    void addFrom(DataInput in) throws IOException {
        double theirEvents = in.readDouble();
        double theirHours = in.readDouble();
        if (!(theirEvents >= 0 && theirHours >= 0 && Double.isFinite(theirEvents + theirHours))) {
            throw new IllegalArgumentException("alert threshold's snapshot counts " + theirEvents + " events in "
                    + theirHours + " hours, expected finite values of at least 0");
        }
        events += theirEvents;
        hours += theirHours;
        newest = Math.max(newest, in.readLong());
    }
}
