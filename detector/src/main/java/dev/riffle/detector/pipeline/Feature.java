package dev.riffle.detector.pipeline;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One entry under {@code features} of a pipeline file; makes one or several columns. */
public sealed interface Feature {
    /** Unique in its pipeline. */
    String name();

    /** Names of the columns that the feature makes, in order. */
    List<String> columns();

    /** Where a number feature takes its number from. */
    sealed interface Source {
        /** A field of the event. */
        record Field(String name) implements Source {}

        /** Another number feature's value. */
        record OtherFeature(String name) implements Source {}
    }

    /** A number; one column, NaN where it is missing. */
    record Numeric(String name, Source source, Transform transform) implements Feature {
        public Numeric {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(transform, "transform");
        }

        @Override
        public List<String> columns() {
            return List.of(name);
        }
    }

    /**
     * One of a known set of texts: a column per value and one for any other text, 1 in the value's own column and 0 in
     * the rest; NaN in all of them where the text is missing.
     */
    record OneHot(String name, String field, List<String> values) implements Feature {
        public OneHot {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(field, "field");
            values = List.copyOf(values);
        }

        @Override
        public List<String> columns() {
            return Stream.concat(values.stream(), Stream.of("other"))
                    .map(value -> name + "=" + value)
                    .toList();
        }
    }

    /**
     * A text out of an open set: a column per bucket, 1 in the one that {@link StableHash} assigns and 0 in the rest;
     * NaN in all of them where the text is missing.
     */
    record Hashed(String name, String field, int buckets) implements Feature {
        public Hashed {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(field, "field");
        }

        @Override
        public List<String> columns() {
            return IntStream.range(0, buckets)
                    .mapToObj(bucket -> name + "#" + bucket)
                    .toList();
        }
    }

    /** Where the event time stands in a recurring period: sine and cosine of the phase. */
    record Cycle(String name, Period period, ZoneId zone) implements Feature {
        public Cycle {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(period, "period");
            Objects.requireNonNull(zone, "zone");
        }

        @Override
        public List<String> columns() {
            return List.of(name + ".sin", name + ".cos");
        }
    }

    /** A recurring period of local time. */
    enum Period {
        /** Phase 0 at midnight. */
        DAY(Duration.ofDays(1), 0),
        /** Phase 0 on Monday at midnight; 1970-01-01 was a Thursday. */
        WEEK(Duration.ofDays(7), Duration.ofDays(3).toMillis());

        private final long millis;
        private final long shiftMillis;

        Period(Duration length, long shiftMillis) {
            this.millis = length.toMillis();
            this.shiftMillis = shiftMillis;
        }

        /** Phase in [0, 2 pi) of a local time, in milliseconds since 1970-01-01T00:00. */
        double phase(long localMillis) {
            return 2 * Math.PI * Math.floorMod(localMillis + shiftMillis, millis) / millis;
        }
    }

    /**
     * What the key's earlier events were like; one column.
     *
     * @param key the key field by whose value histories are kept
     * @param of the number feature whose values are looked at; null where the statistic needs none
     * @param window how far back it looks, in event time; null where the statistic needs none
     */
    record History(String name, String key, String of, Statistic statistic, Duration window) implements Feature {
        public History {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(statistic, "statistic");
            if (statistic.needsValue() != (of != null)) {
                throw new IllegalArgumentException(
                        "History feature " + name + ": " + statistic.label() + " with values of " + of);
            }
            if (statistic.needsWindow() != (window != null)) {
                throw new IllegalArgumentException(
                        "History feature " + name + ": " + statistic.label() + " with window " + window);
            }
        }

        @Override
        public List<String> columns() {
            return List.of(name);
        }
    }

    /**
     * The share of the key's events that analysts confirmed as anomalies; one column.
     *
     * @param key the key field by whose value events and verdicts are kept
     * @param window how much event time it looks at
     * @param delay how long before the event that time ends, so that verdicts are in
     */
    record Verdicts(String name, String key, Duration window, Duration delay) implements Feature {
        public Verdicts {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(delay, "delay");
        }

        @Override
        public List<String> columns() {
            return List.of(name);
        }
    }

    /**
     * What the key's last rows were like, this one included; one column.
     *
     * @param key the key field by whose value rows are kept; {@link Pipeline#WHOLE_STREAM} for all rows together
     * @param of the number feature whose values are looked at
     * @param rows how many rows it looks at or, for a lag and a difference, how far back the other one lies
     */
    record Recent(String name, String key, String of, RecentStatistic statistic, int rows) implements Feature {
        public Recent {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(of, "of");
            Objects.requireNonNull(statistic, "statistic");
            if (rows < 1) {
                throw new IllegalArgumentException(
                        "Recent feature " + name + " looks at " + rows + " rows, expected at least 1");
            }
        }

        @Override
        public List<String> columns() {
            return List.of(name);
        }
    }
}
