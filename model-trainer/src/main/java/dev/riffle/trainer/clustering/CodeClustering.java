package dev.riffle.trainer.clustering;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseLayer;
import dev.riffle.trainer.training.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * First a code, then clusters of the codes.
 *
 * @param learner learns the code
 * @param standardised whether every dimension of the code is brought to mean 0 and variance 1 in between
 * @param clustering clusters the codes, with its own default of epochs
 */
public record CodeClustering(CodeLearner learner, boolean standardised, ClusteringAlgorithm clustering)
        implements ClusteringAlgorithm {
    public CodeClustering {
        Objects.requireNonNull(learner, "learner");
        Objects.requireNonNull(clustering, "clustering");
    }

    @Override
    public FittedClustering fit(float[][] rows, ClusteringSettings settings, Progress progress) {
        settings.requireUsable(rows);
        CodeLearner.LearnedCode learned = learner.learn(rows, settings, progress);
        Standardisation scale =
                standardised ? Standardisation.of(learned.codes()) : Standardisation.none(learned.codes()[0].length);
        FittedClustering fitted = clustering.fit(
                scale.apply(learned.codes()),
                new ClusteringSettings(settings.clusters(), OptionalInt.empty(), settings.seed()),
                progress);
        return new FittedClustering(fitted.assignment(), fitted.model().behind(scale.foldedInto(learned.encoder())));
    }

    /**
     * Brings every column to mean 0 and variance 1, a constant one to 0.
     *
     * @param scales what a column less its mean is multiplied by
     */
    record Standardisation(double[] means, double[] scales) {
        static Standardisation none(int columns) {
            double[] ones = new double[columns];
            Arrays.fill(ones, 1);
            return new Standardisation(new double[columns], ones);
        }

        static Standardisation of(float[][] rows) {
            int columns = rows[0].length;
            Standardisation found = new Standardisation(new double[columns], new double[columns]);
            for (int f = 0; f < columns; f++) {
                double mean = 0;
                for (float[] row : rows) {
                    mean += row[f] / (double) rows.length;
                }
                double variance = 0;
                for (float[] row : rows) {
                    variance += (row[f] - mean) * (row[f] - mean) / rows.length;
                }
                double deviation = Math.sqrt(variance);
                found.means[f] = mean;
                // What is left of a constant column is rounding.
                found.scales[f] = deviation <= 1e-7 * Math.max(1e-30, Math.abs(mean)) ? 0 : 1 / deviation;
            }
            return found;
        }

        float[][] apply(float[][] rows) {
            float[][] standardised = new float[rows.length][means.length];
            for (int i = 0; i < rows.length; i++) {
                for (int f = 0; f < means.length; f++) {
                    standardised[i][f] = (float) ((rows[i][f] - means[f]) * scales[f]);
                }
            }
            return standardised;
        }

        /** An encoder whose last layer, a linear one, does it too. */
        List<DenseLayer> foldedInto(List<DenseLayer> encoder) {
            List<DenseLayer> folded = new ArrayList<>(encoder);
            DenseLayer last = folded.remove(folded.size() - 1);
            if (last.activation() != Activation.IDENTITY) {
                throw new IllegalArgumentException(
                        "encoder's last activation is " + last.activation() + "; a linear one was expected");
            }
            float[] weights = last.weights().clone();
            float[] biases = last.biases().clone();
            for (int i = 0; i < weights.length; i++) {
                weights[i] *= (float) scales[i % means.length];
            }
            for (int f = 0; f < means.length; f++) {
                biases[f] = (float) ((biases[f] - means[f]) * scales[f]);
            }
            folded.add(new DenseLayer(last.inputs(), last.outputs(), weights, biases, last.activation()));
            return folded;
        }
    }
}
