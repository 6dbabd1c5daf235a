package dev.riffle.console.commands;

import dev.riffle.console.backtest.RowOrder;
import dev.riffle.console.backtest.WarmUp;
import dev.riffle.detector.anomaly.AlertBudget;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How options are read; a wrong value is wrong usage, with the parser's own sentence. */
final class OptionConverters {
    private OptionConverters() {}

    static final class Order implements ITypeConverter<RowOrder> {
        @Override
        public RowOrder convert(String text) {
            return parsed(text, RowOrder::parse);
        }
    }

    static final class Rows implements ITypeConverter<WarmUp> {
        @Override
        public WarmUp convert(String text) {
            return parsed(text, WarmUp::parse);
        }
    }

    static final class Budget implements ITypeConverter<AlertBudget> {
        @Override
        public AlertBudget convert(String text) {
            return parsed(text, AlertBudget::parse);
        }
    }

    private static <T> T parsed(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
