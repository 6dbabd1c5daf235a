package dev.riffle.detector.kernel;

import dev.riffle.detector.encoder.DenseStack;

/**
 * Runs a stack of dense layers on one event at a time. A live object for one thread: it owns scratch memory, and a call
 * allocates nothing.
 *
 * <p>Arrays handed in have exactly the length that their role asks for; a kernel keeps none of them. Activations are
 * rational approximations within 1e-6 of the exact functions; sums are float32's. {@code NaN} in gives {@code NaN} out.
 */
public sealed interface StackKernel permits VectorStackKernel, PlainStackKernel {

    /** A kernel for these weights: the Vector API's where its module is resolved, else the plain one. */
    static StackKernel of(DenseStack stack) {
        return VectorModule.isResolved() ? new VectorStackKernel(stack) : new PlainStackKernel(stack);
    }

    /** What the kernel runs on, for logs and metrics: {@code vector-256} (bits) or {@code plain}. */
    String name();

    /** Width of the input. */
    int inputs();

    /** Width of the output. */
    int outputs();

    /**
     * Runs the layers.
     *
     * @param input {@link #inputs()} values
     * @param output receives {@link #outputs()} values
     * @throws IllegalArgumentException if an array's length differs
     */
    void run(float[] input, float[] output);
}
