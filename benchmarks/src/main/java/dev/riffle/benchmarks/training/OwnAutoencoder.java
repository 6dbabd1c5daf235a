package dev.riffle.benchmarks.training;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.trainer.network.Autoencoder;
import dev.riffle.trainer.network.AutoencoderLayout;
import dev.riffle.trainer.network.Minibatches;
import dev.riffle.trainer.network.Optimiser;
import dev.riffle.trainer.network.ReconstructionLoss;
import dev.riffle.trainer.network.ReconstructionTraining;
import java.util.Arrays;

/**
 * The autoencoder as the trainer's own network: Adam, sigmoid reconstruction, squared error.
 *
 * @param normalised with batch normalisation and ELU, as k-DAE has it; else tanh
 */
record OwnAutoencoder(boolean normalised) implements Contender {
    @Override
    public String name() {
        return normalised ? "Riffle, ELU and batch normalisation" : "Riffle, tanh";
    }

    @Override
    public Training start(Shape shape, long seed) {
        AutoencoderLayout layout = new AutoencoderLayout(
                Arrays.stream(shape.encoder()).boxed().toList(),
                normalised ? Activation.ELU : Activation.TANH,
                Activation.IDENTITY,
                Activation.SIGMOID,
                normalised);
        return new Learning(
                Autoencoder.create(layout, new Optimiser.Adam(1e-3), seed), new Minibatches(shape.batch(), seed));
    }

    private static final class Learning implements Training {
        private final Autoencoder autoencoder;
        private final Minibatches minibatches;
        private int epochs;

        Learning(Autoencoder autoencoder, Minibatches minibatches) {
            this.autoencoder = autoencoder;
            this.minibatches = minibatches;
        }

        @Override
        public void epoch(float[][] rows) {
            new ReconstructionTraining(rows, ReconstructionLoss.SQUARED).epoch(autoencoder, minibatches, epochs++);
        }

        @Override
        public double[] errors(float[][] rows) {
            return autoencoder.errors(rows);
        }
    }
}
