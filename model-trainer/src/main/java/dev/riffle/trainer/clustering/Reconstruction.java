package dev.riffle.trainer.clustering;

/** How a decoder's outputs stand for a row, and what a row's reconstruction costs: its negative log-likelihood. */
enum Reconstruction {
    /** Values in [0, 1]: outputs are logits, the cost is the binary cross-entropy in nats. */
    BERNOULLI {
        @Override
        double cost(double target, double output) {
            // log(1 + exp(o)) - t o, written so that nothing overflows.
            return Math.max(output, 0) - target * output + Math.log1p(Math.exp(-Math.abs(output)));
        }

        @Override
        double slope(double target, double output) {
            return 1 / (1 + Math.exp(-output)) - target;
        }
    },
    /** Any values: outputs are means of unit variance, the cost is half the squared error. */
    GAUSSIAN {
        @Override
        double cost(double target, double output) {
            return (output - target) * (output - target) / 2;
        }

        @Override
        double slope(double target, double output) {
            return output - target;
        }
    };

    /** Cost of one value. */
    abstract double cost(double target, double output);

    /** Derivative of the cost by the output. */
    abstract double slope(double target, double output);

    /** {@link #BERNOULLI} where every value lies in [0, 1], else {@link #GAUSSIAN}. */
    static Reconstruction fitting(float[][] rows) {
        for (float[] row : rows) {
            for (float value : row) {
                if (value < 0 || value > 1) {
                    return GAUSSIAN;
                }
            }
        }
        return BERNOULLI;
    }

    /**
     * Cost of a batch and its gradient.
     *
     * @param targets {@code [row][column]} in one array
     * @param outputs same shape
     * @param rows number of rows
     * @param gradient receives the derivative of the result by the outputs
     * @return mean over rows of the sum over columns
     */
    double of(float[] targets, float[] outputs, int rows, float[] gradient) {
        double sum = 0;
        for (int i = 0; i < targets.length; i++) {
            sum += cost(targets[i], outputs[i]);
            gradient[i] = (float) (slope(targets[i], outputs[i]) / rows);
        }
        return sum / rows;
    }
}
