package dev.riffle.detector.bundle;

import dev.riffle.detector.anomaly.Calibration;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.LineageEntry;
import dev.riffle.detector.encoder.Encoder;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.pipeline.Scaler;
import java.util.List;

/**
 * Everything that makes a detector, as one immutable, versioned whole.
 *
 * @param modelVersion version, at least 1
 * @param parentVersion version of the model that this one replaces, 0 if none
 * @param pipeline the features
 * @param residualScales root mean square of each column's residual on normal events, with a floor, above 0
 * @param clusters centroids at version 0
 * @param reconstruction calibration of the reconstruction signal
 * @param density calibration of the density signal
 * @param combined calibration of the mean of both signals' surprises
 * @param lineage which old clusters the new ones continue; empty for a first model
 */
public record ModelBundle(
        long modelVersion,
        long parentVersion,
        Pipeline pipeline,
        Scaler scaler,
        Encoder encoder,
        float[] residualScales,
        ClusterState clusters,
        Calibration reconstruction,
        Calibration density,
        Calibration combined,
        List<LineageEntry> lineage,
        Provenance provenance) {
}
