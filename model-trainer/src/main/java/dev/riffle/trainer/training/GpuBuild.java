package dev.riffle.trainer.training;

/** A build by the profile {@code cuda}, whose ND4J knows GPUs only. */
final class GpuBuild {
    private static final String BACKEND = "org.nd4j.linalg.jcublas.JCublasBackend";
    private static final String RUNTIME = "org.bytedeco.cuda.global.cudart";

    private GpuBuild() {}

    static boolean isThis() {
        try {
            Class.forName(BACKEND, false, GpuBuild.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /**
     * Loads CUDA's runtime, which needs the driver, before ND4J does: that would print the failure's stack and then say
     * that there is no backend.
     *
     * @throws IllegalStateException if this is a build for GPUs and the runtime cannot be loaded
     */
    static void requireDriver() {
        if (!isThis()) {
            return;
        }
        try {
            Class.forName(RUNTIME, true, GpuBuild.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new IllegalStateException("CUDA's runtime cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** Why nothing can be trained, and what works instead. */
    static String refusal(String reason) {
        return "This build trains on a GPU (profile cuda) and finds none that it can use: " + reason
                + "; it needs NVIDIA's driver and a GPU of compute capability 3.7 to 8.6 (such as V100, T4, A100, A10,"
                + " RTX 20 or 30; not H100 or newer). Build without -Pcuda to train on the CPU";
    }
}
