package dev.riffle.detector.bundle;

import java.util.Map;

/**
 * Where a model comes from.
 *
 * @param dataFromMillis event time of the oldest training row; 0 if rows carried no time
 * @param dataToMillis event time of the newest training row; 0 if rows carried no time
 * @param createdMillis when training ended
 * @param hyperparameters every setting of the training by name
 * @param holdoutFigures figures on held-out rows by name
 */
public record Provenance(
        String algorithm,
        long createdMillis,
        long dataFromMillis,
        long dataToMillis,
        long trainingRows,
        long holdoutRows,
        long seed,
        String codeVersion,
        Map<String, String> hyperparameters,
        Map<String, Double> holdoutFigures) {
    public Provenance {
        hyperparameters = Map.copyOf(hyperparameters);
        holdoutFigures = Map.copyOf(holdoutFigures);
    }
}
