package dev.riffle.trainer.network;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseLayer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A dense layer that learns: y = activation(x W + b). Not safe for use by several threads at once; its results are
 * buffers that the next pass overwrites.
 */
final class TrainedLayer implements Checkpointed {
    final int inputs;
    final int outputs;
    private final Activation activation;
    private final BatchNormalisation normalisation;
    private final float[] weights;
    private final float[] biases;
    private final float[] byWeights;
    private final float[] byBiases;
    private final List<Optimiser.Steps> steps = new ArrayList<>();
    private float[] outputBuffer = {};
    private float[] inputDerivatives = {};
    private Matrix lastInput;

    /** @param normalised whether sums are batch-normalised, which takes the biases' place */
    TrainedLayer(int inputs, int outputs, Activation activation, boolean normalised, Optimiser optimiser) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.activation = activation;
        this.normalisation = normalised ? new BatchNormalisation(outputs) : null;
        this.weights = new float[Math.multiplyExact(inputs, outputs)];
        this.byWeights = new float[weights.length];
        this.biases = normalised ? null : new float[outputs];
        this.byBiases = normalised ? null : new float[outputs];
        for (float[] parameters : parameters()) {
            steps.add(optimiser.steps(parameters.length));
        }
    }

    /** Glorot and Bengio's (2010) normal weights. */
    void initialise(Random random) {
        double deviation = Math.sqrt(2.0 / (inputs + outputs));
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() * deviation);
        }
    }

    void copyFrom(TrainedLayer other) {
        List<float[]> from = other.parameters();
        List<float[]> to = parameters();
        for (int i = 0; i < to.size(); i++) {
            System.arraycopy(from.get(i), 0, to.get(i), 0, to.get(i).length);
        }
        if (normalisation != null) {
            normalisation.copyStatisticsFrom(other.normalisation);
        }
    }

    /** A pass as in training. */
    Matrix forward(Matrix input) {
        lastInput = input;
        Matrix sums = sums(input);
        if (normalisation != null) {
            normalisation.forward(sums);
        } else {
            addBiases(sums.values(), biases, sums.rows());
        }
        Activations.apply(activation, sums.values(), sums.cells());
        return sums;
    }

    /** A pass as in serving: batch normalisation by running statistics. */
    Matrix infer(Matrix input) {
        Matrix sums = sums(input);
        if (normalisation != null) {
            normalisation.infer(sums);
        } else {
            addBiases(sums.values(), biases, sums.rows());
        }
        Activations.apply(activation, sums.values(), sums.cells());
        return sums;
    }

    private Matrix sums(Matrix input) {
        int cells = Math.multiplyExact(input.rows(), outputs);
        if (outputBuffer.length < cells) {
            outputBuffer = new float[cells];
        }
        Matrix sums = new Matrix(outputBuffer, input.rows(), outputs);
        MatrixProducts.product(input, weights, sums);
        return sums;
    }

    /**
     * Carries derivatives back through the last {@link #forward}; the parameters' wait for {@link #step}.
     *
     * @param byOutput the loss's derivative by the output; overwritten
     * @param inputWanted whether the derivative by the input is of interest
     * @return the loss's derivative by the input, or null if it is not wanted
     */
    Matrix backward(Matrix byOutput, boolean inputWanted) {
        Activations.timesSlope(activation, byOutput.values(), outputBuffer, byOutput.cells());
        if (normalisation != null) {
            normalisation.backward(byOutput);
        } else {
            sumRows(byOutput, byBiases);
        }
        MatrixProducts.leftTransposed(lastInput, byOutput, byWeights);
        if (!inputWanted) {
            return null;
        }
        int cells = Math.multiplyExact(byOutput.rows(), inputs);
        if (inputDerivatives.length < cells) {
            inputDerivatives = new float[cells];
        }
        Matrix byInput = new Matrix(inputDerivatives, byOutput.rows(), inputs);
        MatrixProducts.rightTransposed(byOutput, weights, byInput);
        return byInput;
    }

    void step() {
        List<float[]> parameters = parameters();
        List<float[]> gradients = gradients();
        for (int i = 0; i < parameters.size(); i++) {
            steps.get(i).step(parameters.get(i), gradients.get(i));
        }
    }

    /** Weights and biases, or weights, scales and shifts of a normalised layer: live arrays. */
    List<float[]> parameters() {
        return normalisation == null
                ? List.of(weights, biases)
                : List.of(weights, normalisation.scales(), normalisation.shifts());
    }

    /** The last {@link #backward}'s derivatives, in the order of {@link #parameters}: live arrays. */
    List<float[]> gradients() {
        return normalisation == null
                ? List.of(byWeights, byBiases)
                : List.of(byWeights, normalisation.byScales(), normalisation.byShifts());
    }

    /** What {@link #infer} does, as a layer of the detector's. */
    DenseLayer export() {
        if (normalisation == null) {
            return new DenseLayer(inputs, outputs, weights.clone(), biases.clone(), activation);
        }
        float[] factors = normalisation.factors();
        float[] folded = new float[weights.length];
        for (int i = 0; i < folded.length; i++) {
            folded[i] = weights[i] * factors[i % outputs];
        }
        return new DenseLayer(inputs, outputs, folded, normalisation.offsets(), activation);
    }

    private static void addBiases(float[] values, float[] biases, int rows) {
        for (int i = 0; i < rows; i++) {
            int at = i * biases.length;
            for (int j = 0; j < biases.length; j++) {
                values[at + j] += biases[j];
            }
        }
    }

    static void sumRows(Matrix matrix, float[] sums) {
        Arrays.fill(sums, 0);
        float[] values = matrix.values();
        for (int i = 0; i < matrix.rows(); i++) {
            int at = i * sums.length;
            for (int j = 0; j < sums.length; j++) {
                sums[j] += values[at + j];
            }
        }
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        for (float[] parameters : parameters()) {
            Checkpointed.writeFloats(out, parameters);
        }
        if (normalisation != null) {
            normalisation.write(out);
        }
        for (Optimiser.Steps each : steps) {
            each.write(out);
        }
    }

    @Override
    public void read(DataInputStream in) throws IOException {
        for (float[] parameters : parameters()) {
            Checkpointed.readFloats(in, parameters);
        }
        if (normalisation != null) {
            normalisation.read(in);
        }
        for (Optimiser.Steps each : steps) {
            each.read(in);
        }
    }
}
