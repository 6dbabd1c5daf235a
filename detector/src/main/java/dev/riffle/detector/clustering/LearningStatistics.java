package dev.riffle.detector.clustering;

/**
 * What one scorer learned since it last reported. Statistics based on the same centroids add up.
 *
 * @param modelVersion version of the model
 * @param clustersVersion version of the centroids that the sums are based on
 * @param events events observed, learned from or not
 * @param learned events learned from, at most {@code events}
 */
public record LearningStatistics(
        long modelVersion,
        long clustersVersion,
        long events,
        long learned,
        CentroidSums latent,
        CentroidSums density) {}
