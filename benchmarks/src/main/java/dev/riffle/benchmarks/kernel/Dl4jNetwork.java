package dev.riffle.benchmarks.kernel;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A network in DeepLearning4J, asked for one event at a time. */
final class Dl4jNetwork {
    private final MultiLayerNetwork network;

    Dl4jNetwork(DenseAutoencoder autoencoder) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder().list();
        int last = autoencoder.layers().size() - 1;
        for (int l = 0; l <= last; l++) {
            DenseLayer layer = autoencoder.layers().get(l);
            list.layer(
                    l == last
                            ? new OutputLayer.Builder(LossFunction.MSE)
                                    .nOut(layer.outputs())
                                    .activation(activation(layer))
                                    .build()
                            : new org.deeplearning4j.nn.conf.layers.DenseLayer.Builder()
                                    .nOut(layer.outputs())
                                    .activation(activation(layer))
                                    .build());
        }
        network = new MultiLayerNetwork(list.setInputType(
                        InputType.feedForward(autoencoder.layers().get(0).inputs()))
                .build());
        network.init();
        for (int l = 0; l <= last; l++) {
            DenseLayer layer = autoencoder.layers().get(l);
            network.getParam(l + "_W")
                    .assign(Nd4j.create(layer.weights(), new long[] {layer.inputs(), layer.outputs()}, 'c'));
            network.getParam(l + "_b").assign(Nd4j.create(layer.biases(), new long[] {1, layer.outputs()}, 'c'));
        }
    }

    private static org.nd4j.linalg.activations.Activation activation(DenseLayer layer) {
        return layer.activation() == Activation.TANH
                ? org.nd4j.linalg.activations.Activation.TANH
                : org.nd4j.linalg.activations.Activation.IDENTITY;
    }

    float[] run(float[] input) {
        try (INDArray row = Nd4j.create(input, new long[] {1, input.length}, 'c')) {
            return network.output(row, false).toFloatVector();
        }
    }
}
