package dev.riffle.jobs.operators;

import org.apache.flink.util.MathUtils;

/**
 * Which events' features go to the trainer: a share of them, and not many more a second than it can make use of. What the
 * trainer keeps is bounded, while a feature record costs as much to write as the answer itself. Above the limit the share
 * follows the stream's pace; flagged events are few and never left out for the limit's sake, since an analyst may judge
 * them. A live object for one thread.
 *
 * <p>Whether an event is in a share depends on its id alone, so that a repeated event is in again or out again.
 */
final class FeatureSample {
    private final double wantedShare;
    private final double perSecond;

    private double share;
    private long events;
    private long pacedMillis;

    /**
     * @param share of events, in [0, 1]
     * @param perSecond events per second from which the share shrinks, above 0
     * @param nowMillis the clock
     */
    FeatureSample(double share, double perSecond, long nowMillis) {
        this.wantedShare = share;
        this.share = share;
        this.perSecond = perSecond;
        this.pacedMillis = nowMillis;
    }

    /** Whether an event is in the sample. */
    boolean takes(String eventId, boolean flagged) {
        events++;
        double wanted = flagged ? wantedShare : share;
        return wanted >= 1 || place(eventId) < wanted;
    }

    /** In [0, 1). */
    private static double place(String eventId) {
        return MathUtils.murmurHash(eventId.hashCode()) / (Integer.MAX_VALUE + 1.0);
    }

    /** Takes the pace since the last call into account; to be called now and then. */
    void pace(long nowMillis) {
        long millis = nowMillis - pacedMillis;
        if (millis <= 0) {
            return;
        }
        double wantedPerSecond = wantedShare * events * 1_000 / millis;
        share = wantedPerSecond <= perSecond ? wantedShare : wantedShare * perSecond / wantedPerSecond;
        events = 0;
        pacedMillis = nowMillis;
    }
}
