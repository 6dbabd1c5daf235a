package dev.riffle.detector.bundle;

import java.util.List;
import java.util.SortedMap;

/** What a bundle of format version 1 says in JSON. Such bundles are read, but no longer written. */
record ManifestVersion1(
        long modelVersion,
        long parentVersion,
        Origin provenance,
        Manifest.PipelineText pipeline,
        double scalerLimit,
        Manifest.DenseEncoder encoder,
        Calibrations calibrations,
        List<Manifest.Link> lineage,
        List<Manifest.TensorEntry> tensors) {

    /** A {@link Provenance} that does not tell what the training computed on. */
    record Origin(
            String algorithm,
            long createdMillis,
            long dataFromMillis,
            long dataToMillis,
            long trainingRows,
            long holdoutRows,
            long seed,
            String codeVersion,
            SortedMap<String, String> hyperparameters,
            SortedMap<String, Double> holdoutFigures) {}

    record Calibrations(Manifest.Tail reconstruction, Manifest.Tail density, Manifest.Tail combined) {}
}
