package dev.riffle.benchmarks.peers;

import com.yahoo.labs.samoa.instances.Instance;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import moa.classifiers.AbstractClassifier;
import moa.classifiers.oneclass.Autoencoder;
import moa.classifiers.oneclass.HSTrees;

/** One of MOA's detectors with its defaults. The score and not the vote, which saturates. */
final class MoaDetector implements Peer {
    private final MoaRows rows;
    private final ToDoubleFunction<Instance> score;
    private final Consumer<Instance> learn;
    private Instance scored;
    private float[] scoredRow;

    private MoaDetector(AbstractClassifier detector, MoaRows rows, ToDoubleFunction<Instance> score, long seed) {
        this.rows = rows;
        this.score = score;
        this.learn = detector::trainOnInstance;
        detector.setRandomSeed(Math.toIntExact(seed));
        detector.setModelContext(rows.header());
        detector.prepareForUse();
    }

    static MoaDetector halfSpaceTrees(int width, long seed) {
        HSTrees trees = new HSTrees();
        return new MoaDetector(trees, MoaRows.withClass(width), trees::getAnomalyScore, seed);
    }

    static MoaDetector autoencoder(int width, long seed) {
        Autoencoder autoencoder = new Autoencoder();
        return new MoaDetector(autoencoder, MoaRows.withClass(width), autoencoder::getAnomalyScore, seed);
    }

    @Override
    public double score(float[] row) {
        scored = rows.of(row);
        scoredRow = row;
        return score.applyAsDouble(scored);
    }

    /** The row scored last is not made anew. */
    @Override
    public void learn(float[] row) {
        learn.accept(row == scoredRow ? scored : rows.of(row));
    }
}
