package dev.riffle.detector.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MissingCellAllowanceTest {
    private static final int EVENTS = 4_000;

    /** Some noise that is skewed as surprises are, falling by so much with every missing cell. */
    private static double[] surprises(Random random, int[] missing, double fall) {
        return Arrays.stream(missing)
                .mapToDouble(n -> -Math.log(1 - random.nextDouble()) - fall * n)
                .toArray();
    }

    private static int[] missing(Random random, int most) {
        return random.ints(EVENTS, 0, most + 1).toArray();
    }

    @Property(tries = 100)
    void whatMissingCellsTakeOffIsAddedAgain(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 30) int most,
            @ForAll @DoubleRange(min = 0.2, max = 2) double fall) {
        Random random = new Random(seed);
        int[] missing = missing(random, most);

        MissingCellAllowance allowance = MissingCellAllowance.of(surprises(random, missing, fall), missing);

        // Noise of a standard deviation of 1, cut at its 95 % quantile, over counts that lie evenly from 0 to most.
        double error = 1 / Math.sqrt(EVENTS * most * (most + 2.0) / 12);
        assertThat(allowance.perCell()).isBetween(fall - 6 * error - 0.1 * fall, fall + 4 * error);
        assertThat(allowance.mostCells()).isEqualTo(most);
    }

    @Property(tries = 100)
    void surprisesThatRiseWithMissingCellsAreLeftAlone(
            @ForAll long seed, @ForAll @DoubleRange(min = 0.2, max = 2) double rise) {
        Random random = new Random(seed);
        int[] missing = missing(random, 5);

        assertThat(MissingCellAllowance.of(surprises(random, missing, -rise), missing))
                .isEqualTo(MissingCellAllowance.NONE);
    }

    @Test
    void aFallThatIsNotSureIsNotAddedAgain() {
        double[] surprises = new Random(5).doubles(200).toArray();
        int[] one = new int[200];
        surprises[17] = 0.3;
        one[17] = 1;

        assertThat(MissingCellAllowance.of(surprises, one)).isEqualTo(MissingCellAllowance.NONE);
    }

    @Test
    void thereIsNoneWhereNothingIsMissingOrAsMuchInEveryEvent() {
        double[] surprises = {3, 1, 2, 0};

        assertThat(MissingCellAllowance.of(surprises, new int[4])).isEqualTo(MissingCellAllowance.NONE);
        assertThat(MissingCellAllowance.of(surprises, new int[] {2, 2, 2, 2})).isEqualTo(MissingCellAllowance.NONE);
        assertThat(MissingCellAllowance.of(new double[] {3, 1}, new int[] {0, 1}))
                .isEqualTo(MissingCellAllowance.NONE);
    }

    @Test
    void moreMissingCellsThanWereEverSeenAddNothingFurther() {
        MissingCellAllowance allowance = new MissingCellAllowance(0.5, 3);

        assertThat(allowance.of(0)).isZero();
        assertThat(allowance.of(2)).isEqualTo(1);
        assertThat(allowance.of(3)).isEqualTo(1.5);
        assertThat(allowance.of(30)).isEqualTo(1.5);
    }

    @Test
    void anAllowanceThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new MissingCellAllowance(-0.1, 3)).hasMessageContaining("-0.1 for each of at most 3");
        assertThatThrownBy(() -> new MissingCellAllowance(Double.NaN, 3)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new MissingCellAllowance(Double.POSITIVE_INFINITY, 3))
                .hasMessageContaining("Infinity");
        assertThatThrownBy(() -> new MissingCellAllowance(0.1, -3)).hasMessageContaining("-3");
    }

    /** Events that lack cells are neither more often nor more seldom among the rarest ones than others. */
    @Test
    void calibratedSurprisesAreAlikeWhateverIsMissing() {
        Random random = new Random(8);
        int[] missing = missing(random, 6);
        double[] errors = surprises(random, missing, 0.3);
        ScoreCombiner combiner =
                ScoreCombiner.calibrate(new SignalValues(errors, errors, Optional.empty(), Optional.empty(), missing));

        double[] means = new double[7];
        int[] counts = new int[7];
        for (int i = 0; i < EVENTS; i++) {
            double surprise = combiner.reconstruction().surprise(errors[i]);
            means[missing[i]] += combiner.combine(surprise, surprise, missing[i]);
            counts[missing[i]]++;
        }
        for (int n = 0; n <= 6; n++) {
            assertThat(means[n] / counts[n]).as(n + " missing").isCloseTo(1, within(0.25));
        }
    }
}
