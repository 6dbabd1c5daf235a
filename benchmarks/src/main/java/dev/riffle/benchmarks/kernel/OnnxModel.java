package dev.riffle.benchmarks.kernel;

import dev.riffle.detector.encoder.DenseLayer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/** Dense layers as an ONNX model: a protocol buffer of Gemm and Tanh nodes, opset 13. Field numbers are onnx.proto's. */
final class OnnxModel {
    static final String INPUT = "input";
    static final String OUTPUT = "output";

    private static final int FLOAT = 1;
    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;
    private static final int BYTES = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private OnnxModel() {}

    static byte[] bytes(List<DenseLayer> layers, Predicate<DenseLayer> tanh) {
        OnnxModel graph = new OnnxModel();
        String in = INPUT;
        for (int l = 0; l < layers.size(); l++) {
            String to = l == layers.size() - 1 ? OUTPUT : "layer" + l;
            String sum = tanh.test(layers.get(l)) ? "sum" + l : to;
            graph.field(1, node("Gemm", sum, in, "w" + l, "b" + l));
            if (!sum.equals(to)) {
                graph.field(1, node("Tanh", to, sum));
            }
            in = to;
        }
        graph.field(2, text("autoencoder"));
        for (int l = 0; l < layers.size(); l++) {
            DenseLayer layer = layers.get(l);
            graph.field(5, tensor("w" + l, layer.weights(), layer.inputs(), layer.outputs()));
            graph.field(5, tensor("b" + l, layer.biases(), layer.outputs()));
        }
        graph.field(11, value(INPUT, layers.get(0).inputs()));
        graph.field(12, value(OUTPUT, layers.get(layers.size() - 1).outputs()));
        return new OnnxModel()
                .number(1, IR_VERSION)
                .field(7, graph.done())
                .field(8, new OnnxModel().number(2, OPSET).done())
                .done();
    }

    private static byte[] node(String type, String output, String... inputs) {
        OnnxModel node = new OnnxModel();
        for (String input : inputs) {
            node.field(1, text(input));
        }
        return node.field(2, text(output)).field(4, text(type)).done();
    }

    private static byte[] tensor(String name, float[] values, long... dimensions) {
        OnnxModel tensor = new OnnxModel();
        for (long dimension : dimensions) {
            tensor.number(1, dimension);
        }
        ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return tensor.number(2, FLOAT)
                .field(8, text(name))
                .field(9, raw.array())
                .done();
    }

    /** One row of so many floats. */
    private static byte[] value(String name, long width) {
        byte[] shape = new OnnxModel()
                .field(1, new OnnxModel().number(1, 1).done())
                .field(1, new OnnxModel().number(1, width).done())
                .done();
        byte[] type = new OnnxModel().number(1, FLOAT).field(2, shape).done();
        return new OnnxModel()
                .field(1, text(name))
                .field(2, new OnnxModel().field(1, type).done())
                .done();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private OnnxModel number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    private OnnxModel field(int field, byte[] bytes) {
        varint((long) field << 3 | BYTES);
        varint(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    private void varint(long value) {
        long left = value;
        while (left > 0x7f) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    private byte[] done() {
        return out.toByteArray();
    }
}
