/** Assigning events to clusters: one serving path per kind of {@link dev.riffle.detector.clustering.ClusterModel}. */
package dev.riffle.detector.assignment;
