package dev.riffle.trainer.network;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;

/**
 * An encoder and a decoder whose losses come from outside, on the reconstruction, on the code, or on both. Not safe for
 * use by several threads at once; results are buffers that the next pass overwrites.
 */
public final class Autoencoder implements Checkpointed {
    private static final int INFERRED_ROWS = 512;

    private final DenseNetwork encoder;
    private final DenseNetwork decoder;

    /**
     * What a forward pass gave.
     *
     * @param code {@code [row][unit]}
     * @param reconstruction {@code [row][column]}
     */
    public record Pass(Matrix code, Matrix reconstruction) {}

    private Autoencoder(DenseNetwork encoder, DenseNetwork decoder) {
        this.encoder = encoder;
        this.decoder = decoder;
    }

    /** An autoencoder with initial weights by the seed. */
    public static Autoencoder create(AutoencoderLayout layout, Optimiser optimiser, long seed) {
        Random random = new Random(seed);
        return new Autoencoder(
                DenseNetwork.create(layout.encoder(), optimiser, random),
                DenseNetwork.create(layout.decoder(), optimiser, random));
    }

    /** The same weights with an optimiser that starts afresh. */
    public Autoencoder copy(Optimiser optimiser) {
        return new Autoencoder(encoder.copy(optimiser), decoder.copy(optimiser));
    }

    public Pass forward(Matrix rows) {
        Matrix code = encoder.forward(rows);
        return new Pass(code, decoder.forward(code));
    }

    /**
     * Carries derivatives back through the last {@link #forward}.
     *
     * @param byReconstruction the loss's derivative by the reconstruction; overwritten
     * @param byCode the loss's derivative by the code, besides what passes through the reconstruction
     */
    public void backward(Matrix byReconstruction, Matrix byCode) {
        Matrix derivatives = decoder.backward(byReconstruction);
        for (int i = 0; i < derivatives.cells(); i++) {
            derivatives.values()[i] += byCode.values()[i];
        }
        encoder.backwardAtInput(derivatives);
    }

    /** Carries derivatives back that the loss has on the reconstruction alone. */
    public void backward(Matrix byReconstruction) {
        encoder.backwardAtInput(decoder.backward(byReconstruction));
    }

    /** Takes one step down the last {@link #backward}'s gradient. */
    public void step() {
        encoder.step();
        decoder.step();
    }

    public DenseNetwork encoder() {
        return encoder;
    }

    public DenseNetwork decoder() {
        return decoder;
    }

    /** Codes as in serving, {@code [row][unit]}. */
    public float[][] encode(float[][] rows) {
        return encoder.outputs(rows);
    }

    /** Squared distance of every row to its reconstruction, as in serving. */
    public double[] errors(float[][] rows) {
        double[] errors = new double[rows.length];
        for (int from = 0; from < rows.length; from += INFERRED_ROWS) {
            int to = Math.min(rows.length, from + INFERRED_ROWS);
            Matrix input = Matrix.range(rows, from, to);
            double[] distances = ReconstructionLoss.SQUARED.perRow(input, decoder.infer(encoder.infer(input)));
            System.arraycopy(distances, 0, errors, from, to - from);
        }
        return errors;
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        encoder.write(out);
        decoder.write(out);
    }

    @Override
    public void read(DataInputStream in) throws IOException {
        encoder.read(in);
        decoder.read(in);
    }
}
