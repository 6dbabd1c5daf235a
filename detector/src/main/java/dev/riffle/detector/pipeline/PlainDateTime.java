package dev.riffle.detector.pipeline;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Reads {@code 2026-01-31T23:59:59}, the form that most times come in, ten times as fast as a
 * {@link java.time.format.DateTimeFormatter}, which every other text is left to.
 */
final class PlainDateTime {
    /** What {@link #millis} gives for a text that is not of this form, or names no such day or time. */
    static final long OTHER = Long.MIN_VALUE;

    private static final int LENGTH = "2026-01-31T23:59:59".length();
    private static final int SHORTEST_MONTH = 28;
    private static final int MILLIS_PER_SECOND = 1000;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_HOUR = 60;
    private static final int HOURS_PER_DAY = 24;
    private static final int MONTHS = 12;
    private static final int NO_NUMBER = -1;

    private PlainDateTime() {}

    /**
     * Milliseconds since 1970-01-01T00:00Z of a time in UTC, years 1 to 9999, or {@link #OTHER}.
     *
     * @param separator what stands between date and time
     * @param zoned whether a Z may follow
     */
    static long millis(String text, char separator, boolean zoned) {
        boolean z = zoned && text.length() == LENGTH + 1 && text.charAt(LENGTH) == 'Z';
        if ((text.length() != LENGTH && !z)
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != separator
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return OTHER;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        boolean time = hour >= 0
                && hour < HOURS_PER_DAY
                && minute >= 0
                && minute < MINUTES_PER_HOUR
                && second >= 0
                && second < SECONDS_PER_MINUTE;
        if (!time || year < 1 || month < 1 || month > MONTHS || day < 1 || !inMonth(year, month, day)) {
            return OTHER;
        }
        long minutes = (LocalDate.of(year, month, day).toEpochDay() * HOURS_PER_DAY + hour) * MINUTES_PER_HOUR + minute;
        return (minutes * SECONDS_PER_MINUTE + second) * MILLIS_PER_SECOND;
    }

    private static boolean inMonth(int year, int month, int day) {
        return day <= SHORTEST_MONTH || day <= YearMonth.of(year, month).lengthOfMonth();
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NO_NUMBER;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
