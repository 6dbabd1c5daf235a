package dev.riffle.detector.pipeline;

import dev.riffle.detector.pipeline.InvalidEventException.Reason;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects an event's fields as a codec meets them and builds the {@link Event}. Fields that the pipeline does not use
 * are passed over; of a field that comes twice the last one counts. A live object for one thread; {@link #begin} starts
 * the next event.
 */
public final class EventBuilder {
    /** What one field serves as; one field may have several roles. A slot of -1 means not in that role. */
    private static final class Roles {
        private boolean id;
        private boolean time;
        private int key = -1;
        private int number = -1;
        private int text = -1;

        private boolean wantsText() {
            return id || key >= 0 || text >= 0;
        }
    }

    private static final double EXACT_INTEGERS = 1L << 53;
    /** Fields of an event whose roles are remembered by their place. */
    private static final int PLACES = 256;

    private final Map<String, Roles> fields = new HashMap<>();
    private final String[] fieldAt = new String[PLACES];
    private final Roles[] rolesAt = new Roles[PLACES];
    private final PipelineDefinition definition;
    private final int keyCount;
    private final int numberCount;
    private final int textCount;
    private final long futureToleranceMillis;

    private int place;
    private String id;
    private boolean timed;
    private long time;
    private String[] keys;
    private double[] numbers;
    private String[] texts;
    private InvalidEventException problem;

    public EventBuilder(Pipeline pipeline) {
        this.definition = pipeline.definition();
        this.numberCount = pipeline.numericFields().size();
        this.textCount = pipeline.textFields().size();
        this.futureToleranceMillis = pipeline.futureTolerance().toMillis();
        if (definition.id() != null) {
            roles(definition.id()).id = true;
        }
        if (definition.time() != null) {
            roles(definition.time().field()).time = true;
        }
        List<String> keyFields = definition.keys();
        for (int i = 0; i < keyFields.size(); i++) {
            roles(keyFields.get(i)).key = i;
        }
        keyCount = pipeline.keyFields().size();
        for (int i = 0; i < numberCount; i++) {
            roles(pipeline.numericFields().get(i)).number = i;
        }
        for (int i = 0; i < textCount; i++) {
            roles(pipeline.textFields().get(i)).text = i;
        }
        begin();
    }

    private Roles roles(String field) {
        return fields.computeIfAbsent(field, name -> new Roles());
    }

    /**
     * What the field serves as, or null. Events of a stream have their fields in the same order almost always, and a
     * codec hands in the same strings: looking at the last event's field in this place comes before hashing.
     */
    private Roles rolesOf(String field) {
        int at = place++;
        if (at >= PLACES) {
            return fields.get(field);
        }
        if (!field.equals(fieldAt[at])) {
            fieldAt[at] = field;
            rolesAt[at] = fields.get(field);
        }
        return rolesAt[at];
    }

    /** Whether the pipeline reads this field at all: a codec may skip the others unparsed. */
    public boolean uses(String field) {
        return fields.containsKey(field);
    }

    public void begin() {
        place = 0;
        id = null;
        timed = false;
        keys = new String[keyCount];
        Arrays.fill(keys, definition.keys().size(), keyCount, Pipeline.WHOLE_STREAM);
        numbers = new double[numberCount];
        Arrays.fill(numbers, Double.NaN);
        texts = new String[textCount];
        problem = null;
    }

    /** A numeric value; NaN means missing. */
    public void number(String field, double value) {
        Roles roles = rolesOf(field);
        if (roles == null) {
            return;
        }
        if (Double.isNaN(value)) {
            forget(roles);
            return;
        }
        if (Double.isInfinite(value)) {
            refuse(notFinite(field, Double.toString(value)));
            return;
        }
        if (value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS) {
            integer(roles, (long) value);
            return;
        }
        if (roles.number >= 0) {
            numbers[roles.number] = value;
        }
        if (roles.time) {
            try {
                setTime(definition.time().ofNumber(value));
            } catch (InvalidEventException e) {
                refuse(e);
            }
        }
        if (roles.wantsText()) {
            setText(roles, Double.toString(value));
        }
    }

    /** An integer value, kept exact where the field is an id, a key or a time. */
    public void integer(String field, long value) {
        Roles roles = rolesOf(field);
        if (roles != null) {
            integer(roles, value);
        }
    }

    private void integer(Roles roles, long value) {
        if (roles.number >= 0) {
            numbers[roles.number] = value;
        }
        if (roles.time) {
            try {
                setTime(definition.time().ofInteger(value));
            } catch (InvalidEventException e) {
                refuse(e);
            }
        }
        if (roles.wantsText()) {
            setText(roles, Long.toString(value));
        }
    }

    /** A text value; in a numeric field it has to spell a number. Null and empty text mean missing. */
    public void text(String field, String value) {
        Roles roles = rolesOf(field);
        if (roles == null) {
            return;
        }
        if (value == null || value.isBlank()) {
            forget(roles);
            return;
        }
        if (roles.number >= 0) {
            numbers[roles.number] = numeric(field, value);
        }
        if (roles.time) {
            try {
                setTime(definition.time().ofText(value));
            } catch (InvalidEventException e) {
                refuse(e);
            }
        }
        if (roles.wantsText()) {
            setText(roles, value);
        }
    }

    private double numeric(String field, String value) {
        String stripped = value.strip();
        double number = NumberText.parse(stripped);
        if (Double.isInfinite(number)) {
            refuse(notFinite(field, Shortened.quote(value)));
        } else if (Double.isNaN(number) && !NumberText.saysMissing(stripped)) {
            refuse(new InvalidEventException(
                    Reason.WRONG_TYPE,
                    "Field '" + field + "' holds the text " + Shortened.quote(value) + "; expected a number."));
        }
        return number;
    }

    private static InvalidEventException notFinite(String field, String found) {
        return new InvalidEventException(
                Reason.NOT_FINITE, "Field '" + field + "' holds " + found + "; expected a finite number.");
    }

    private void setTime(long millis) {
        time = millis;
        timed = true;
    }

    private void setText(Roles roles, String value) {
        if (roles.id) {
            id = value;
        }
        if (roles.key >= 0) {
            keys[roles.key] = value;
        }
        if (roles.text >= 0) {
            texts[roles.text] = value;
        }
    }

    private void forget(Roles roles) {
        setText(roles, null);
        if (roles.time) {
            timed = false;
        }
        if (roles.number >= 0) {
            numbers[roles.number] = Double.NaN;
        }
    }

    private void refuse(InvalidEventException found) {
        if (problem == null) {
            problem = found;
        }
    }

    /**
     * Builds the event from what came since {@link #begin}.
     *
     * @param fallbackId id where the pipeline names no id field (say, topic-partition-offset); else not looked at
     * @param fallbackTimeMillis event time where the pipeline names no time field (Kafka's record timestamp)
     * @param nowMillis the clock: events further than the pipeline's tolerance in its future are refused, because one
     *     of them would push the watermark past everybody else's
     * @throws InvalidEventException if a field is missing, of the wrong type or not finite, or the time out of range;
     *     the first problem met
     */
    public Event build(String fallbackId, long fallbackTimeMillis, long nowMillis) throws InvalidEventException {
        if (problem != null) {
            throw problem;
        }
        if (definition.id() != null && id == null) {
            throw missing(definition.id(), "the event's id");
        }
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] == null) {
                throw missing(definition.keys().get(i), "a key");
            }
        }
        if (definition.time() != null && !timed) {
            throw missing(definition.time().field(), "the event's time");
        }
        long eventTime = definition.time() != null ? time : recordTime(fallbackTimeMillis);
        if (eventTime - nowMillis > futureToleranceMillis) {
            String source = definition.time() != null
                    ? "Field '" + definition.time().field() + "' holds the time "
                    : "The record's timestamp is ";
            throw new InvalidEventException(
                    Reason.TIME_OUT_OF_RANGE,
                    source + Instant.ofEpochMilli(eventTime) + ", more than "
                            + Durations.format(definition.futureTolerance()) + " after the clock's "
                            + Instant.ofEpochMilli(nowMillis) + "; expected an earlier one.");
        }
        return new Event(definition.id() != null ? id : fallbackId, keys, eventTime, numbers, texts);
    }

    /** Kafka gives -1 for a record without a timestamp. */
    private static long recordTime(long millis) throws InvalidEventException {
        if (millis < 0 || millis > EventTime.LATEST) {
            throw new InvalidEventException(
                    Reason.TIME_OUT_OF_RANGE,
                    "The record's timestamp is " + millis + "; expected milliseconds since 1970-01-01T00:00Z, before"
                            + " the year 10000, since the pipeline names no field with the event's time.");
        }
        return millis;
    }

    private static InvalidEventException missing(String field, String role) {
        return new InvalidEventException(
                Reason.MISSING_FIELD, "Field '" + field + "' is missing or empty; expected " + role + ".");
    }
}
