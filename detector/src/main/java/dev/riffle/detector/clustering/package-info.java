/** Centroids: fitted in batches, moved online by mergeable statistics, and matched over retrainings. */
package dev.riffle.detector.clustering;
