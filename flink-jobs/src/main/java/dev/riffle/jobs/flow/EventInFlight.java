package dev.riffle.jobs.flow;

import dev.riffle.detector.pipeline.Event;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * An event between decoding and scoring.
 *
 * <p>The row is handed from operator to operator and filled on its way; nobody keeps it.
 *
 * @param event id, keys and time of the event; its fields stayed behind where its features were computed
 * @param receivedTime Kafka's timestamp of its record, milliseconds since 1970-01-01T00:00Z
 * @param partition partition of the events topic that it came from
 * @param offset its offset there: with the partition, where to find its original bytes
 * @param row one value per pipeline column; history columns are NaN until their key's history was met
 */
@TypeInfo(EventInFlightType.Factory.class)
public record EventInFlight(Event event, long receivedTime, int partition, long offset, double[] row)
        implements ScorerInput {
    private static final double[] NO_NUMBERS = {};
    private static final String[] NO_TEXTS = {};

    public EventInFlight {
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(row, "row");
    }

    /**
     * An event that features were computed of.
     *
     * @param decoded the event; the fields that its columns were computed of do not travel on
     * @param segment what shares an alert budget with it; null where the budget is for the whole stream
     */
    public static EventInFlight of(
            Event decoded, String segment, long receivedTime, int partition, long offset, double[] row) {
        String[] texts = segment == null ? NO_TEXTS : new String[] {segment};
        Event slim = new Event(decoded.id(), decoded.keys(), decoded.timeMillis(), NO_NUMBERS, texts);
        return new EventInFlight(slim, receivedTime, partition, offset, row);
    }

    /** What shares an alert budget with the event, as given to {@link #of}. */
    public String segment() {
        return event.texts().length == 0 ? null : event.texts()[0];
    }
}
