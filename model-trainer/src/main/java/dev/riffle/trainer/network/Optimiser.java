package dev.riffle.trainer.network;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** How gradients become steps. Immutable; what a rule remembers from step to step is in its {@link Steps}. */
public sealed interface Optimiser {

    /** The rule applied to one array of parameters, with what it remembers of them. */
    Steps steps(int parameters);

    /** A live object for one thread. */
    interface Steps extends Checkpointed {
        /** Takes one step down the gradient. */
        void step(float[] parameters, float[] gradient);
    }

    /**
     * Kingma and Ba (2015), algorithm 1, with beta1 = 0.9, beta2 = 0.999 and epsilon = 1e-8 (on the corrected second
     * moment).
     *
     * @param rate alpha, above 0
     */
    record Adam(double rate) implements Optimiser {
        private static final float FIRST = 0.9f;
        private static final float SECOND = 0.999f;
        private static final double EPSILON = 1e-8;

        @Override
        public Steps steps(int parameters) {
            return new AdamSteps(rate, parameters);
        }
    }

    /**
     * Gradient descent with Nesterov's momentum, in the form of Sutskever et al. (2013), equations 3 and 4, rewritten
     * for the position looked ahead to.
     *
     * @param rate epsilon, above 0
     * @param momentum mu, in [0, 1)
     */
    record Nesterov(double rate, double momentum) implements Optimiser {
        @Override
        public Steps steps(int parameters) {
            return new NesterovSteps((float) rate, (float) momentum, parameters);
        }
    }

    /** First and second moments of the gradient. */
    final class AdamSteps implements Steps {
        private final double rate;
        private final float[] first;
        private final float[] second;
        private long count;

        private AdamSteps(double rate, int parameters) {
            this.rate = rate;
            this.first = new float[parameters];
            this.second = new float[parameters];
        }

        @Override
        public void step(float[] parameters, float[] gradient) {
            count++;
            double firstLeft = 1 - Math.pow(Adam.FIRST, count);
            double secondLeft = 1 - Math.pow(Adam.SECOND, count);
            float length = (float) (rate * Math.sqrt(secondLeft) / firstLeft);
            float epsilon = (float) (Adam.EPSILON * Math.sqrt(secondLeft));
            descend(parameters, gradient, first, second, length, epsilon);
        }

        private static void descend(
                float[] parameters, float[] gradient, float[] first, float[] second, float length, float epsilon) {
            for (int i = 0; i < parameters.length; i++) {
                float slope = gradient[i];
                float mean = Adam.FIRST * first[i] + (1 - Adam.FIRST) * slope;
                float square = Adam.SECOND * second[i] + (1 - Adam.SECOND) * slope * slope;
                first[i] = mean;
                second[i] = square;
                parameters[i] -= length * mean / ((float) Math.sqrt(square) + epsilon);
            }
        }

        @Override
        public void write(DataOutputStream out) throws IOException {
            out.writeLong(count);
            Checkpointed.writeFloats(out, first);
            Checkpointed.writeFloats(out, second);
        }

        @Override
        public void read(DataInputStream in) throws IOException {
            count = in.readLong();
            Checkpointed.readFloats(in, first);
            Checkpointed.readFloats(in, second);
        }
    }

    /** The velocity of every parameter. */
    final class NesterovSteps implements Steps {
        private final float rate;
        private final float momentum;
        private final float[] velocity;

        private NesterovSteps(float rate, float momentum, int parameters) {
            this.rate = rate;
            this.momentum = momentum;
            this.velocity = new float[parameters];
        }

        @Override
        public void step(float[] parameters, float[] gradient) {
            for (int i = 0; i < parameters.length; i++) {
                float next = momentum * velocity[i] - rate * gradient[i];
                velocity[i] = next;
                parameters[i] += momentum * next - rate * gradient[i];
            }
        }

        @Override
        public void write(DataOutputStream out) throws IOException {
            Checkpointed.writeFloats(out, velocity);
        }

        @Override
        public void read(DataInputStream in) throws IOException {
            Checkpointed.readFloats(in, velocity);
        }
    }
}
