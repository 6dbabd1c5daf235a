package dev.riffle.console.commands;

import dev.riffle.jobs.Delivery;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code at-least-once} and {@code exactly-once}. */
final class DeliveryConverter implements ITypeConverter<Delivery> {
    @Override
    public Delivery convert(String text) {
        return switch (text) {
            case "at-least-once" -> Delivery.AT_LEAST_ONCE;
            case "exactly-once" -> Delivery.EXACTLY_ONCE;
            default ->
                throw new TypeConversionException("found '" + text + "', expected at-least-once or exactly-once");
        };
    }
}
