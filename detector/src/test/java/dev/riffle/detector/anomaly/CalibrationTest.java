package dev.riffle.detector.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    @Property(tries = 300)
    void surpriseIsMonotoneFiniteAndNotNegative(
            @ForAll @Size(min = 1, max = 60) List<Double> values, @ForAll double a, @ForAll double b) {
        Calibration calibration =
                Calibration.of(values.stream().mapToDouble(v -> v).toArray());

        double low = calibration.surprise(Math.min(a, b));
        double high = calibration.surprise(Math.max(a, b));

        assertThat(low).isFinite().isNotNegative();
        assertThat(high).isFinite().isGreaterThanOrEqualTo(low);
    }

    @Property(tries = 200)
    void surpriseIsContinuousAlsoWhereValuesRepeat(
            @ForAll @Size(min = 2, max = 50) List<@DoubleRange(min = 0, max = 3) Double> values,
            @ForAll @DoubleRange(min = -1, max = 5) double at) {
        double[] rounded =
                values.stream().mapToDouble(v -> Math.rint(v * 2) / 2).toArray();
        Calibration calibration = Calibration.of(rounded);

        double step = 1e-11;

        for (double value : new double[] {
            at, rounded[0], calibration.tailStart(), calibration.knots()[0]
        }) {
            double rise = calibration.surprise(value + step) - calibration.surprise(value - step);
            assertThat(rise).isBetween(0.0, 1e-3);
        }
    }

    @Property(tries = 100)
    void surpriseGrowsStrictlyAboveTheTailsStart(
            @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = -50, max = 50) Double> values,
            @ForAll @DoubleRange(min = 0, max = 1000) double beyond) {
        Calibration calibration =
                Calibration.of(values.stream().mapToDouble(v -> v).toArray());
        double value = calibration.tailStart() + beyond;

        assertThat(calibration.surprise(value + 0.01 + beyond / 100)).isGreaterThan(calibration.surprise(value));
    }

    @Test
    void surpriseIsTheNegativeLogOfTheEmpiricalTailBelowItsStart() {
        double[] values = new Random(1).doubles(20_000).toArray();
        Calibration calibration = Calibration.of(values);

        assertThat(calibration.knots()).hasSize(Calibration.MOST_KNOTS);
        for (double value : new double[] {0.1, 0.5, 0.9, 0.97}) {
            double tail = Arrays.stream(values).filter(v -> v >= value).count() / 20_000.0;
            assertThat(Math.exp(-calibration.surprise(value))).isCloseTo(tail, within(0.001));
        }
        assertThat(calibration.surprise(-100)).isLessThan(1e-4);
    }

    @Test
    void aValueThatHalfOfAllEventsShareIsNoSurpriseAndWhatLiesAboveItIsOne() {
        double[] values = new double[1000];
        Arrays.fill(values, 500, 1000, 1);
        Calibration calibration = Calibration.of(values);

        assertThat(Math.exp(-calibration.surprise(0))).isCloseTo(1, within(0.001));
        assertThat(Math.exp(-calibration.surprise(0.5))).isCloseTo(0.5, within(0.01));
        assertThat(Math.exp(-calibration.surprise(1))).isCloseTo(0.5, within(0.01));
        assertThat(Math.exp(-calibration.surprise(1.1))).isLessThan(0.02);
    }

    @Test
    void farValuesKeepAnOrder() {
        Calibration calibration = Calibration.of(new Random(1).doubles(1000).toArray());

        assertThat(calibration.surprise(1e6)).isGreaterThan(calibration.surprise(1e5) + 2);
        assertThat(calibration.surprise(Double.POSITIVE_INFINITY)).isFinite();
    }

    @Test
    void surprisesOfAnotherScaleAreCalibratedFarBeyondTheHeldOutEvents() {
        Random random = new Random(4);
        Calibration calibration = Calibration.of(
                random.doubles(3_000).map(v -> -0.4 * Math.log(1 - v)).toArray());

        for (double tail : new double[] {0.01, 0.001, 0.0001}) {
            double quantile = -0.4 * Math.log(tail);
            assertThat(calibration.surpriseOfSurprise(quantile)).isCloseTo(-Math.log(tail), within(0.7));
        }
        assertThat(calibration.surpriseOfSurprise(0.2)).isEqualTo(calibration.surprise(0.2));
        assertThat(Math.exp(-calibration.surpriseOfSurprise(60))).isPositive();
    }

    @Test
    void copesWithASingleValue() {
        Calibration calibration = Calibration.of(new double[] {3});

        assertThat(calibration.surprise(2)).isCloseTo(calibration.surprise(3), within(1e-12));
        assertThat(calibration.surprise(4)).isGreaterThan(calibration.surprise(3));
    }

    @Test
    void refusesWhatIsNotFinite() {
        assertThatThrownBy(() -> Calibration.of(new double[] {1, Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected finite");
        assertThatThrownBy(() -> Calibration.of(new double[0])).hasMessageContaining("expected at least 1");
        assertThatThrownBy(() -> new Calibration(new double[] {2, 1}, 2, 0, 1)).hasMessageContaining("ascending");
        assertThatThrownBy(() -> new Calibration(new double[] {1}, 2, 0, 0)).hasMessageContaining("above 0");
    }

    @Property
    void theSurpriseIsThatOfTheInterpolatedRank(
            @ForAll @Size(min = 2, max = 300) List<@DoubleRange(min = -1e3, max = 1e3) Double> values,
            @ForAll @DoubleRange(min = -1e3, max = 1e3) double between) {
        requireInterpolatedRanks(
                Calibration.of(values.stream().mapToDouble(v -> v * v * v).toArray()), between);
    }

    @Property(tries = 200)
    void itIsSoHoweverSkewedTheValuesAre(@ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 12) double spread) {
        Random random = new Random(seed);
        double[] values = random.doubles(3_000)
                .map(v -> Math.exp(spread * random.nextGaussian()))
                .toArray();

        requireInterpolatedRanks(Calibration.of(values), values[0]);
    }

    private static void requireInterpolatedRanks(Calibration calibration, double between) {
        double[] knots = calibration.knots();
        for (double value : new double[] {between, knots[0], knots[knots.length / 2], knots[knots.length / 3] + 1e-3}) {
            if (value > knots[0] && value < Math.min(knots[knots.length - 1], calibration.tailStart())) {
                int low = 0;
                while (knots[low + 1] < value) {
                    low++;
                }
                double rank = (low + (value - knots[low]) / (knots[low + 1] - knots[low])) / (knots.length - 1);
                long rows = calibration.rows();

                assertThat(calibration.surprise(value))
                        .isCloseTo(-Math.log((rows - rank * (rows - 1) + 0.5) / (rows + 1)), within(1e-12));
            }
        }
    }

    @Test
    void theScaleOfMeanSurprisesIsFittedWhereValuesAreManyAndAssumedWhereTheyAreFew() {
        Random random = new Random(7);
        double[] many = random.doubles(100_000).map(u -> -0.5 * Math.log(1 - u)).toArray();

        assertThat(Calibration.ofMeanSurprises(many)).isEqualTo(Calibration.of(many));
        assertThat(Calibration.of(many).tailScale()).isCloseTo(0.5, within(0.05));
        double[] few = Arrays.copyOf(many, 50);
        assertThat(Calibration.ofMeanSurprises(few).tailScale()).isBetween(0.8, 1.2);
        assertThat(Calibration.ofMeanSurprises(few).knots())
                .isEqualTo(Calibration.of(few).knots());
        assertThat(Calibration.ofMeanSurprises(new double[] {3, 3, 3}).tailScale())
                .isEqualTo(1);
    }
}
