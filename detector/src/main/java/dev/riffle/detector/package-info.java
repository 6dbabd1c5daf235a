/**
 * What decides. {@link dev.riffle.detector.Detector} scores an event, an alert threshold makes a verdict of it, and
 * {@link dev.riffle.detector.Learner} learns from it; {@link dev.riffle.detector.StreamingDetector} is all three for one
 * stream. {@link dev.riffle.detector.DetectorAssembly} makes the model bundle that they start from.
 */
package dev.riffle.detector;
