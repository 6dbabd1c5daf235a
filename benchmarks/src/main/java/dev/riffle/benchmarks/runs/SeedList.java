package dev.riffle.benchmarks.runs;

import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Seeds as people write them: {@code 1-5}, {@code 1,3,7}, or both.
 *
 * @param seeds ascending, at least one
 */
public record SeedList(List<Long> seeds) {
    private static final int MOST = 1_000;

    public SeedList {
        seeds = List.copyOf(seeds);
    }

    /** Reads an option's value. */
    public static final class Converter implements ITypeConverter<SeedList> {
        @Override
        public SeedList convert(String value) {
            TreeSet<Long> seeds = new TreeSet<>();
            try {
                for (String part : value.split(",", -1)) {
                    String[] ends = part.strip().split("-", 2);
                    long first = Long.parseLong(ends[0]);
                    long last = Long.parseLong(ends[ends.length - 1]);
                    if (last < first || last - first >= MOST) {
                        throw unreadable(value);
                    }
                    for (long seed = first; seed <= last; seed++) {
                        seeds.add(seed);
                    }
                }
            } catch (NumberFormatException e) {
                throw unreadable(value);
            }
            return new SeedList(List.copyOf(seeds));
        }

        private static TypeConversionException unreadable(String value) {
            return new TypeConversionException(
                    "found '" + value + "', expected seeds such as 1-5 or 1,3,7, at most " + MOST + " of them");
        }
    }
}
