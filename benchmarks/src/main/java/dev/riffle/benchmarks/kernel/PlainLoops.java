package dev.riffle.benchmarks.kernel;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseLayer;
import java.util.List;

/** A network as one would write it down: a dot product for every output, then {@link Math#tanh}. */
final class PlainLoops {
    private final List<DenseLayer> layers;
    private final float[][] outputs;

    PlainLoops(DenseAutoencoder network) {
        layers = network.layers();
        outputs = layers.stream().map(layer -> new float[layer.outputs()]).toArray(float[][]::new);
    }

    float[] run(float[] input) {
        float[] in = input;
        for (int l = 0; l < outputs.length; l++) {
            DenseLayer layer = layers.get(l);
            float[] out = outputs[l];
            for (int o = 0; o < out.length; o++) {
                float sum = layer.biases()[o];
                for (int i = 0; i < in.length; i++) {
                    sum += in[i] * layer.weights()[i * out.length + o];
                }
                out[o] = layer.activation() == Activation.TANH ? (float) Math.tanh(sum) : sum;
            }
            in = out;
        }
        return in;
    }
}
