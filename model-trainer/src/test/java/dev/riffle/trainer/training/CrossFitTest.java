package dev.riffle.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.Detector;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.pipeline.Pipeline;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrossFitTest {
    private static final int WIDTH = 8;
    private static final Pipeline PIPELINE = Pipeline.ofNumericColumns(
            "numbers", IntStream.range(0, WIDTH).mapToObj(i -> "f" + i).toList());
    private static final TrainingConfig CONFIG =
            TrainingConfig.DEFAULTS.toBuilder().set("epochs", "20").build();

    @Test
    void aModelOfFewRowsIsCalibratedOnAllOfThem() {
        assertThat(train(1, 60).scores().combined().rows()).isEqualTo(60);
        assertThat(train(1, 700).scores().combined().rows()).isEqualTo(700);
    }

    @Test
    void aModelOfManyRowsIsCalibratedOnTheHeldOutOnes() {
        assertThat(train(1, 2_000).scores().combined().rows()).isEqualTo(300);
    }

    @Test
    void aSeriesIsCalibratedOnTheHeldOutRowsHoweverFew() {
        Pipeline series = Pipeline.parse("""
                name: series
                features:
                  - {name: level, type: number, field: level}
                  - {name: before, type: recent, of: level, statistic: lag, rows: 1}
                """, "test");
        RowSplit split = RowSplit.of(new double[60][2], 0.15, 1);

        assertThat(new CrossFit(series, CONFIG).isNeededFor(split)).isFalse();
        assertThat(new CrossFit(PIPELINE, CONFIG).isNeededFor(split)).isTrue();
    }

    @Test
    void tailProbabilitiesOfAFewRowsAreThoseOfEventsToCome() {
        List<Double> shares = IntStream.rangeClosed(1, 6)
                .mapToObj(seed -> shareAtMost(0.1, seed, 80))
                .toList();

        assertThat(shares).allSatisfy(share -> assertThat(share).isBetween(0.03, 0.25));
        assertThat(shares.stream().mapToDouble(share -> share).average().orElseThrow())
                .isBetween(0.06, 0.15);
    }

    private static double shareAtMost(double probability, long seed, int rows) {
        Detector detector = Detector.of(train(seed, rows));
        double[][] fresh = doubles(new SeededRows(1_000 + seed).normal(2_000, WIDTH));
        long rare = 0;
        for (double[] row : fresh) {
            rare += detector.score(new FeatureVector(row)).tailProbability() <= probability ? 1 : 0;
        }
        return rare / (double) fresh.length;
    }

    private static ModelBundle train(long seed, int rows) {
        double[][] values = doubles(new SeededRows(seed).normal(rows, WIDTH));
        return new AutoencoderTrainer(CONFIG)
                .train(
                        new TrainingRows(WIDTH, values, new long[rows], new boolean[rows]),
                        TrainingContext.first(PIPELINE, Clock.systemUTC()));
    }

    private static double[][] doubles(float[][] rows) {
        double[][] doubles = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            float[] row = rows[i];
            doubles[i] = IntStream.range(0, row.length).mapToDouble(f -> row[f]).toArray();
        }
        return doubles;
    }
}
