package dev.riffle.trainer.clustering.deep;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Dense layers trained by errors from outside: {@link #forward}, a loss of the caller's own, {@link #backward} with the
 * loss's derivative by the output, {@link #update}. Not safe for use by several threads at once.
 */
final class Network {
    private final NetworkLayout layout;
    private final MultiLayerNetwork network;
    private Gradient gradient;
    private int iteration;

    private Network(NetworkLayout layout) {
        this.layout = layout;
        this.network = build(layout);
    }

    /** A network with Glorot and Bengio's (2010) normal weights and biases of zero. */
    static Network create(NetworkLayout layout, Random random) {
        Network created = new Network(layout);
        created.initialise(random);
        return created;
    }

    /** A network of the same weights whose steps are another updater's, which starts afresh. */
    Network copy(IUpdater updater) {
        Network copy = new Network(new NetworkLayout(
                layout.widths(), layout.hidden(), layout.last(), layout.normalised(), updater, layout.type()));
        copy.network.setParams(network.params().dup());
        return copy;
    }

    private static MultiLayerNetwork build(NetworkLayout layout) {
        // Gradients arrive as the derivative of the caller's loss: the library must not divide them by the rows.
        var builder = new NeuralNetConfiguration.Builder()
                .dataType(layout.type())
                .updater(layout.updater())
                .miniBatch(false)
                .trainingWorkspaceMode(WorkspaceMode.NONE)
                .inferenceWorkspaceMode(WorkspaceMode.NONE)
                .list();
        int[] widths = layout.widths();
        for (int layer = 0; layer < widths.length - 1; layer++) {
            boolean last = layer == widths.length - 2;
            boolean normalised = layout.normalised() && !last;
            builder.layer(new DenseLayer.Builder()
                    .nIn(widths[layer])
                    .nOut(widths[layer + 1])
                    .hasBias(!normalised)
                    .activation(
                            normalised
                                    ? org.nd4j.linalg.activations.Activation.IDENTITY
                                    : last ? layout.last() : layout.hidden())
                    .build());
            if (normalised) {
                builder.layer(new BatchNormalization.Builder()
                        .nIn(widths[layer + 1])
                        .nOut(widths[layer + 1])
                        .build());
                builder.layer(new ActivationLayer(layout.hidden()));
            }
        }
        MultiLayerNetwork network = new MultiLayerNetwork(builder.build());
        network.init();
        return network;
    }

    /** Drawn from a generator of our own: ND4J's is shared by the process, so networks side by side would differ. */
    private void initialise(Random random) {
        for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
            if (!parameter.getKey().endsWith("_W")) {
                continue;
            }
            INDArray weights = parameter.getValue();
            int inputs = (int) weights.size(0);
            int outputs = (int) weights.size(1);
            double deviation = Math.sqrt(2.0 / (inputs + outputs));
            double[] values = new double[inputs * outputs];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextGaussian() * deviation;
            }
            try (INDArray drawn = Nd4j.create(values, new long[] {inputs, outputs}, 'c')) {
                weights.assign(drawn);
            }
        }
    }

    /**
     * Runs rows through the network as in training: batch normalisation by the rows' own statistics.
     *
     * @return {@code [row][unit]} of the last layer
     */
    INDArray forward(INDArray rows) {
        network.setInput(rows);
        List<INDArray> activations = network.feedForward(true, false);
        return activations.get(activations.size() - 1);
    }

    /**
     * Carries errors back through the last {@link #forward}; the gradient waits for {@link #update}.
     *
     * @param error the loss's derivative by the output; may be overwritten
     * @return the loss's derivative by the input
     */
    INDArray backward(INDArray error) {
        var result = network.backpropGradient(error, LayerWorkspaceMgr.noWorkspaces());
        gradient = result.getFirst();
        return result.getSecond();
    }

    /** Takes one step along the last {@link #backward}'s gradient. */
    void update(int rows) {
        network.getUpdater().update(network, gradient, iteration, 0, rows, LayerWorkspaceMgr.noWorkspaces());
        network.params().subi(gradient.gradient());
        iteration++;
    }

    /** Runs rows through the network as in serving: batch normalisation by running statistics. */
    INDArray output(INDArray rows) {
        return network.output(rows, false);
    }

    /** Weights, biases and normalisations by name: live views, a change changes the network. */
    Map<String, INDArray> parameters() {
        return network.paramTable();
    }

    /** The last {@link #backward}'s derivatives, named as the {@link #parameters}. */
    Map<String, INDArray> gradients() {
        return gradient.gradientForVariable();
    }

    NetworkLayout layout() {
        return layout;
    }
}
