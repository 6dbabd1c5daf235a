package dev.riffle.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.pipeline.Event;
import dev.riffle.detector.pipeline.FeatureExtractor;
import dev.riffle.detector.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Columns that users have and data sets seldom do must neither shout nor drown the others. */
class OddColumnsTest {
    private static final Pipeline PIPELINE = Pipeline.parse("""
            name: odd
            features:
              - {name: plain, type: number, field: plain}
              - {name: constant, type: number, field: constant}
              - {name: jitter, type: number, field: jitter}
              - {name: huge, type: number, field: huge}
              - {name: tiny, type: number, field: tiny}
              - {name: heavy, type: number, field: heavy}
              - {name: channel, type: category, field: channel, values: [web, pos, atm]}
            """, "test data");

    private static final int PLAIN = 0;
    private static final int CONSTANT = 1;
    private static final int JITTER = 2;
    private static final int HUGE = 3;
    private static final int TINY = 4;
    private static final int HEAVY = 5;
    private static final int SAMPLE = 400;
    /** An alert at a budget of one in a thousand. */
    private static final double RARE = -Math.log(0.001);

    private final Random random = new Random(5);
    private final FeatureExtractor extractor = new FeatureExtractor(PIPELINE);
    private final Detector detector = Detector.of(model());

    @Test
    void aConstantColumnThatChangesALittleDoesNotShout() {
        assertThat(shareBeyond(RARE, event -> event.numbers()[CONSTANT] += 0.5)).isLessThan(0.02);
    }

    @Test
    void theNoiseOfANearlyConstantColumnDoesNotShoutHoweverItGrows() {
        assertThat(shareBeyond(RARE, event -> event.numbers()[JITTER] = 20 * (1 + 1e-6 * random.nextGaussian())))
                .isLessThan(0.02);
    }

    @Test
    void columnsOfAnyUnitCountAlike() {
        double huge = median(event -> event.numbers()[HUGE] += 8e12);
        double tiny = median(event -> event.numbers()[TINY] += 8e-9);
        assertThat(huge).isGreaterThan(RARE);
        assertThat(tiny).isCloseTo(huge, within(0.25 * huge));
    }

    @Test
    void aHeavyTailHidesNoOddityElsewhere() {
        assertThat(shareBeyond(RARE, event -> {})).as("normal events").isLessThan(0.01);
        assertThat(shareBeyond(RARE, event -> event.numbers()[PLAIN] += 8)).isGreaterThan(0.9);
        assertThat(median(event -> event.numbers()[HEAVY] = 1e300)).isFinite();
    }

    @Test
    void aCategoryThatNobodyHasSeenIsScoredAndIsNoAlarmByItself() {
        assertThat(shareBeyond(RARE, event -> event.texts()[0] = "carrier pigeon"))
                .isLessThan(0.5);
        assertThat(median(event -> event.texts()[0] = "carrier pigeon"))
                .as("though it is unusual")
                .isGreaterThan(median(event -> {}));
    }

    private ModelBundle model() {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            rows.add(extractor.stateless(event()));
        }
        return SyntheticModel.train(1, PIPELINE, rows, 2, 3, 6);
    }

    private Event event() {
        double[] numbers = new double[6];
        numbers[PLAIN] = random.nextGaussian();
        numbers[CONSTANT] = 7;
        numbers[JITTER] = 20 * (1 + 1e-9 * random.nextGaussian());
        numbers[HUGE] = 1e12 * random.nextGaussian();
        numbers[TINY] = 1e-9 * random.nextGaussian();
        // Cauchy: not even a mean.
        numbers[HEAVY] = Math.tan(Math.PI * (random.nextDouble() - 0.5));
        String channel = random.nextInt(3) == 0 ? "web" : "pos";
        return new Event("e", new String[0], 0, numbers, new String[] {channel});
    }

    private double shareBeyond(double surprise, Consumer<Event> change) {
        return sorted(change).stream().filter(value -> value > surprise).count() / (double) SAMPLE;
    }

    private double median(Consumer<Event> change) {
        return sorted(change).get(SAMPLE / 2);
    }

    private List<Double> sorted(Consumer<Event> change) {
        List<Double> surprises = new ArrayList<>();
        for (int i = 0; i < SAMPLE; i++) {
            Event event = event();
            change.accept(event);
            surprises.add(detector.score(new FeatureVector(extractor.stateless(event)))
                    .surprise());
        }
        surprises.sort(null);
        return surprises;
    }
}
