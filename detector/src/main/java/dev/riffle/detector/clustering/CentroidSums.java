package dev.riffle.detector.clustering;

/**
 * Gradient sums of one space, dense over its centroids.
 *
 * @param dimension number of dimensions of the space
 * @param counts events per centroid
 * @param gradients sum of (event - centroid), row-major {@code [centroid][dimension]}
 * @param squares sum of (event - centroid) squared per dimension, same shape
 * @param lastSeen newest event time in milliseconds per centroid, 0 where there was none
 */
public record CentroidSums(int dimension, double[] counts, double[] gradients, double[] squares, long[] lastSeen) {}
