package dev.riffle.detector.pipeline;

import dev.riffle.detector.pipeline.InvalidEventException.Reason;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;

/** Where an event's time stands and how it is written. Times without an offset are UTC. */
final class EventTime {
    static final String AUTO = "auto";
    static final String EPOCH_MILLIS = "epoch-millis";
    static final String EPOCH_SECONDS = "epoch-seconds";
    static final String ISO = "iso";
    /** The pattern whose texts {@link PlainDateTime} reads. */
    private static final String PLAIN_PATTERN = "yyyy-MM-dd HH:mm:ss";

    static final List<String> NAMED_FORMATS = List.of(AUTO, EPOCH_MILLIS, EPOCH_SECONDS, ISO);

    /** First and last instant taken, 0001-01-01 and 9999-12-31T23:59:59.999. */
    static final long EARLIEST = -62_135_596_800_000L;

    static final long LATEST = 253_402_300_799_999L;

    /** From here on a plain number counts milliseconds: 1973 in milliseconds, the year 5138 in seconds. */
    private static final double AUTO_MILLIS = 1e11;

    private static final DateTimeFormatter ISO_FORM = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffsetId()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private final String field;
    private final String format;
    private final DateTimeFormatter formatter;

    /** @throws IllegalArgumentException if the format is no named one and no {@link DateTimeFormatter} pattern */
    EventTime(String field, String format) {
        this.field = field;
        this.format = format;
        if (NAMED_FORMATS.contains(format)) {
            this.formatter = ISO_FORM;
        } else {
            this.formatter = DateTimeFormatter.ofPattern(format, Locale.ROOT);
            if (!datesCanBeRead(formatter)) {
                throw new IllegalArgumentException("it has no year, month and day");
            }
        }
    }

    /** A pattern that cannot read back what it writes lacks a part of the date. */
    private static boolean datesCanBeRead(DateTimeFormatter formatter) {
        try {
            String sample = formatter.format(Instant.EPOCH.atZone(ZoneOffset.UTC));
            TemporalAccessor parsed = formatter.parse(sample);
            return parsed.isSupported(ChronoField.INSTANT_SECONDS) || parsed.query(TemporalQueries.localDate()) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    String field() {
        return field;
    }

    String format() {
        return format;
    }

    /** The time that an integer means, milliseconds since 1970-01-01T00:00Z; a pattern reads its digits. */
    long ofInteger(long value) throws InvalidEventException {
        // Within the calendar a double holds every millisecond exactly.
        return NAMED_FORMATS.contains(format)
                ? ofNumber((double) value, Long.toString(value))
                : ofText(Long.toString(value));
    }

    /** The time that a number means, milliseconds since 1970-01-01T00:00Z. */
    long ofNumber(double value) throws InvalidEventException {
        return ofNumber(value, Double.toString(value));
    }

    private long ofNumber(double value, String found) throws InvalidEventException {
        return switch (format) {
            case EPOCH_MILLIS -> inRange(value, found);
            case EPOCH_SECONDS -> inRange(1000 * value, found);
            case AUTO -> inRange(Math.abs(value) >= AUTO_MILLIS ? value : 1000 * value, found);
            default -> throw wrongType("the number " + found);
        };
    }

    /** The time that a text means, milliseconds since 1970-01-01T00:00Z. */
    long ofText(String text) throws InvalidEventException {
        String stripped = text.strip();
        if (format.equals(EPOCH_MILLIS) || format.equals(EPOCH_SECONDS) || format.equals(AUTO)) {
            double number = NumberText.parse(stripped);
            if (!Double.isNaN(number)) {
                if (Double.isInfinite(number)) {
                    throw outOfRange(Shortened.quote(text));
                }
                return number == Math.rint(number) && Math.abs(number) < 1L << 53
                        ? ofInteger((long) number)
                        : ofNumber(number);
            }
        }
        if (format.equals(EPOCH_MILLIS) || format.equals(EPOCH_SECONDS)) {
            throw wrongType("the text " + Shortened.quote(text));
        }
        boolean named = format.equals(ISO) || format.equals(AUTO);
        long plain = named
                ? plainNamed(stripped)
                : format.equals(PLAIN_PATTERN) ? PlainDateTime.millis(stripped, ' ', false) : PlainDateTime.OTHER;
        if (plain != PlainDateTime.OTHER) {
            return plain;
        }
        String form = named && stripped.length() > 10 && stripped.charAt(10) == ' '
                ? stripped.substring(0, 10) + 'T' + stripped.substring(11)
                : stripped;
        try {
            return inRange((double) millis(formatter.parse(form)), Shortened.quote(text));
        } catch (DateTimeException | ArithmeticException e) {
            throw wrongType("the text " + Shortened.quote(text));
        }
    }

    private static long plainNamed(String text) {
        return text.length() > 10 && text.charAt(10) == ' '
                ? PlainDateTime.millis(text, ' ', true)
                : PlainDateTime.millis(text, 'T', true);
    }

    private static long millis(TemporalAccessor parsed) {
        if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
            return Instant.from(parsed).toEpochMilli();
        }
        LocalDate date = parsed.query(TemporalQueries.localDate());
        LocalTime time = parsed.query(TemporalQueries.localTime());
        if (date == null) {
            throw new DateTimeException("no date");
        }
        return date.atTime(time == null ? LocalTime.MIDNIGHT : time)
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli();
    }

    private long inRange(double millis, String found) throws InvalidEventException {
        if (!(millis >= EARLIEST && millis <= LATEST)) {
            throw outOfRange(found);
        }
        return (long) Math.floor(millis);
    }

    private InvalidEventException outOfRange(String found) {
        return new InvalidEventException(
                Reason.TIME_OUT_OF_RANGE,
                "Field '" + field + "' holds " + found + ", which as " + expected()
                        + " lies outside the years 1 to 9999.");
    }

    private InvalidEventException wrongType(String found) {
        return new InvalidEventException(
                Reason.WRONG_TYPE, "Field '" + field + "' holds " + found + "; expected " + expected() + ".");
    }

    private String expected() {
        return switch (format) {
            case EPOCH_MILLIS -> "a time in milliseconds since 1970-01-01T00:00Z";
            case EPOCH_SECONDS -> "a time in seconds since 1970-01-01T00:00Z";
            case ISO -> "an ISO-8601 time such as 2026-01-31T23:59:59Z";
            case AUTO ->
                "a time: milliseconds or seconds since 1970-01-01T00:00Z, or text such as"
                        + " 2026-01-31T23:59:59Z or 2026-01-31 23:59:59";
            default -> "a time of the form " + format;
        };
    }
}
