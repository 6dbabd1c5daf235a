package dev.riffle.detector.pipeline;

import static dev.riffle.detector.pipeline.Pipelines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class FeatureExtractorTest {
    private static double[] extract(Pipeline pipeline, Event event) {
        return new FeatureExtractor(pipeline).extract(event).values();
    }

    @Property(tries = 200)
    void everyTransformTakesItsOwnInverseBack(@ForAll @DoubleRange(min = -1e9, max = 1e9) double value) {
        for (Transform transform : Transform.values()) {
            assertThat(transform.invert(transform.apply(value))).isCloseTo(value, within(1e-9 * (1 + Math.abs(value))));
        }
        assertThat(Transform.LOG1P.apply(value)).isEqualTo(Math.signum(value) * Math.log1p(Math.abs(value)));
        assertThat(Transform.LOG1P.apply(Double.NaN)).isNaN();
    }

    @Test
    void numbersOfNumbersAreComputedInTheRightOrderAndLeadBackToTheField() {
        Pipeline pipeline = Pipelines.with(
                "name: twice, type: number, of: once, transform: log1p",
                "name: once, type: number, field: A, transform: log1p");
        double[] row = extract(pipeline, event(0, 99, null));

        assertThat(row).containsExactly(Math.log1p(Math.log1p(99)), Math.log1p(99));
        assertThat(pipeline.columnDetails().get(0).toOwnUnit(row[0])).isCloseTo(99, within(1e-9));
        assertThat(extract(pipeline, event(0, Double.NaN, null))).containsExactly(Double.NaN, Double.NaN);
    }

    @Test
    void historyColumnsLeadBackToTheirOwnUnits() {
        Pipeline pipeline = Pipelines.with(
                "name: a, type: number, field: A, transform: log1p",
                "name: max, type: history, key: C, of: a, statistic: max, window: 1d",
                "name: since, type: history, key: C, statistic: sinceLast",
                "name: count, type: history, key: T, statistic: count, window: 1d");
        FeatureExtractor extractor = new FeatureExtractor(pipeline);
        extractor.extract(event(0, 99, null));
        double[] row = extractor.extract(event(60_000, 5, null)).values();

        assertThat(pipeline.columnDetails().get(1).toOwnUnit(row[1])).isCloseTo(99, within(1e-9));
        assertThat(pipeline.columnDetails().get(2).toOwnUnit(row[2])).isCloseTo(60, within(1e-9));
        assertThat(row[3]).isEqualTo(1);
    }

    @Test
    void aCategoryIsOneOfItsValuesOrOtherOrMissing() {
        Pipeline pipeline = Pipelines.with("name: ch, type: category, field: CH, values: [web, pos]");

        assertThat(extract(pipeline, event(0, 0, "pos"))).containsExactly(0, 1, 0);
        assertThat(extract(pipeline, event(0, 0, "atm"))).containsExactly(0, 0, 1);
        assertThat(extract(pipeline, event(0, 0, null))).containsExactly(Double.NaN, Double.NaN, Double.NaN);
    }

    @Test
    void aHashedCategoryKeepsItsBucketForEver() {
        Pipeline pipeline = Pipelines.with("name: m, type: category, field: M, buckets: 4");

        // Computed by an independent implementation of the documented hash.
        assertThat(StableHash.of("")).isEqualTo(-1421968373);
        assertThat(StableHash.of("merchant-1")).isEqualTo(1746899503);
        assertThat(StableHash.of("Zürich")).isEqualTo(-1386498665);
        double[] row = extract(pipeline, event(0, 0, "merchant-1"));
        assertThat(row[StableHash.bucket("merchant-1", 4)]).isEqualTo(1);
        assertThat(row).containsOnlyOnce(1.0);
        assertThat(extract(pipeline, event(0, 0, null))).containsOnly(Double.NaN);
    }

    @Test
    void timeOfDayAndWeekTurnWithTheLocalClock() {
        Pipeline pipeline = Pipelines.with(
                "name: day, type: time-of-day",
                "name: berlin, type: time-of-day, zone: Europe/Berlin",
                "name: week, type: time-of-week");
        // A Thursday.
        double[] row =
                extract(pipeline, event(Instant.parse("2026-01-01T06:00:00Z").toEpochMilli(), 0, null));

        assertThat(row[0]).isCloseTo(1, within(1e-12));
        assertThat(row[1]).isCloseTo(0, within(1e-12));
        assertThat(row[2]).isCloseTo(Math.sin(2 * Math.PI * 7 / 24), within(1e-12));
        assertThat(row[4]).isCloseTo(Math.sin(2 * Math.PI * 3.25 / 7), within(1e-12));
        assertThat(row[5]).isCloseTo(Math.cos(2 * Math.PI * 3.25 / 7), within(1e-12));
    }

    @Test
    void inSeparateStepsTheSameVectorComesOut() {
        Pipeline pipeline = Pipeline.ready("transactions");
        FeatureExtractor inMemory = new FeatureExtractor(pipeline);
        FeatureExtractor stepwise = new FeatureExtractor(pipeline);
        KeyHistory[] histories = {new KeyHistory(pipeline, 0), new KeyHistory(pipeline, 1)};
        KeyMemory[] memories = {
            histories[0].layout().empty(), histories[1].layout().empty()
        };
        for (int i = 0; i < 50; i++) {
            Event event =
                    new Event("e" + i, new String[] {"c", "t"}, i * 1_000_000L, new double[] {i % 7}, new String[0]);
            double[] row = stepwise.stateless(event);
            for (int key : pipeline.historyKeys()) {
                stepwise.addHistory(key, event, histories[key], memories[key], row);
            }
            assertThat(row).isEqualTo(inMemory.extract(event).values());
        }
    }

    @Test
    void aHistoryOfAnotherKeyIsRefused() {
        Pipeline pipeline = Pipeline.ready("transactions");
        FeatureExtractor extractor = new FeatureExtractor(pipeline);
        Event event = new Event("e", new String[] {"c", "t"}, 0, new double[] {1}, new String[0]);

        KeyHistory history = new KeyHistory(pipeline, 1);
        KeyMemory memory = history.layout().empty();

        assertThatThrownBy(() -> extractor.addHistory(0, event, history, memory, extractor.stateless(event)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected one of key 0");
    }

    @Test
    void theLeastRecentlySeenKeyIsForgottenFirst() {
        Pipeline pipeline = Pipelines.with("name: n, type: history, key: C, statistic: count, window: 1d");
        FeatureExtractor extractor = new FeatureExtractor(pipeline, 2);
        double[] counts = new double[6];
        String[] customers = {"a", "b", "a", "c", "a", "b"};
        for (int i = 0; i < customers.length; i++) {
            counts[i] = extractor.extract(
                            new Event("e", new String[] {customers[i], "t"}, i, new double[0], new String[0]))
                    .values()[0];
        }
        assertThat(counts).containsExactly(0, 0, 1, 0, 2, 0);
    }
}
