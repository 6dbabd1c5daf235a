package dev.riffle.trainer.clustering;

import dev.riffle.trainer.training.Nd4jBackend;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A DeepLearning4J network of dense layers that learns from a loss outside of it: the loss hands in its gradient by the
 * outputs and gets back the gradient by the inputs, so that networks and losses can be put together in any way. For
 * one thread.
 */
final class DenseNetwork {
    private static final int FORWARD_ROWS = 1024;

    private final MultiLayerNetwork network;
    private final int inputs;
    private final int outputs;
    private int steps;

    private DenseNetwork(MultiLayerNetwork network, int inputs, int outputs) {
        this.network = network;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /**
     * A network with weights by Glorot and Bengio (2010), drawn from a generator of its own: ND4J's is shared by the
     * whole process.
     *
     * @param widths of inputs, hidden layers and outputs; at least two
     * @param hidden activation of the hidden layers; outputs are linear
     */
    static DenseNetwork create(List<Integer> widths, Activation hidden, double learningRate, Random random) {
        Nd4jBackend.load();
        int layers = widths.size() - 1;
        var builder = new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .trainingWorkspaceMode(WorkspaceMode.NONE)
                .inferenceWorkspaceMode(WorkspaceMode.NONE)
                // Gradients that come in are means already: no division by the number of rows.
                .miniBatch(false)
                .updater(new Adam(learningRate))
                .list();
        for (int layer = 0; layer < layers; layer++) {
            builder.layer(new DenseLayer.Builder()
                    .nIn(widths.get(layer))
                    .nOut(widths.get(layer + 1))
                    .activation(layer == layers - 1 ? Activation.IDENTITY : hidden)
                    .build());
        }
        MultiLayerNetwork network = new MultiLayerNetwork(builder.build());
        network.init();
        for (int layer = 0; layer < layers; layer++) {
            float[][] weights = new float[widths.get(layer)][widths.get(layer + 1)];
            double deviation = Math.sqrt(2.0 / (widths.get(layer) + widths.get(layer + 1)));
            for (float[] row : weights) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = (float) (random.nextGaussian() * deviation);
                }
            }
            try (INDArray values = Nd4j.createFromArray(weights)) {
                network.getParam(layer + "_W").assign(values);
            }
        }
        return new DenseNetwork(network, widths.get(0), widths.get(layers));
    }

    /**
     * Outputs of a batch that is about to be learned from.
     *
     * @param batch {@code [row][input]} in one array
     * @return {@code [row][output]} in one array
     */
    float[] forward(float[] batch, int rows) {
        network.setInput(matrix(batch, rows, inputs));
        List<INDArray> activations = network.feedForward(true, false);
        return flat(activations.get(activations.size() - 1));
    }

    /**
     * Gradients of a loss, for the batch of the last {@link #forward}; nothing is learned.
     *
     * @param byOutputs derivative by the outputs, {@code [row][output]} in one array
     * @return derivative by the parameters, in the order of {@link #parameters}
     */
    float[] gradient(float[] byOutputs, int rows) {
        return flat(backward(byOutputs, rows).getFirst().gradient());
    }

    /**
     * One step of Adam down a loss's gradient, for the batch of the last {@link #forward}.
     *
     * @param byOutputs derivative by the outputs, {@code [row][output]} in one array
     * @return derivative by the inputs, {@code [row][input]} in one array
     */
    float[] learn(float[] byOutputs, int rows) {
        Pair<Gradient, INDArray> gradients = backward(byOutputs, rows);
        float[] byInputs = flat(gradients.getSecond());
        network.getUpdater().update(network, gradients.getFirst(), steps++, 0, rows, LayerWorkspaceMgr.noWorkspaces());
        network.params().subi(gradients.getFirst().gradient());
        return byInputs;
    }

    private Pair<Gradient, INDArray> backward(float[] byOutputs, int rows) {
        return network.backpropGradient(matrix(byOutputs, rows, outputs), LayerWorkspaceMgr.noWorkspaces());
    }

    /** Outputs of any number of rows, {@code [row][output]}. */
    float[][] outputs(float[][] rows) {
        float[][] all = new float[rows.length][outputs];
        for (int from = 0; from < rows.length; from += FORWARD_ROWS) {
            int count = Math.min(FORWARD_ROWS, rows.length - from);
            float[] batch = new float[count * inputs];
            for (int i = 0; i < count; i++) {
                System.arraycopy(rows[from + i], 0, batch, i * inputs, inputs);
            }
            try (INDArray input = matrix(batch, count, inputs);
                    INDArray output = network.output(input)) {
                float[] values = flat(output);
                for (int i = 0; i < count; i++) {
                    System.arraycopy(values, i * outputs, all[from + i], 0, outputs);
                }
            }
        }
        return all;
    }

    /** A copy of all weights and biases. */
    float[] parameters() {
        return flat(network.params());
    }

    void parameters(float[] values) {
        network.params()
                .assign(Nd4j.createFromArray(values).reshape(network.params().shape()));
    }

    private static INDArray matrix(float[] values, int rows, int columns) {
        return Nd4j.create(values, new long[] {rows, columns}, 'c');
    }

    private static float[] flat(INDArray array) {
        return array.dup('c').data().asFloat();
    }
}
