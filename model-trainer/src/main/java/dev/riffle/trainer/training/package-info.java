/** Makes detectors from rows: DeepLearning4J networks, trimming, centroids, calibration. Knows nothing of Kafka. */
package dev.riffle.trainer.training;
