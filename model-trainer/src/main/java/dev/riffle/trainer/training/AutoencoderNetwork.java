package dev.riffle.trainer.training;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseAutoencoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * A DeepLearning4J autoencoder of widths d-H-L-H-d: hidden layers with an activation, linear code and output, mean
 * squared error, Adam.
 */
final class AutoencoderNetwork {
    private static final int FORWARD_ROWS = 1024;

    private final MultiLayerNetwork network;
    private final int width;
    private final Activation activation;

    private AutoencoderNetwork(MultiLayerNetwork network, int width, Activation activation) {
        this.network = network;
        this.width = width;
        this.activation = activation;
    }

    static AutoencoderNetwork create(NetworkShape shape, Activation activation, LinearDecay learningRate, long seed) {
        int[] widths = shape.widths();
        int last = widths.length - 2;
        var builder = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(DataType.FLOAT)
                .updater(new Adam(learningRate))
                .list();
        for (int layer = 0; layer < last; layer++) {
            builder.layer(new DenseLayer.Builder()
                    .nIn(widths[layer])
                    .nOut(widths[layer + 1])
                    .activation(dl4j(activationOf(layer, activation)))
                    .build());
        }
        builder.layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                .nIn(widths[last])
                .nOut(widths[last + 1])
                .activation(dl4j(Activation.IDENTITY))
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(builder.build());
        network.init();
        initialise(network, widths, new Random(seed));
        return new AutoencoderNetwork(network, shape.inputs(), activation);
    }

    /**
     * Glorot and Bengio's (2010) normal initialisation, drawn from a generator of our own: ND4J's is shared by the
     * whole process, so two trainings side by side would not be repeatable.
     */
    private static void initialise(MultiLayerNetwork network, int[] widths, Random random) {
        for (int layer = 0; layer < widths.length - 1; layer++) {
            double deviation = Math.sqrt(2.0 / (widths[layer] + widths[layer + 1]));
            float[][] weights = new float[widths[layer]][widths[layer + 1]];
            for (float[] row : weights) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = (float) (random.nextGaussian() * deviation);
                }
            }
            try (INDArray values = Nd4j.createFromArray(weights)) {
                network.getParam(layer + "_W").assign(values);
            }
        }
    }

    /**
     * One step of gradient descent.
     *
     * @return mean squared error per column before the step
     */
    double fit(float[][] inputs, float[][] targets) {
        try (INDArray input = matrix(inputs, 0, inputs.length)) {
            if (inputs == targets) {
                network.fit(input, input);
            } else {
                try (INDArray target = matrix(targets, 0, targets.length)) {
                    network.fit(input, target);
                }
            }
        }
        return network.score();
    }

    float[][] reconstruct(float[][] rows) {
        float[][] reconstructions = new float[rows.length][];
        for (int from = 0; from < rows.length; from += FORWARD_ROWS) {
            int count = Math.min(FORWARD_ROWS, rows.length - from);
            try (INDArray input = matrix(rows, from, count);
                    INDArray output = network.output(input)) {
                float[] flat = output.dup('c').data().asFloat();
                for (int i = 0; i < count; i++) {
                    float[] row = new float[width];
                    System.arraycopy(flat, i * width, row, 0, width);
                    reconstructions[from + i] = row;
                }
            }
        }
        return reconstructions;
    }

    /** Mean squared error per row. */
    double[] errors(float[][] rows) {
        float[][] reconstructions = reconstruct(rows);
        double[] errors = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double sum = 0;
            for (int f = 0; f < width; f++) {
                double residual = reconstructions[i][f] - rows[i][f];
                sum += residual * residual;
            }
            errors[i] = sum / width;
        }
        return errors;
    }

    /** The weights as the detector runs them. */
    DenseAutoencoder export() {
        List<dev.riffle.detector.encoder.DenseLayer> layers = new ArrayList<>();
        int count = network.getnLayers();
        for (int layer = 0; layer < count; layer++) {
            INDArray weights = network.getParam(layer + "_W");
            INDArray biases = network.getParam(layer + "_b");
            layers.add(new dev.riffle.detector.encoder.DenseLayer(
                    (int) weights.size(0),
                    (int) weights.size(1),
                    weights.dup('c').data().asFloat(),
                    biases.dup('c').data().asFloat(),
                    layer == count - 1 ? Activation.IDENTITY : activationOf(layer, activation)));
        }
        return new DenseAutoencoder(layers, count / 2);
    }

    private static Activation activationOf(int layer, Activation hidden) {
        return layer % 2 == 0 ? hidden : Activation.IDENTITY;
    }

    private INDArray matrix(float[][] rows, int from, int count) {
        float[] flat = new float[count * width];
        for (int i = 0; i < count; i++) {
            System.arraycopy(rows[from + i], 0, flat, i * width, width);
        }
        return Nd4j.create(flat, new long[] {count, width}, 'c');
    }

    private static org.nd4j.linalg.activations.Activation dl4j(Activation activation) {
        return switch (activation) {
            case IDENTITY -> org.nd4j.linalg.activations.Activation.IDENTITY;
            case TANH -> org.nd4j.linalg.activations.Activation.TANH;
            case RELU -> org.nd4j.linalg.activations.Activation.RELU;
            case ELU -> org.nd4j.linalg.activations.Activation.ELU;
            case SIGMOID -> org.nd4j.linalg.activations.Activation.SIGMOID;
        };
    }
}
