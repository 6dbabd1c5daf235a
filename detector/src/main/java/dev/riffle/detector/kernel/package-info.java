/**
 * The arithmetic that runs for every event: dense networks and distances to centroids, in float32.
 *
 * <p>Each kernel exists twice with results that agree to 1e-5: with the JDK's Vector API, and in plain loops for a JVM
 * that was started without {@code --add-modules jdk.incubator.vector}. The {@code of} methods choose; no class of the
 * Vector API is touched where its module is absent.
 *
 * <p>Methods named {@code ...InLanes} are to be compiled each by itself, which Riffle's own launchers ask of the JIT compiler with
 * {@code -XX:CompileCommand=dontinline,dev.riffle.detector.kernel.*::*InLanes}: it gives up inlining in the middle of a method that
 * has grown too large, and the vector operations left over then make objects. Without the option results are the same and
 * speed is left to chance.
 */
package dev.riffle.detector.kernel;
