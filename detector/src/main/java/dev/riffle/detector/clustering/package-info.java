/**
 * Clusters: the kinds of models that assign events to them, and their centroids, fitted in batches, moved online by
 * mergeable statistics, and matched over retrainings.
 */
package dev.riffle.detector.clustering;
