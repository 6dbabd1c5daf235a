package dev.riffle.benchmarks.kernel;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseLayer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/** A network in ONNX Runtime, asked for one event at a time on the calling thread, with memory that is used again. */
final class OnnxNetwork implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final FloatBuffer input;
    private final OnnxTensor inputTensor;
    private final FloatBuffer output;
    private final OnnxTensor outputTensor;
    private final float[] result;

    OnnxNetwork(DenseAutoencoder network) {
        List<DenseLayer> layers = network.layers();
        int inputs = layers.get(0).inputs();
        int outputs = layers.get(layers.size() - 1).outputs();
        input = floats(inputs);
        output = floats(outputs);
        result = new float[outputs];
        environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(
                    OnnxModel.bytes(layers, layer -> layer.activation() == Activation.TANH), options);
            inputTensor = OnnxTensor.createTensor(environment, input, new long[] {1, inputs});
            outputTensor = OnnxTensor.createTensor(environment, output, new long[] {1, outputs});
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime takes no network of " + inputs + " inputs", e);
        }
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(Float.BYTES * count)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    float[] run(float[] row) {
        input.put(0, row);
        try (OrtSession.Result ignored =
                session.run(Map.of(OnnxModel.INPUT, inputTensor), Map.of(OnnxModel.OUTPUT, outputTensor))) {
            output.get(0, result);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime ran no event", e);
        }
        return result;
    }

    @Override
    public void close() throws OrtException {
        inputTensor.close();
        outputTensor.close();
        session.close();
    }
}
