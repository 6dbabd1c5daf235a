package dev.riffle.detector.anomaly;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an {@link AlertBudget} looks like in text. */
final class BudgetSyntax {
    private static final Pattern BUDGET = Pattern.compile(
            "(?<number>(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?)" + "\\s*(?<unit>%|/\\s*h|/\\s*hour|per\\s+hour)?");

    private BudgetSyntax() {}

    static AlertBudget parse(String text) {
        Matcher matcher = BUDGET.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw unexpected(text, null);
        }
        double number = Double.parseDouble(matcher.group("number"));
        String unit = matcher.group("unit");
        try {
            if (unit == null) {
                return new AlertBudget.ShareOfEvents(number);
            }
            return unit.equals("%") ? new AlertBudget.ShareOfEvents(number / 100) : new AlertBudget.PerHour(number);
        } catch (IllegalArgumentException e) {
            throw unexpected(text, e);
        }
    }

    private static IllegalArgumentException unexpected(String text, Throwable cause) {
        return new IllegalArgumentException(
                "alert budget is \"" + text + "\", expected a share of all events between 0 and 1 such as \"0.1%\" or"
                        + " \"0.001\", or alerts per hour of event time such as \"50 per hour\" or \"50/h\"",
                cause);
    }
}
