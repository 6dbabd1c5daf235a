/** Detectors with clusters of any algorithm: what an algorithm fitted, as a detector serves it. */
package dev.riffle.trainer.serving;
