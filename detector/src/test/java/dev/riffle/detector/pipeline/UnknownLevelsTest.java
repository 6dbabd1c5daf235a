package dev.riffle.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnknownLevelsTest {
    private static final Pipeline PIPELINE = Pipeline.parse("""
            name: machine
            features:
              - {name: flow, type: number, field: flow}
              - {name: heat, type: number, field: heat}
              - {name: flowMean, type: recent, of: flow, statistic: mean, rows: 10}
              - {name: heatMean, type: recent, of: heat, statistic: mean, rows: 10}
              - {name: heatBefore, type: recent, of: heat, statistic: lag, rows: 1}
              - {name: heatStep, type: recent, of: heat, statistic: difference, rows: 1}
              - {name: heatSpread, type: recent, of: heat, statistic: std, rows: 10}
            """, "test");

    private static double[][] rows(int n, Random random) {
        double[][] rows = new double[n][];
        double flow = 0;
        for (int i = 0; i < n; i++) {
            flow = 0.5 * flow + random.nextGaussian();
            double heat = 20 + i * 0.01 + 0.05 * random.nextGaussian();
            rows[i] = new double[] {flow, heat, flow, heat, heat, 0.01, 0.05};
        }
        return rows;
    }

    @Test
    void aRisingNumberAndWhatIsInItsUnitHaveNoKnownLevel() {
        assertThat(UnknownLevels.of(PIPELINE, rows(400, new Random(1))))
                .containsExactly(false, true, false, true, true, false, false);
    }

    @Test
    void missingValuesArePassedOver() {
        double[][] rows = rows(400, new Random(2));
        Random random = new Random(3);
        Arrays.stream(rows).filter(row -> random.nextInt(5) == 0).forEach(row -> row[1] = Double.NaN);

        assertThat(UnknownLevels.of(PIPELINE, rows)[1]).isTrue();
        Arrays.stream(rows).forEach(row -> row[1] = Double.NaN);
        assertThat(UnknownLevels.of(PIPELINE, rows)[1]).isFalse();
    }

    /** Not never: chance makes a few of very many stretches look like a wandering one. */
    @Test
    void noiseSeldomHasAnUnknownLevelHoweverShort() {
        for (int n : new int[] {20, 50, 170, 400}) {
            int unknown = 0;
            for (int seed = 0; seed < 500; seed++) {
                double[][] rows = rows(n, new Random(seed));
                Random random = new Random(seed + 1_000);
                Arrays.stream(rows).forEach(row -> row[1] = random.nextGaussian());
                boolean[] found = UnknownLevels.of(PIPELINE, rows);
                unknown += IntStream.range(0, found.length).anyMatch(c -> found[c]) ? 1 : 0;
            }

            assertThat(unknown).as("of 500 stretches of " + n + " rows").isLessThan(10);
        }
    }

    @Test
    void whatWanderedLongEnoughIsKnown() {
        double[] slow = EffectiveSampleTest.autoregressive(new Random(4), 20_000, 0.98);
        double[][] rows = rows(slow.length, new Random(5));
        for (int i = 0; i < slow.length; i++) {
            rows[i][1] = slow[i];
        }

        assertThat(UnknownLevels.of(PIPELINE, Arrays.copyOf(rows, 300))[1]).isTrue();
        assertThat(UnknownLevels.of(PIPELINE, rows)[1]).isFalse();
    }
}
