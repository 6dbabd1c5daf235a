package dev.riffle.console.backtest;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** How many rows at the start train the first model and are not scored. */
public sealed interface WarmUp {
    /** A tenth of the rows. */
    WarmUp DEFAULT = new Share(new BigDecimal("0.1"));

    /** @param rows number of rows, at least 1 */
    record Rows(int rows) implements WarmUp {
        public Rows {
            if (rows < 1) {
                throw new IllegalArgumentException("warm-up is %,d rows; at least 1 was expected".formatted(rows));
            }
        }

        @Override
        public int of(int kept) {
            return rows;
        }
    }

    /** @param share share of the rows that are kept, in (0, 1) */
    record Share(BigDecimal share) implements WarmUp {
        public Share {
            if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) >= 0) {
                throw new IllegalArgumentException("warm-up is %s %% of the rows; between 0 and 100 %% was expected"
                        .formatted(share.movePointRight(2).toPlainString()));
            }
        }

        @Override
        public int of(int kept) {
            // Decimal, since 0.29 * 100 is below 29 in binary.
            return share.multiply(BigDecimal.valueOf(kept))
                    .setScale(0, RoundingMode.FLOOR)
                    .intValueExact();
        }
    }

    /** Number of warm-up rows where this many are kept. */
    int of(int kept);

    /**
     * Parses "10%" or "5000".
     *
     * @throws IllegalArgumentException naming what was found and what is expected
     */
    static WarmUp parse(String text) {
        String stripped = text.strip();
        try {
            return stripped.endsWith("%")
                    ? new Share(new BigDecimal(
                                    stripped.substring(0, stripped.length() - 1).strip())
                            .movePointLeft(2))
                    : new Rows(Integer.parseInt(stripped));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "warm-up is '%s'; a number of rows or a share like '10%%' was expected".formatted(text), e);
        }
    }
}
