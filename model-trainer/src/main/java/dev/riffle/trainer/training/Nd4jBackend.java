package dev.riffle.trainer.training;

import dev.riffle.detector.bundle.Provenance;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native library that training runs on, loaded and tried out once per process.
 *
 * @param name ND4J's backend, such as {@code CpuBackend}
 * @param coreType value of {@code OPENBLAS_CORETYPE}, which picks OpenBLAS's kernel; {@code detected} if unset
 * @param threads OpenMP threads per operation
 */
public record Nd4jBackend(String name, String coreType, int threads) {
    private static final Logger LOG = LoggerFactory.getLogger(Nd4jBackend.class);

    private static final String EXECUTIONER_PROPERTY = "opexec";
    private static final String CPU_EXECUTIONER = "org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner";

    /** The kernel for a Prescott reaches 27 on machines where the fitting one reaches more than 100. */
    private static final double SLOW_GIGAFLOPS = 45;

    /**
     * The backend of this process; loads it at the first call.
     *
     * @throws TrainingFailedException if it cannot be loaded or does not compute
     */
    public static Nd4jBackend load() {
        try {
            return Loaded.BACKEND;
        } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
            throw new TrainingFailedException(GpuBuild.isThis() ? GpuBuild.refusal(rootCause(e)) : refusal(e), e);
        }
    }

    /** What provenance says of it. */
    public Provenance.Computation computation() {
        return new Provenance.Computation(name, coreType, threads);
    }

    private static String refusal(Throwable error) {
        return "ND4J's native backend cannot be used: " + rootCause(error)
                + "; expected nd4j-native for this platform (linux-x86_64, macosx or windows)";
    }

    private static String rootCause(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    /** Holds the backend from its first use on: class initialisation runs once, whatever threads ask. */
    private static final class Loaded {
        static final Nd4jBackend BACKEND = loadAndTry();

        private Loaded() {}

        private static Nd4jBackend loadAndTry() {
            GpuBuild.requireDriver();
            installExecutioner();
            String coreType = System.getenv().getOrDefault("OPENBLAS_CORETYPE", "detected");
            double gigaflops = measure();
            Nd4jBackend backend = new Nd4jBackend(
                    Nd4j.getBackend().getClass().getSimpleName(),
                    coreType,
                    Nd4j.getEnvironment().maxMasterThreads());
            LOG.info(
                    "ND4J runs on {} with {} thread(s), OpenBLAS core type {}: {} GFLOP/s",
                    backend.name(),
                    backend.threads(),
                    coreType,
                    String.format(Locale.ROOT, "%.0f", gigaflops));
            if (gigaflops < SLOW_GIGAFLOPS) {
                LOG.warn(
                        "Matrix products are slow ({} GFLOP/s): OpenBLAS may not know this CPU. Set the environment"
                                + " variable OPENBLAS_CORETYPE before the start (SkylakeX with AVX-512, Haswell with AVX2)",
                        String.format(Locale.ROOT, "%.0f", gigaflops));
            }
            if (backend.threads() > 1) {
                LOG.warn(
                        "ND4J uses {} threads; on busy cores that is many times slower than one: set"
                                + " OMP_NUM_THREADS=1",
                        backend.threads());
            }
            return backend;
        }

        /** ND4J takes it from this property when it is first used; a GPU's backend has an executioner of its own. */
        private static void installExecutioner() {
            try {
                Class.forName(CPU_EXECUTIONER, false, Nd4jBackend.class.getClassLoader());
                System.setProperty(EXECUTIONER_PROPERTY, ReachableOpExecutioner.class.getName());
            } catch (ClassNotFoundException e) {
                LOG.debug("No {}: the backend is not the one for CPUs", CPU_EXECUTIONER);
            }
        }

        /** Billions of floating-point operations per CPU second of a matrix product, the best of a few. */
        private static double measure() {
            ThreadMXBean clock = ManagementFactory.getThreadMXBean();
            double best = 0;
            try (INDArray a = Nd4j.ones(DataType.FLOAT, 256, 784);
                    INDArray b = Nd4j.ones(DataType.FLOAT, 784, 512);
                    INDArray product = Nd4j.create(DataType.FLOAT, new long[] {256, 512}, 'f')) {
                for (int attempt = 0; attempt < 5; attempt++) {
                    long start = clock.getCurrentThreadCpuTime();
                    Nd4j.gemm(a, b, product, false, false, 1, 0);
                    long nanos = Math.max(1, clock.getCurrentThreadCpuTime() - start);
                    best = Math.max(best, 2.0 * 256 * 784 * 512 / nanos);
                }
                float found = product.getFloat(17, 33);
                if (found != 784f) {
                    throw new IllegalStateException(
                            "a matrix product of ones gave " + found + "; expected the inner width 784");
                }
            }
            return best;
        }
    }
}
