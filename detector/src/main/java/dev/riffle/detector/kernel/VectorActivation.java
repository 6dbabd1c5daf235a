package dev.riffle.detector.kernel;

import dev.riffle.detector.encoder.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Activations of a padded layer in place, as {@link Rational} has them; a step for each. */
final class VectorActivation {
    private static final VectorSpecies<Float> SPECIES = VectorBlock.SPECIES;
    private static final int LANES = VectorBlock.LANES;

    private VectorActivation() {}

    static VectorStackKernel.Step of(Activation activation) {
        return switch (activation) {
            case IDENTITY -> (input, output) -> {};
            case TANH -> (input, output) -> tanh(output);
            case RELU -> (input, output) -> relu(output);
            case ELU -> (input, output) -> elu(output);
            case SIGMOID -> (input, output) -> sigmoid(output);
        };
    }

    private static void tanh(float[] values) {
        for (int i = 0; i < values.length; i += LANES) {
            tanh(FloatVector.fromArray(SPECIES, values, i)).intoArray(values, i);
        }
    }

    private static void relu(float[] values) {
        for (int i = 0; i < values.length; i += LANES) {
            FloatVector.fromArray(SPECIES, values, i).max(0f).intoArray(values, i);
        }
    }

    private static void elu(float[] values) {
        for (int i = 0; i < values.length; i += LANES) {
            elu(FloatVector.fromArray(SPECIES, values, i)).intoArray(values, i);
        }
    }

    private static void sigmoid(float[] values) {
        for (int i = 0; i < values.length; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, values, i);
            tanh(x.mul(0.5f)).mul(0.5f).add(0.5f).intoArray(values, i);
        }
    }

    /** {@link Rational#tanh}, lane by lane. */
    private static FloatVector tanh(FloatVector value) {
        FloatVector x = value.max(-Rational.TANH_LIMIT).min(Rational.TANH_LIMIT);
        FloatVector y = x.mul(x);
        FloatVector y2 = y.mul(y);
        FloatVector y4 = y2.mul(y2);
        // In pairs rather than one term after the other: a vector's operations then overlap.
        FloatVector p01 = y.fma(of(Rational.P3), of(Rational.P1));
        FloatVector p23 = y.fma(of(Rational.P7), of(Rational.P5));
        FloatVector p456 = y2.fma(of(Rational.P13), y.fma(of(Rational.P11), of(Rational.P9)));
        FloatVector p = y4.fma(p456, y2.fma(p23, p01));
        FloatVector q01 = y.fma(of(Rational.Q2), of(Rational.Q0));
        FloatVector q23 = y.fma(of(Rational.Q6), of(Rational.Q4));
        FloatVector q = y2.fma(q23, q01);
        return x.mul(p).div(q);
    }

    private static FloatVector of(float coefficient) {
        return FloatVector.broadcast(SPECIES, coefficient);
    }

    /** {@link Rational#elu}, lane by lane. */
    private static FloatVector elu(FloatVector x) {
        FloatVector t = tanh(x.min(0f).mul(0.5f));
        return x.max(0f).add(t.mul(2f).div(t.neg().add(1f)));
    }
}
