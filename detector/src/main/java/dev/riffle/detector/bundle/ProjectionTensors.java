package dev.riffle.detector.bundle;

import dev.riffle.detector.projection.Histograms;
import dev.riffle.detector.projection.Projections;

/**
 * Projections and their histograms as tensors {@code projections.*}; a bundle without them has none of these tensors.
 */
final class ProjectionTensors {
    private static final String READS = "projections.reads";
    private static final String WEIGHTS = "projections.weights";
    private static final String STARTS = "projections.starts";
    private static final String BIN_WIDTHS = "projections.binWidths";
    private static final String MASSES = "projections.masses";

    private ProjectionTensors() {}

    static void write(Projections projections, Histograms histograms, TensorWriter tensors) {
        int count = projections.count();
        if (count == 0) {
            return;
        }
        int[] reads = projections.reads();
        long[] wide = new long[reads.length];
        for (int i = 0; i < reads.length; i++) {
            wide[i] = reads[i];
        }
        tensors.add(READS, wide, count, projections.readsEach());
        tensors.add(WEIGHTS, projections.weights(), count, projections.readsEach());
        tensors.add(STARTS, projections.starts(), count);
        tensors.add(BIN_WIDTHS, projections.binWidths(), count);
        tensors.add(MASSES, histograms.masses(), count, histograms.bins() + 2);
    }

    /** @param dimension of what is projected */
    static Projections readProjections(int dimension, TensorReader tensors) throws InvalidBundleException {
        if (!tensors.has(READS)) {
            return Projections.NONE;
        }
        int count = tensors.extent(READS, 0);
        int each = tensors.extent(READS, 1);
        long[] wide = tensors.longs(READS, count, each);
        int[] reads = new int[wide.length];
        for (int i = 0; i < reads.length; i++) {
            if (wide[i] < 0 || wide[i] >= dimension) {
                throw new InvalidBundleException("Model bundle's projection " + i / each + " reads dimension " + wide[i]
                        + "; expected 0 to " + (dimension - 1));
            }
            reads[i] = (int) wide[i];
        }
        return new Projections(
                dimension,
                reads,
                tensors.floats(WEIGHTS, count, each),
                tensors.floats(STARTS, count),
                tensors.floats(BIN_WIDTHS, count));
    }

    static Histograms readHistograms(Projections projections, TensorReader tensors) throws InvalidBundleException {
        if (projections.count() == 0) {
            return Histograms.NONE;
        }
        int bins = tensors.extent(MASSES, 1);
        return new Histograms(bins - 2, tensors.doubles(MASSES, projections.count(), bins));
    }
}
