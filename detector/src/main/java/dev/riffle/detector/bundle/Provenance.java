package dev.riffle.detector.bundle;

import java.util.Map;
import java.util.Objects;

/**
 * Where a model comes from.
 *
 * @param algorithm name of the training algorithm, not blank
 * @param createdMillis when training ended, milliseconds since 1970-01-01T00:00Z
 * @param dataFromMillis event time of the oldest training row; 0 if rows carried no time
 * @param dataToMillis event time of the newest training row, at least {@code dataFromMillis}; 0 if rows carried no time
 * @param trainingRows rows that the networks and centroids were fitted on, at least 0
 * @param holdoutRows rows held out for calibration, at least 0
 * @param seed seed of every random choice in the training
 * @param codeVersion version of Riffle that trained the model
 * @param computation what the training computed on: with the seed, what its result depends on besides rows and settings
 * @param hyperparameters every setting of the training by name
 * @param holdoutFigures figures on held-out rows by name, finite: a figure that could not be computed is left out
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
        Computation computation,
        Map<String, String> hyperparameters,
        Map<String, Double> holdoutFigures) {
    /** @throws IllegalArgumentException if a value is out of its range */
    public Provenance {
        Objects.requireNonNull(codeVersion, "codeVersion");
        Objects.requireNonNull(computation, "computation");
        hyperparameters = Map.copyOf(hyperparameters);
        holdoutFigures = Map.copyOf(holdoutFigures);
        if (algorithm.isBlank()) {
            throw new IllegalArgumentException("Provenance has a blank algorithm; expected its name");
        }
        if (dataToMillis < dataFromMillis) {
            throw new IllegalArgumentException("Provenance's data ends at " + dataToMillis
                    + "; expected no earlier than its start, " + dataFromMillis);
        }
        if (trainingRows < 0 || holdoutRows < 0) {
            throw new IllegalArgumentException("Provenance has " + trainingRows + " training rows and " + holdoutRows
                    + " held-out rows; expected at least 0 of each");
        }
        holdoutFigures.forEach((name, figure) -> {
            if (!Double.isFinite(figure)) {
                throw new IllegalArgumentException(
                        "Provenance's holdout figure '" + name + "' is " + figure + "; expected a finite value");
            }
        });
    }

    /** Pace of the rows that the model was made of, in event time; NaN if they carried none. */
    public double eventsPerHour() {
        double hours = (dataToMillis - dataFromMillis) / 3_600_000.0;
        return hours > 0 ? (trainingRows + holdoutRows) / hours : Double.NaN;
    }

    /**
     * What a training computed on.
     *
     * @param backend name of the numerical library's backend, such as {@code CpuBackend}
     * @param coreType kind of processor that its matrix kernels were made for, such as {@code SkylakeX}
     * @param threads threads of one operation, such as a matrix product, 0 where that is not known; with another number
     *     sums are added up in another order
     */
    public record Computation(String backend, String coreType, int threads) {
        /** Of models that tell nothing about it. */
        public static final Computation UNKNOWN = new Computation("unknown", "unknown", 0);

        /** @throws IllegalArgumentException if a name is blank or the number negative */
        public Computation {
            if (backend.isBlank() || coreType.isBlank() || threads < 0) {
                throw new IllegalArgumentException("Provenance's computation is '" + backend + "' on '" + coreType
                        + "' with " + threads + " threads; expected names and at least 0 threads");
            }
        }
    }
}
