/** Sparse random projections of an event and the histograms over them: density seen from many one-dimensional sides. */
package dev.riffle.detector.projection;
