package dev.riffle.detector;

import dev.riffle.detector.replay.Row;
import dev.riffle.detector.replay.Row.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Seeded events of six columns that two hidden factors explain, in three groups; anomalies have the columns' usual
 * values but break what holds between them, or leave their range.
 */
public final class SyntheticStream {
    public static final int WIDTH = 6;

    private static final double[][] GROUPS = {{0, 0}, {6, 2}, {-3, 7}};
    private static final double[][] LOADINGS = {
        {1, 0.5, -1, 2, 0.3, -0.7},
        {0.4, -1, 0.8, 0.5, 1.5, 1}
    };

    private final Random random;
    private final double anomalyRate;
    private int group;
    private long time = 1_700_000_000_000L;

    public SyntheticStream(long seed, double anomalyRate) {
        random = new Random(seed);
        this.anomalyRate = anomalyRate;
    }

    public double[] normal() {
        group = random.nextInt(GROUPS.length);
        double a = GROUPS[group][0] + random.nextGaussian();
        double b = GROUPS[group][1] + random.nextGaussian();
        double[] row = new double[WIDTH];
        for (int f = 0; f < WIDTH; f++) {
            row[f] = 100 + 10 * f + a * LOADINGS[0][f] + b * LOADINGS[1][f] + 0.3 * random.nextGaussian();
        }
        return row;
    }

    /** The group of the last event, 0 to 2. */
    int group() {
        return group;
    }

    public double[] anomaly() {
        double[] row = normal();
        row[random.nextInt(WIDTH)] += (random.nextBoolean() ? 1 : -1) * (6 + 6 * random.nextDouble());
        return row;
    }

    public List<double[]> normals(int count) {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(normal());
        }
        return rows;
    }

    public List<Row> rows(int count) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean anomalous = random.nextDouble() < anomalyRate;
            time += 1_000;
            rows.add(new Row(
                    new FeatureVector(anomalous ? anomaly() : normal()),
                    time,
                    anomalous ? Label.ANOMALY : Label.NORMAL));
        }
        return rows;
    }
}
