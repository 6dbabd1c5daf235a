package dev.riffle.detector.kernel;

/** The JDK's Vector API, which a JVM has only if it was started with {@code --add-modules jdk.incubator.vector}. */
final class VectorModule {
    static final String NAME = "jdk.incubator.vector";

    private static final boolean RESOLVED = ModuleLayer.boot().findModule(NAME).isPresent();

    private VectorModule() {}

    static boolean isResolved() {
        return RESOLVED;
    }
}
