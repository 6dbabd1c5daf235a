package dev.riffle.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.riffle.detector.pipeline.InvalidEventException.Reason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EventBuilderTest {
    private static final long NOW = Instant.parse("2026-01-31T12:00:00Z").toEpochMilli();

    private final EventBuilder builder = new EventBuilder(Pipelines.with(
            "name: amount, type: number, field: A",
            "name: customer, type: category, field: C, buckets: 4",
            "name: at, type: number, field: AT"));

    private void complete() {
        builder.begin();
        builder.integer("ID", 9_007_199_254_740_993L);
        builder.number("C", 123);
        builder.text("T", "t1");
        builder.integer("AT", NOW);
        builder.number("A", 1.5);
    }

    private Event build() throws InvalidEventException {
        return builder.build("topic-0-1", 0, NOW);
    }

    private void refused(Reason reason, String message) {
        InvalidEventException refusal = catchThrowableOfType(InvalidEventException.class, this::build);
        assertThat(refusal).hasMessage(message);
        assertThat(refusal.reason()).isEqualTo(reason);
    }

    @Test
    void a_field_serves_in_all_its_roles_and_stays_exact() throws InvalidEventException {
        complete();
        builder.text("unused", "whatever");
        Event event = build();

        assertThat(event.id()).isEqualTo("9007199254740993");
        assertThat(event.keys()).containsExactly("123", "t1");
        assertThat(event.texts()).containsExactly("123");
        assertThat(event.numbers()).containsExactly(1.5, (double) NOW);
        assertThat(event.timeMillis()).isEqualTo(NOW);
        assertThat(builder.uses("unused")).isFalse();
    }

    @Test
    void fields_may_come_in_any_order_and_among_any_number_of_others() throws InvalidEventException {
        for (int others : new int[] {0, 1, 7, 1_000, 0, 300}) {
            builder.begin();
            for (int i = 0; i < others; i++) {
                builder.number("other" + i, i);
            }
            builder.number("A", others);
            builder.integer("AT", NOW);
            builder.text("T", "t" + others);
            builder.number("unused", 7);
            builder.text("C", "c");
            builder.text("ID", "id" + others);
            Event event = build();
            assertThat(event.id()).isEqualTo("id" + others);
            assertThat(event.keys()).containsExactly("c", "t" + others);
            assertThat(event.numbers()).containsExactly(others, (double) NOW);
        }
    }

    @Test
    void a_field_that_is_absent_null_or_empty_is_missing() throws InvalidEventException {
        for (String field : new String[] {"ID", "C", "T", "AT"}) {
            String role = field.equals("ID") ? "the event's id" : field.equals("AT") ? "the event's time" : "a key";
            for (String value : new String[] {null, "", "  "}) {
                complete();
                builder.text(field, value);
                refused(Reason.MISSING_FIELD, "Field '" + field + "' is missing or empty; expected " + role + ".");
            }
            complete();
            builder.number(field, Double.NaN);
            refused(Reason.MISSING_FIELD, "Field '" + field + "' is missing or empty; expected " + role + ".");
        }
        builder.begin();
        refused(Reason.MISSING_FIELD, "Field 'ID' is missing or empty; expected the event's id.");
    }

    @Test
    void a_number_that_is_missing_is_NaN() throws InvalidEventException {
        for (String value : new String[] {null, "", "NaN", "null"}) {
            complete();
            builder.text("A", value);
            assertThat(build().numbers()[0]).isNaN();
        }
        complete();
        builder.number("A", Double.NaN);
        assertThat(build().numbers()[0]).isNaN();
    }

    @ParameterizedTest
    @CsvSource({"12,12", "' 12.5 ',12.5", "-1e3,-1000", "+.5,0.5", "5.,5"})
    void text_in_a_numeric_field_may_spell_a_number(String text, double number) throws InvalidEventException {
        complete();
        builder.text("A", text);
        assertThat(build().numbers()[0]).isEqualTo(number);
    }

    @Test
    void text_that_spells_no_number_is_refused_by_name_and_shortened() {
        for (String text : new String[] {"twelve", "12d", "0x1F", "1,5", "--1", "1e", "-"}) {
            complete();
            builder.text("A", text);
            refused(Reason.WRONG_TYPE, "Field 'A' holds the text '" + text + "'; expected a number.");
        }
        complete();
        builder.text("A", "line\n" + "x".repeat(5_000_000));
        refused(
                Reason.WRONG_TYPE,
                "Field 'A' holds the text 'line " + "x".repeat(35) + "'... (5000005 characters); expected a number.");
    }

    @Test
    void infinities_are_refused() {
        complete();
        builder.number("A", Double.NEGATIVE_INFINITY);
        refused(Reason.NOT_FINITE, "Field 'A' holds -Infinity; expected a finite number.");
        for (String text : new String[] {"Infinity", "-inf", "1e999"}) {
            complete();
            builder.text("A", text);
            refused(Reason.NOT_FINITE, "Field 'A' holds '" + text + "'; expected a finite number.");
        }
    }

    @Test
    void the_first_problem_is_the_one_reported_and_the_next_event_starts_clean() throws InvalidEventException {
        complete();
        builder.text("A", "x");
        builder.number("C", Double.POSITIVE_INFINITY);
        refused(Reason.WRONG_TYPE, "Field 'A' holds the text 'x'; expected a number.");
        complete();
        assertThat(build().numbers()[0]).isEqualTo(1.5);
    }

    @Test
    void an_event_from_1970_is_taken_and_one_from_2100_refused() throws InvalidEventException {
        complete();
        builder.integer("AT", 0);
        assertThat(build().timeMillis()).isZero();
        complete();
        builder.integer("AT", NOW + 86_400_000L);
        assertThat(build().timeMillis()).isEqualTo(NOW + 86_400_000L);
        complete();
        builder.integer("AT", Instant.parse("2100-01-01T00:00:00Z").toEpochMilli());
        refused(
                Reason.TIME_OUT_OF_RANGE,
                "Field 'AT' holds the time 2100-01-01T00:00:00Z, more than 1d after the clock's 2026-01-31T12:00:00Z;"
                        + " expected an earlier one.");
    }

    @Test
    void times_beyond_the_calendar_are_refused() {
        for (long time : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, -62_135_596_800_001L}) {
            complete();
            builder.integer("AT", time);
            refused(
                    Reason.TIME_OUT_OF_RANGE,
                    "Field 'AT' holds " + time + ", which as a time in milliseconds since 1970-01-01T00:00Z lies"
                            + " outside the years 1 to 9999.");
        }
        complete();
        builder.number("AT", 1e300);
        refused(
                Reason.TIME_OUT_OF_RANGE,
                "Field 'AT' holds 1.0E300, which as a time in milliseconds since 1970-01-01T00:00Z lies outside the"
                        + " years 1 to 9999.");
    }

    @Test
    void without_id_and_time_fields_the_record_serves() throws InvalidEventException {
        EventBuilder plain = new EventBuilder(Pipeline.ofNumericColumns("t", List.of("A")));
        Event event = plain.build("topic-0-1", NOW - 5, NOW);

        assertThat(event.id()).isEqualTo("topic-0-1");
        assertThat(event.timeMillis()).isEqualTo(NOW - 5);
        assertThatThrownBy(() -> plain.build("topic-0-1", -1, NOW))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageStartingWith("The record's timestamp is -1; expected milliseconds");
    }

    @ParameterizedTest
    @CsvSource({
        "auto, 1522540831000, 2018-04-01T00:00:31Z",
        "auto, 1522540831, 2018-04-01T00:00:31Z",
        "auto, 2018-04-01 00:00:31, 2018-04-01T00:00:31Z",
        "auto, 2018-04-01T02:00:31+02:00, 2018-04-01T00:00:31Z",
        "iso, 2018-04-01T00:00:31.5Z, 2018-04-01T00:00:31.500Z",
        "iso, 2018-04-01T00:00:31, 2018-04-01T00:00:31Z",
        "iso, 2018-04-01, 2018-04-01T00:00:00Z",
        "epoch-seconds, 1522540831.25, 2018-04-01T00:00:31.250Z",
        "epoch-millis, 1522540831000, 2018-04-01T00:00:31Z",
        "yyyy-MM-dd HH:mm:ss, 2018-04-01 00:00:31, 2018-04-01T00:00:31Z",
        "dd.MM.yyyy, 01.04.2018, 2018-04-01T00:00:00Z",
        "yyyyMMddHHmmss, 20180401000031, 2018-04-01T00:00:31Z",
        "yyyy-MM-dd HH:mm:ssXXX, 2018-04-01 02:00:31+02:00, 2018-04-01T00:00:31Z",
    })
    void every_time_format_is_read(String format, String text, Instant expected) throws InvalidEventException {
        assertThat(new EventTime("AT", format).ofText(text)).isEqualTo(expected.toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource({
        "iso, 2018-02-30, an ISO-8601 time such as 2026-01-31T23:59:59Z",
        "epoch-millis, today, a time in milliseconds since 1970-01-01T00:00Z",
        "yyyy-MM-dd HH:mm:ss, 2018-04-01, a time of the form yyyy-MM-dd HH:mm:ss",
    })
    void text_that_is_no_time_is_refused(String format, String text, String expected) {
        assertThatThrownBy(() -> new EventTime("AT", format).ofText(text))
                .isInstanceOf(InvalidEventException.class)
                .hasMessage("Field 'AT' holds the text '" + text + "'; expected " + expected + ".");
    }
}
