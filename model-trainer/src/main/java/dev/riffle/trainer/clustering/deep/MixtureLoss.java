package dev.riffle.trainer.clustering.deep;

/**
 * The loss of a mixture of autoencoders, for a batch of rows x: the mean over rows of -log sum_i w_i exp(-d_i), where
 * d_i = ||x - x_i'||^2 is autoencoder i's squared error and w_i its weight for the row.
 *
 * @param logWeights log w_i, {@code [row][autoencoder]}
 * @param responsibilities w_i exp(-d_i) as a share of the sum: how much autoencoder i answers for the row; the
 *     derivative of the row's loss by d_i, and its negative that by log w_i
 * @param perRow the loss of every row
 */
record MixtureLoss(double[][] logWeights, double[][] responsibilities, double[] perRow) {
    /** @param errors d_i, {@code [row][autoencoder]} */
    static MixtureLoss of(double[][] errors, double[][] logWeights) {
        double[][] responsibilities = new double[errors.length][errors[0].length];
        double[] perRow = new double[errors.length];
        for (int row = 0; row < errors.length; row++) {
            double[] terms = new double[errors[row].length];
            for (int i = 0; i < terms.length; i++) {
                terms[i] = logWeights[row][i] - errors[row][i];
            }
            double logSum = logSumExp(terms);
            perRow[row] = -logSum;
            for (int i = 0; i < terms.length; i++) {
                responsibilities[row][i] = Math.exp(terms[i] - logSum);
            }
        }
        return new MixtureLoss(logWeights, responsibilities, perRow);
    }

    /** Weights of 1 for every autoencoder. */
    static double[][] equalWeights(int rows, int autoencoders) {
        return new double[rows][autoencoders];
    }

    /** Weights by a softmax over a gating network's outputs, as logarithms. */
    static double[][] logSoftmax(double[][] outputs) {
        double[][] logs = new double[outputs.length][outputs[0].length];
        for (int row = 0; row < outputs.length; row++) {
            double logSum = logSumExp(outputs[row]);
            for (int i = 0; i < logs[row].length; i++) {
                logs[row][i] = outputs[row][i] - logSum;
            }
        }
        return logs;
    }

    /** The same for one row of a network's outputs. */
    static double[] logSoftmax(float[] outputs) {
        double[][] row = new double[1][outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            row[0][i] = outputs[i];
        }
        return logSoftmax(row)[0];
    }

    double loss() {
        return Mean.of(perRow);
    }

    /** The derivative of the mean cross-entropy between shares and a softmax by the softmax's inputs. */
    static double[][] byGatingOutput(double[][] logWeights, double[][] shares) {
        double[][] derivative = new double[shares.length][shares[0].length];
        for (int row = 0; row < derivative.length; row++) {
            for (int i = 0; i < derivative[row].length; i++) {
                derivative[row][i] = (Math.exp(logWeights[row][i]) - shares[row][i]) / derivative.length;
            }
        }
        return derivative;
    }

    private static double logSumExp(double[] terms) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (double term : terms) {
            greatest = Math.max(greatest, term);
        }
        double sum = 0;
        for (double term : terms) {
            sum += Math.exp(term - greatest);
        }
        return greatest + Math.log(sum);
    }
}
