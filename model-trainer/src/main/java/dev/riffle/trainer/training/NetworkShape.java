package dev.riffle.trainer.training;

/**
 * Widths of an autoencoder d-H-L-H-d.
 *
 * @param inputs d, columns, at least 1
 * @param hidden H, at least 1
 * @param latent L, at least 1
 */
record NetworkShape(int inputs, int hidden, int latent) {
    NetworkShape {
        if (inputs < 1 || hidden < 1 || latent < 1) {
            throw new IllegalArgumentException(
                    "Autoencoder has widths " + inputs + "-" + hidden + "-" + latent + "; expected at least 1 of each");
        }
    }

    int[] widths() {
        return new int[] {inputs, hidden, latent, hidden, inputs};
    }
}
