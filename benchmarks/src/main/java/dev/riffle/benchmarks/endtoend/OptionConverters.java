package dev.riffle.benchmarks.endtoend;

import dev.riffle.jobs.Delivery;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How options are read whose values are words with dashes. */
final class OptionConverters {
    private OptionConverters() {}

    static final class Deliveries implements ITypeConverter<Delivery> {
        @Override
        public Delivery convert(String text) {
            return constant(Delivery.class, text);
        }
    }

    static final class Recipes implements ITypeConverter<Models.Recipe> {
        @Override
        public Models.Recipe convert(String text) {
            return constant(Models.Recipe.class, text);
        }
    }

    private static <T extends Enum<T>> T constant(Class<T> type, String text) {
        for (T constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
                return constant;
            }
        }
        throw new TypeConversionException("found '" + text + "'");
    }
}
