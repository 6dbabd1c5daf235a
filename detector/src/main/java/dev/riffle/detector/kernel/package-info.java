/**
 * The arithmetic that runs for every event: dense networks and distances to centroids, in float32.
 *
 * <p>Each kernel exists twice with results that agree to 1e-5: with the JDK's Vector API, and in plain loops for a JVM
 * that was started without {@code --add-modules jdk.incubator.vector}. The {@code of} methods choose; no class of the
 * Vector API is touched where its module is absent.
 */
package dev.riffle.detector.kernel;
