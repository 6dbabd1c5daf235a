package dev.riffle.console.replay;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast a replay runs against the events' own time.
 *
 * @param factor seconds of event time per second; infinite for as fast as possible
 */
public record Speed(double factor) {
    public static final Speed MAX = new Speed(Double.POSITIVE_INFINITY);

    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)x");

    public Speed {
        if (!(factor > 0)) {
            throw new IllegalArgumentException("speed: found " + factor + ", expected above 0");
        }
    }

    /**
     * Reads {@code max} or a factor such as {@code 1x}, {@code 0.5x} or {@code 100x}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Speed parse(String text) {
        if (text.equals("max")) {
            return MAX;
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Double.parseDouble(matcher.group(1)) == 0) {
            throw new IllegalArgumentException(
                    "found '" + text + "', expected max, or a factor above 0 such as 1x or 100x");
        }
        return new Speed(Double.parseDouble(matcher.group(1)));
    }

    public boolean isMax() {
        return Double.isInfinite(factor);
    }
}
