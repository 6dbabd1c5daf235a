package dev.riffle.benchmarks.training;

import dev.riffle.trainer.training.Nd4jBackend;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The matrix products of a training and nothing else: what no implementation on the same OpenBLAS can be faster than.
 * For every layer the output, the derivative by the weights and, but for the first, that by the input.
 */
final class MatrixProducts implements Contender {
    @Override
    public String name() {
        return "matrix products alone";
    }

    @Override
    public Training start(Shape shape, long seed) {
        Nd4jBackend.load();
        List<Layer> layers = new ArrayList<>();
        int[] widths = shape.widths();
        for (int layer = 0; layer < widths.length - 1; layer++) {
            layers.add(new Layer(shape.batch(), widths[layer], widths[layer + 1], layer == 0));
        }
        return new Products(shape, layers);
    }

    private record Products(Shape shape, List<Layer> layers) implements Training {
        @Override
        public void epoch(float[][] rows) {
            for (int from = 0; from < rows.length; from += shape.batch()) {
                layers.forEach(Layer::forward);
                layers.forEach(Layer::backward);
            }
        }

        @Override
        public double[] errors(float[][] rows) {
            for (int from = 0; from < rows.length; from += shape.batch()) {
                layers.forEach(Layer::forward);
            }
            return new double[rows.length];
        }
    }

    /** A layer's arrays; their values do not matter to the time. */
    private static final class Layer {
        private final INDArray input;
        private final INDArray weights;
        private final INDArray output;
        private final INDArray byWeights;
        private final INDArray byInput;
        private final boolean first;

        Layer(int batch, int inputs, int outputs, boolean first) {
            this.input = Nd4j.rand(DataType.FLOAT, batch, inputs);
            this.weights = Nd4j.rand(DataType.FLOAT, inputs, outputs);
            // Products into column-major arrays spare a copy.
            this.output = Nd4j.create(DataType.FLOAT, new long[] {batch, outputs}, 'f');
            this.byWeights = Nd4j.create(DataType.FLOAT, new long[] {inputs, outputs}, 'f');
            this.byInput = Nd4j.create(DataType.FLOAT, new long[] {batch, inputs}, 'f');
            this.first = first;
        }

        void forward() {
            Nd4j.gemm(input, weights, output, false, false, 1, 0);
        }

        void backward() {
            Nd4j.gemm(input, output, byWeights, true, false, 1, 0);
            if (!first) {
                Nd4j.gemm(output, weights, byInput, false, true, 1, 0);
            }
        }
    }
}
