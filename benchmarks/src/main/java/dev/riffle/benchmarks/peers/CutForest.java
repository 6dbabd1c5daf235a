package dev.riffle.benchmarks.peers;

import com.amazon.randomcutforest.RandomCutForest;

/** Random Cut Forest of 50 trees of 256 points, with its defaults. */
final class CutForest implements Peer {
    private static final int TREES = 50;
    private static final int SAMPLE = 256;
    private static final int OUTPUT_AFTER = 64;

    private final RandomCutForest forest;

    CutForest(int width, int warmUp, long seed) {
        forest = RandomCutForest.builder()
                .dimensions(width)
                .numberOfTrees(TREES)
                .sampleSize(SAMPLE)
                .outputAfter(Math.min(OUTPUT_AFTER, warmUp))
                .randomSeed(seed)
                .build();
    }

    @Override
    public double score(float[] row) {
        return forest.getAnomalyScore(row);
    }

    @Override
    public void learn(float[] row) {
        forest.update(row);
    }
}
