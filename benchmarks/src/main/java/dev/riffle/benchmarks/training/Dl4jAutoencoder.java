package dev.riffle.benchmarks.training;

import dev.riffle.trainer.training.Nd4jBackend;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * The autoencoder as DeepLearning4J's {@link MultiLayerNetwork}: Adam, sigmoid reconstruction, squared error.
 *
 * @param normalised with batch normalisation and ELU, as k-DAE has it; else tanh
 */
record Dl4jAutoencoder(boolean normalised) implements Contender {
    @Override
    public String name() {
        return normalised ? "DeepLearning4J, ELU and batch normalisation" : "DeepLearning4J, tanh";
    }

    @Override
    public Training start(Shape shape, long seed) {
        Nd4jBackend.load();
        var layers = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(DataType.FLOAT)
                .updater(new Adam(1e-3))
                .list();
        int[] widths = shape.widths();
        for (int layer = 0; layer < widths.length - 2; layer++) {
            boolean code = layer == shape.encoder().length - 2;
            addHidden(layers, widths[layer], widths[layer + 1], code);
        }
        layers.layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                .nIn(widths[widths.length - 2])
                .nOut(shape.inputs())
                .activation(Activation.SIGMOID)
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        return new Learning(network, shape);
    }

    private void addHidden(NeuralNetConfiguration.ListBuilder layers, int inputs, int outputs, boolean code) {
        boolean normal = normalised && !code;
        Activation hidden = normalised ? Activation.ELU : Activation.TANH;
        layers.layer(new DenseLayer.Builder()
                .nIn(inputs)
                .nOut(outputs)
                .hasBias(!normal)
                .activation(normal || code ? Activation.IDENTITY : hidden)
                .build());
        if (normal) {
            layers.layer(
                    new BatchNormalization.Builder().nIn(outputs).nOut(outputs).build());
            layers.layer(new ActivationLayer(hidden));
        }
    }

    private record Learning(MultiLayerNetwork network, Shape shape) implements Training {
        @Override
        public void epoch(float[][] rows) {
            for (int from = 0; from < rows.length; from += shape.batch()) {
                try (INDArray batch = batch(rows, from)) {
                    network.fit(batch, batch);
                }
            }
        }

        @Override
        public double[] errors(float[][] rows) {
            double[] errors = new double[rows.length];
            for (int from = 0; from < rows.length; from += shape.batch()) {
                try (INDArray batch = batch(rows, from);
                        INDArray difference = network.output(batch).sub(batch);
                        INDArray squared = difference.mul(difference);
                        INDArray sums = squared.sum(1)) {
                    System.arraycopy(sums.toDoubleVector(), 0, errors, from, shape.batch());
                }
            }
            return errors;
        }

        private INDArray batch(float[][] rows, int from) {
            float[] flat = new float[shape.batch() * shape.inputs()];
            for (int i = 0; i < shape.batch(); i++) {
                System.arraycopy(rows[from + i], 0, flat, i * shape.inputs(), shape.inputs());
            }
            return Nd4j.create(flat, new long[] {shape.batch(), shape.inputs()}, 'c');
        }
    }
}
