package dev.riffle.detector.anomaly;

/** How many alerts people can attend to. */
public sealed interface AlertBudget {
    /** @param share share of all events, in (0, 1) */
    record ShareOfEvents(double share) implements AlertBudget {
        public ShareOfEvents {
            if (!(share > 0 && share < 1)) {
                throw new IllegalArgumentException(
                        "alert budget is a share of " + share + " of all events, expected a value in (0, 1)");
            }
        }

        @Override
        public AlertBudget dividedBy(int parts) {
            requireParts(parts);
            return this;
        }
    }

    /** @param alerts alerts per hour of event time, above 0 */
    record PerHour(double alerts) implements AlertBudget {
        public PerHour {
            if (!(alerts > 0) || Double.isInfinite(alerts)) {
                throw new IllegalArgumentException(
                        "alert budget is " + alerts + " alerts per hour, expected a finite value above 0");
            }
        }

        @Override
        public AlertBudget dividedBy(int parts) {
            requireParts(parts);
            return new PerHour(alerts / parts);
        }
    }

    /**
     * One part's budget where a stream is split evenly into parts that each keep a threshold of their own.
     *
     * @param parts at least 1
     */
    AlertBudget dividedBy(int parts);

    /**
     * Parses "0.1%", "0.001" or "50 per hour" ("50/h").
     *
     * @throws IllegalArgumentException naming what was found and what is expected
     */
    static AlertBudget parse(String text) {
        return BudgetSyntax.parse(text);
    }

    private static void requireParts(int parts) {
        if (parts < 1) {
            throw new IllegalArgumentException("alert budget divided by " + parts + ", expected at least 1 part");
        }
    }
}
