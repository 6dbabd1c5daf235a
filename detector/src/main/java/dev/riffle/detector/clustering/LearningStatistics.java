package dev.riffle.detector.clustering;

import dev.riffle.detector.projection.Histograms;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What one scorer learned since it last reported. Statistics based on the same centroids add up.
 *
 * @param modelVersion version of the model
 * @param clustersVersion version of the centroids that the sums are based on
 * @param events events observed, learned from or not
 * @param learned events that the density mixture learned from, at most {@code events}
 * @param histograms events per bin of the projections, those learned from only
 * @param founded groups of unusual events that agreed with one another for long enough to be established
 */
public record LearningStatistics(
        long modelVersion,
        long clustersVersion,
        long events,
        long learned,
        CentroidSums latent,
        CentroidSums density,
        Histograms histograms,
        List<EventGroup> founded) {
    /** @throws IllegalArgumentException if versions are negative or more events were learned than observed */
    public LearningStatistics {
        if (modelVersion < 0 || clustersVersion < 0) {
            throw new IllegalArgumentException("statistics have model version " + modelVersion
                    + " and clusters version " + clustersVersion + ", expected both to be at least 0");
        }
        if (learned < 0 || learned > events) {
            throw new IllegalArgumentException("statistics have " + learned + " learned of " + events
                    + " events, expected 0 <= learned <= events");
        }
        Objects.requireNonNull(latent, "latent");
        Objects.requireNonNull(density, "density");
        Objects.requireNonNull(histograms, "histograms");
        founded = List.copyOf(founded);
    }

    /** Of a model without projections. */
    public LearningStatistics(
            long modelVersion,
            long clustersVersion,
            long events,
            long learned,
            CentroidSums latent,
            CentroidSums density) {
        this(modelVersion, clustersVersion, events, learned, latent, density, Histograms.NONE, List.of());
    }

    /**
     * Both statistics together.
     *
     * @throws IllegalArgumentException if they are based on different centroids
     */
    public LearningStatistics plus(LearningStatistics other) {
        if (other.modelVersion != modelVersion || other.clustersVersion != clustersVersion) {
            throw new IllegalArgumentException("statistics of model " + other.modelVersion + ", clusters "
                    + other.clustersVersion + " cannot be added to those of model " + modelVersion + ", clusters "
                    + clustersVersion);
        }
        return new LearningStatistics(
                modelVersion,
                clustersVersion,
                events + other.events,
                learned + other.learned,
                latent.plus(other.latent),
                density.plus(other.density),
                histograms.plus(other.histograms),
                Stream.concat(founded.stream(), other.founded.stream()).toList());
    }
}
