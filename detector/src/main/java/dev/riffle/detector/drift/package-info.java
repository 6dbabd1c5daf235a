/** Whether the stream is still the one that the model was trained on. */
package dev.riffle.detector.drift;
