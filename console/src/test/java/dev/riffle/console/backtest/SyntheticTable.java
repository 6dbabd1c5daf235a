package dev.riffle.console.backtest;

import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * A seeded table of numbers: normal rows around three centres on a plane within five columns, and 3 % anomalies off
 * that plane.
 */
public record SyntheticTable(double[][] rows, boolean[] labels) {
    private static final int COLUMNS = 5;
    private static final double ANOMALIES = 0.03;
    private static final double[][] CENTRES = {{0, 0}, {4, 1}, {-2, 3}};

    public static SyntheticTable of(int count, long seed) {
        Random random = new Random(seed);
        double[][] rows = new double[count][];
        boolean[] labels = new boolean[count];
        for (int i = 0; i < count; i++) {
            double[] centre = CENTRES[random.nextInt(CENTRES.length)];
            double u = centre[0] + 0.5 * random.nextGaussian();
            double v = centre[1] + 0.5 * random.nextGaussian();
            rows[i] = new double[] {u, v, u + v, u - v, 0.5 * u};
            labels[i] = random.nextDouble() < ANOMALIES;
            for (int f = 0; f < COLUMNS; f++) {
                rows[i][f] += 0.1 * random.nextGaussian();
            }
            if (labels[i]) {
                rows[i][random.nextInt(COLUMNS)] += (random.nextBoolean() ? 1 : -1) * (4 + 2 * random.nextDouble());
            }
        }
        return new SyntheticTable(rows, labels);
    }

    /** The same rows with these labels. */
    public SyntheticTable withLabels(boolean[] others) {
        return new SyntheticTable(rows, others);
    }

    /** CSV with the columns x0 to x4 and label. */
    public String csv() {
        StringBuilder csv = new StringBuilder("x0,x1,x2,x3,x4,label\n");
        for (int i = 0; i < rows.length; i++) {
            csv.append(DoubleStream.of(rows[i])
                            .mapToObj(value -> String.format(Locale.ROOT, "%.6f", value))
                            .collect(Collectors.joining(",")))
                    .append(labels[i] ? ",1\n" : ",0\n");
        }
        return csv.toString();
    }
}
