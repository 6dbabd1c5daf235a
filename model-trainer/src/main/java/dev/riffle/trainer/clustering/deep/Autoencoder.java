package dev.riffle.trainer.clustering.deep;

import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * An encoder and a decoder whose losses come from outside, on the reconstruction, on the code, or on both. Not safe for
 * use by several threads at once.
 */
final class Autoencoder {
    private static final int OUTPUT_ROWS = 1024;

    private final Network encoder;
    private final Network decoder;

    /**
     * What a forward pass gave.
     *
     * @param code {@code [row][unit]}
     * @param reconstruction {@code [row][column]}
     */
    record Pass(INDArray code, INDArray reconstruction) {}

    private Autoencoder(Network encoder, Network decoder) {
        this.encoder = encoder;
        this.decoder = decoder;
    }

    static Autoencoder create(AutoencoderLayout layout, long seed) {
        Random random = new Random(seed);
        return new Autoencoder(Network.create(layout.encoder(), random), Network.create(layout.decoder(), random));
    }

    /** The same weights with an updater that starts afresh. */
    Autoencoder copy(IUpdater updater) {
        return new Autoencoder(encoder.copy(updater), decoder.copy(updater));
    }

    Pass forward(INDArray rows) {
        INDArray code = encoder.forward(rows);
        return new Pass(code, decoder.forward(code));
    }

    /**
     * Carries errors back through the last {@link #forward}.
     *
     * @param byReconstruction the loss's derivative by the reconstruction; may be overwritten
     * @param byCode the loss's derivative by the code, besides what passes through the reconstruction
     */
    void backward(INDArray byReconstruction, INDArray byCode) {
        encoder.backward(decoder.backward(byReconstruction).addi(byCode));
    }

    /** Carries errors back that the loss has on the reconstruction alone. */
    void backward(INDArray byReconstruction) {
        encoder.backward(decoder.backward(byReconstruction));
    }

    void update(int rows) {
        encoder.update(rows);
        decoder.update(rows);
    }

    Network encoder() {
        return encoder;
    }

    Network decoder() {
        return decoder;
    }

    DataType type() {
        return encoder.layout().type();
    }

    /** Codes as in serving. */
    float[][] encode(float[][] rows) {
        float[][] codes = new float[rows.length][];
        for (int from = 0; from < rows.length; from += OUTPUT_ROWS) {
            int to = Math.min(rows.length, from + OUTPUT_ROWS);
            try (INDArray input = Rows.range(rows, from, to, type());
                    INDArray code = encoder.output(input)) {
                System.arraycopy(code.toFloatMatrix(), 0, codes, from, to - from);
            }
        }
        return codes;
    }

    /** Squared distance of every row to its reconstruction, as in serving. */
    double[] errors(float[][] rows) {
        double[] errors = new double[rows.length];
        for (int from = 0; from < rows.length; from += OUTPUT_ROWS) {
            int to = Math.min(rows.length, from + OUTPUT_ROWS);
            try (INDArray input = Rows.range(rows, from, to, type());
                    INDArray code = encoder.output(input);
                    INDArray reconstruction = decoder.output(code)) {
                double[] distances = ReconstructionLoss.SQUARED.perRow(input, reconstruction);
                System.arraycopy(distances, 0, errors, from, to - from);
            }
        }
        return errors;
    }
}
