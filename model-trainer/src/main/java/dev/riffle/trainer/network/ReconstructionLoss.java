package dev.riffle.trainer.network;

import java.util.Arrays;

/** How far a reconstruction x' is from its row x, summed over columns. */
public enum ReconstructionLoss {
    /** ||x - x'||^2. */
    SQUARED {
        @Override
        double perRow(float[] rows, float[] reconstructions, int from, int to) {
            float sum = 0;
            for (int i = from; i < to; i++) {
                float residual = reconstructions[i] - rows[i];
                sum += residual * residual;
            }
            return sum;
        }

        @Override
        void derivative(float[] rows, float[] reconstructions, float[] derivative, int from, int to, float weight) {
            for (int i = from; i < to; i++) {
                derivative[i] = 2 * weight * (reconstructions[i] - rows[i]);
            }
        }
    },

    /** -sum_f x_f log x'_f + (1 - x_f) log(1 - x'_f), for rows and reconstructions in [0, 1]. */
    CROSS_ENTROPY {
        @Override
        double perRow(float[] rows, float[] reconstructions, int from, int to) {
            double sum = 0;
            for (int i = from; i < to; i++) {
                double inside = inside(reconstructions[i]);
                float x = rows[i];
                // Most cells of images are 0, and logarithms are dear.
                if (x > 0) {
                    sum -= x * Math.log(inside);
                }
                if (x < 1) {
                    sum -= (1 - x) * Math.log(1 - inside);
                }
            }
            return sum;
        }

        @Override
        void derivative(float[] rows, float[] reconstructions, float[] derivative, int from, int to, float weight) {
            for (int i = from; i < to; i++) {
                float inside = inside(reconstructions[i]);
                derivative[i] = weight * (inside - rows[i]) / (inside * (1 - inside));
            }
        }

        /** Kept off 0 and 1, where a saturated sigmoid would make the logarithm and the derivative infinite. */
        private float inside(float reconstruction) {
            return Math.max(MARGIN, Math.min(1 - MARGIN, reconstruction));
        }
    };

    private static final float MARGIN = 1e-6f;

    abstract double perRow(float[] rows, float[] reconstructions, int from, int to);

    abstract void derivative(float[] rows, float[] reconstructions, float[] derivative, int from, int to, float weight);

    /** {@link #CROSS_ENTROPY} where every value lies in [0, 1], else {@link #SQUARED}. */
    public static ReconstructionLoss fitting(float[][] rows) {
        return inUnitInterval(rows) ? CROSS_ENTROPY : SQUARED;
    }

    /** Whether every value lies in [0, 1]. */
    public static boolean inUnitInterval(float[][] rows) {
        for (float[] row : rows) {
            for (float value : row) {
                if (value < 0 || value > 1) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The loss of every row. */
    public double[] perRow(Matrix rows, Matrix reconstructions) {
        double[] losses = new double[rows.rows()];
        int columns = rows.columns();
        Arrays.setAll(losses, i -> perRow(rows.values(), reconstructions.values(), i * columns, (i + 1) * columns));
        return losses;
    }

    /**
     * The derivative of a weighted sum of the rows' losses by every cell of the reconstructions; an array of its own.
     *
     * @param weights one per row
     */
    public Matrix derivative(Matrix rows, Matrix reconstructions, double[] weights) {
        Matrix derivative = Matrix.zeros(rows.rows(), rows.columns());
        int columns = rows.columns();
        for (int i = 0; i < rows.rows(); i++) {
            derivative(
                    rows.values(),
                    reconstructions.values(),
                    derivative.values(),
                    i * columns,
                    (i + 1) * columns,
                    (float) weights[i]);
        }
        return derivative;
    }

    /** The same with one weight for all rows. */
    public Matrix derivative(Matrix rows, Matrix reconstructions, double weight) {
        double[] weights = new double[rows.rows()];
        Arrays.fill(weights, weight);
        return derivative(rows, reconstructions, weights);
    }
}
