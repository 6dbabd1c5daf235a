package dev.riffle.trainer.clustering;

import dev.riffle.trainer.training.Progress;
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
}
