package dev.riffle.trainer.network;

import dev.riffle.detector.encoder.DenseLayer;
import dev.riffle.trainer.training.Nd4jBackend;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Dense layers trained by errors from outside: {@link #forward}, a loss of the caller's own, {@link #backward} with the
 * loss's derivative by the output, {@link #step}; so that networks and losses can be put together in any way. Not safe
 * for use by several threads at once; results are buffers that the next pass overwrites.
 *
 * <p>Layers of our own instead of DeepLearning4J's, on the same OpenBLAS: a step of 256 rows through 784-1024-256-10 and
 * back took DeepLearning4J's three to four times as long as its matrix products alone; {@code riffle bench training}
 * measures both.
 */
public final class DenseNetwork implements Checkpointed {
    private static final int INFERRED_ROWS = 512;

    private final NetworkLayout layout;
    private final List<TrainedLayer> layers = new ArrayList<>();

    private DenseNetwork(NetworkLayout layout, Optimiser optimiser) {
        // Tries out whether the native library is there and uses the kernel that fits the processor.
        Nd4jBackend.load();
        this.layout = layout;
        List<Integer> widths = layout.widths();
        for (int layer = 0; layer < widths.size() - 1; layer++) {
            boolean last = layer == widths.size() - 2;
            layers.add(new TrainedLayer(
                    widths.get(layer),
                    widths.get(layer + 1),
                    last ? layout.last() : layout.hidden(),
                    layout.normalised() && !last,
                    optimiser));
        }
    }

    /**
     * A network with Glorot and Bengio's (2010) normal weights and biases of zero.
     *
     * @throws dev.riffle.trainer.training.TrainingFailedException if the native library cannot be used
     */
    public static DenseNetwork create(NetworkLayout layout, Optimiser optimiser, Random random) {
        DenseNetwork created = new DenseNetwork(layout, optimiser);
        created.layers.forEach(layer -> layer.initialise(random));
        return created;
    }

    /** A network of the same weights that takes its first step afresh. */
    public DenseNetwork copy(Optimiser optimiser) {
        DenseNetwork copy = new DenseNetwork(layout, optimiser);
        for (int i = 0; i < layers.size(); i++) {
            copy.layers.get(i).copyFrom(layers.get(i));
        }
        return copy;
    }

    public NetworkLayout layout() {
        return layout;
    }

    /** Runs rows through the network as in training: batch normalisation by the rows' own statistics. */
    public Matrix forward(Matrix rows) {
        Matrix values = rows;
        for (TrainedLayer layer : layers) {
            values = layer.forward(values);
        }
        return values;
    }

    /**
     * Carries derivatives back through the last {@link #forward}; those by the parameters wait for {@link #step}.
     *
     * @param byOutput the loss's derivative by the output; overwritten
     * @return the loss's derivative by the input
     */
    public Matrix backward(Matrix byOutput) {
        return backward(byOutput, true);
    }

    /** The same where nothing lies before the network that could learn: spares the derivative by the input. */
    public void backwardAtInput(Matrix byOutput) {
        backward(byOutput, false);
    }

    private Matrix backward(Matrix byOutput, boolean inputWanted) {
        Matrix derivatives = byOutput;
        for (int i = layers.size() - 1; i >= 0; i--) {
            derivatives = layers.get(i).backward(derivatives, i > 0 || inputWanted);
        }
        return derivatives;
    }

    /** Takes one step down the last {@link #backward}'s gradient. */
    public void step() {
        layers.forEach(TrainedLayer::step);
    }

    /** Runs rows through the network as in serving: batch normalisation by running statistics. */
    public Matrix infer(Matrix rows) {
        Matrix values = rows;
        for (TrainedLayer layer : layers) {
            values = layer.infer(values);
        }
        return values;
    }

    /** {@link #infer} for any number of rows, {@code [row][output]}. */
    public float[][] outputs(float[][] rows) {
        float[][] outputs = new float[rows.length][layout.outputs()];
        for (int from = 0; from < rows.length; from += INFERRED_ROWS) {
            int to = Math.min(rows.length, from + INFERRED_ROWS);
            infer(Matrix.range(rows, from, to)).copyTo(outputs, from);
        }
        return outputs;
    }

    /** Weights, biases and normalisations of layer after layer: live arrays, a change changes the network. */
    List<float[]> parameters() {
        return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
    }

    /** The last {@link #backward}'s derivatives, in the order of the {@link #parameters}: live arrays. */
    List<float[]> gradients() {
        return layers.stream().flatMap(layer -> layer.gradients().stream()).toList();
    }

    /** What {@link #infer} does, as layers of the detector's; batch normalisation is folded into them. */
    public List<DenseLayer> export() {
        return layers.stream().map(TrainedLayer::export).toList();
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        for (TrainedLayer layer : layers) {
            layer.write(out);
        }
    }

    @Override
    public void read(DataInputStream in) throws IOException {
        for (TrainedLayer layer : layers) {
            layer.read(in);
        }
    }
}
