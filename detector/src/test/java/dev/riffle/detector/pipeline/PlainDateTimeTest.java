package dev.riffle.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PlainDateTimeTest {
    private static final DateTimeFormatter FORMATTER = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final long FIRST_SECOND = -62_135_596_800L;
    private static final long LAST_SECOND = 253_402_300_799L;

    @Property
    void readsEverySecondOfTheCalendar(@ForAll @LongRange(min = FIRST_SECOND, max = LAST_SECOND) long second) {
        String text = FORMATTER.format(LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC));
        assertThat(PlainDateTime.millis(text, ' ', false)).isEqualTo(1000 * second);
        assertThat(PlainDateTime.millis(text + 'Z', ' ', true)).isEqualTo(1000 * second);
        assertThat(PlainDateTime.millis(text + 'Z', ' ', false)).isEqualTo(PlainDateTime.OTHER);
        assertThat(PlainDateTime.millis(text, 'T', true)).isEqualTo(PlainDateTime.OTHER);
    }

    /** What it reads the formatter reads alike; what it leaves the formatter may still read or refuse. */
    @Property
    void readsNothingThatTheFormatterReadsOtherwise(
            @ForAll @IntRange(max = 10_000) int year,
            @ForAll @IntRange(max = 14) int month,
            @ForAll @IntRange(max = 33) int day,
            @ForAll @IntRange(max = 26) int hour,
            @ForAll @IntRange(max = 62) int minute,
            @ForAll @IntRange(max = 62) int second) {
        String text = "%04d-%02d-%02d %02d:%02d:%02d".formatted(year, month, day, hour, minute, second);
        long millis = PlainDateTime.millis(text, ' ', false);
        if (millis != PlainDateTime.OTHER) {
            assertThat(millis)
                    .isEqualTo(LocalDateTime.parse(text, FORMATTER)
                            .toInstant(ZoneOffset.UTC)
                            .toEpochMilli());
        }
    }

    @Test
    void leavesOtherFormsToTheFormatter() {
        for (String text : new String[] {
            "",
            "2026-01-31",
            "2026-01-31 23:59",
            "2026-01-31 23:59:5x",
            "2026/01/31 23:59:59",
            "2026-01-31 23:59:59.5",
            "2026-02-29 00:00:00",
            "0000-01-01 00:00:00",
            "+026-01-01 00:00:00",
            "2026-01-31 24:00:00"
        }) {
            assertThat(PlainDateTime.millis(text, ' ', true)).as(text).isEqualTo(PlainDateTime.OTHER);
        }
    }
}
