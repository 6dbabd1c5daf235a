package dev.riffle.detector.bundle;

import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseLayer;
import java.util.ArrayList;
import java.util.List;

/** Dense layers as tensors {@code <name>.<i>.weights} and {@code <name>.<i>.biases}, i counted from 0. */
final class LayerTensors {
    private LayerTensors() {}

    static List<Manifest.Layer> write(String name, List<DenseLayer> layers, TensorWriter tensors) {
        List<Manifest.Layer> shapes = new ArrayList<>();
        for (DenseLayer layer : layers) {
            String prefix = name + "." + shapes.size();
            tensors.add(prefix + ".weights", layer.weights(), layer.inputs(), layer.outputs());
            tensors.add(prefix + ".biases", layer.biases(), layer.outputs());
            shapes.add(new Manifest.Layer(layer.inputs(), layer.outputs(), layer.activation()));
        }
        return shapes;
    }

    static List<DenseLayer> read(String name, List<Manifest.Layer> shapes, TensorReader tensors)
            throws InvalidBundleException {
        List<DenseLayer> layers = new ArrayList<>();
        for (Manifest.Layer shape : shapes) {
            String prefix = name + "." + layers.size();
            layers.add(new DenseLayer(
                    shape.inputs(),
                    shape.outputs(),
                    tensors.floats(prefix + ".weights", shape.inputs(), shape.outputs()),
                    tensors.floats(prefix + ".biases", shape.outputs()),
                    shape.activation()));
        }
        return layers;
    }

    static Manifest.DenseEncoder writeAutoencoder(String name, DenseAutoencoder autoencoder, TensorWriter tensors) {
        return new Manifest.DenseEncoder(
                Manifest.DenseEncoder.TYPE, autoencoder.encoderLayers(), write(name, autoencoder.layers(), tensors));
    }

    static DenseAutoencoder readAutoencoder(String name, Manifest.DenseEncoder shape, TensorReader tensors)
            throws InvalidBundleException {
        if (!shape.type().equals(Manifest.DenseEncoder.TYPE)) {
            throw new InvalidBundleException("Model bundle's " + name + " has type '" + shape.type() + "'; expected '"
                    + Manifest.DenseEncoder.TYPE + "'");
        }
        return new DenseAutoencoder(read(name, shape.layers(), tensors), shape.encoderLayers());
    }
}
