package dev.riffle.trainer.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.riffle.detector.encoder.Activation;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * How to train. {@link TrainingSetting} describes each setting with its unit and default.
 *
 * @param algorithm that fits the clusters which events are assigned to, not blank
 * @param scoringWidth 1 to 1024
 * @param latentWidth 1 to 1024; empty picks it by the number of columns
 * @param hiddenWidth 1 to 4096; empty picks it by the number of columns
 * @param activation of the hidden layers, not {@link Activation#IDENTITY}
 * @param learningRate above 0, at most 1
 * @param finalLearningRateShare above 0, at most 1
 * @param batchRows 1 to 65,536
 * @param epochs 1 to 10,000; empty picks them by the number of rows
 * @param trimShare at least 0, at most 0.5
 * @param trimFromEpoch at least 1: errors of an untrained network say nothing
 * @param noise at least 0, at most 10
 * @param latentClusters 1 to 4096
 * @param clusterEpochs 1 to 10,000; empty for the algorithm's own
 * @param clusterRows 100 to 1,000,000
 * @param densityClusters 1 to 4096
 * @param projections at most, 0 to 4096; 0 is none
 * @param holdoutShare 0.05 to 0.5
 */
public record TrainingConfig(
        String algorithm,
        int scoringWidth,
        OptionalInt latentWidth,
        OptionalInt hiddenWidth,
        Activation activation,
        double learningRate,
        double finalLearningRateShare,
        int batchRows,
        OptionalInt epochs,
        double trimShare,
        int trimFromEpoch,
        double noise,
        int latentClusters,
        OptionalInt clusterEpochs,
        int clusterRows,
        int densityClusters,
        int projections,
        double holdoutShare,
        long seed) {

    public static final TrainingConfig DEFAULTS = new Builder().build();

    private static final int MOST_SCORING_EPOCHS = 200;
    private static final int LEAST_PROJECTIONS = 30;
    private static final int PROJECTIONS_PER_COLUMN = 10;
    private static final int MOST_CLUSTER_EPOCHS = 20;
    private static final int LEAST_CLUSTER_STEPS = 60;

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** @throws IllegalArgumentException naming the setting, what was found and what is expected */
    public TrainingConfig {
        if (algorithm.isBlank()) {
            throw new IllegalArgumentException("Training setting algorithm is blank; expected a name");
        }
        requireWithin("scoringWidth", scoringWidth, 1, 1024);
        requireWithin("latentWidth", latentWidth.orElse(1), 1, 1024);
        requireWithin("hiddenWidth", hiddenWidth.orElse(1), 1, 4096);
        Objects.requireNonNull(activation, "activation");
        if (activation == Activation.IDENTITY) {
            throw new IllegalArgumentException(
                    "Training setting activation is identity; expected tanh, relu, elu or sigmoid");
        }
        requireWithin("learningRate", learningRate, Double.MIN_NORMAL, 1);
        requireWithin("finalLearningRateShare", finalLearningRateShare, Double.MIN_NORMAL, 1);
        requireWithin("batchRows", batchRows, 1, 65_536);
        requireWithin("epochs", epochs.orElse(1), 1, 10_000);
        requireWithin("trimShare", trimShare, 0, 0.5);
        requireWithin("trimFromEpoch", trimFromEpoch, 1, Integer.MAX_VALUE);
        requireWithin("noise", noise, 0, 10);
        requireWithin("latentClusters", latentClusters, 1, 4096);
        requireWithin("clusterEpochs", clusterEpochs.orElse(1), 1, 10_000);
        requireWithin("clusterRows", clusterRows, 100, 1_000_000);
        requireWithin("densityClusters", densityClusters, 1, 4096);
        requireWithin("projections", projections, 0, 4096);
        requireWithin("holdoutShare", holdoutShare, 0.05, 0.5);
    }

    /**
     * Reads settings from a YAML mapping of setting to value; what is not named keeps its default.
     *
     * @param origin where the text comes from, for error messages
     * @throws IllegalArgumentException naming the origin, the setting, what was found and what is expected
     */
    public static TrainingConfig parse(String yaml, String origin) {
        JsonNode root;
        try {
            root = YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(origin + " is not YAML: " + e.getOriginalMessage(), e);
        }
        Builder builder = DEFAULTS.toBuilder();
        if (root.isMissingNode() || root.isNull()) {
            return builder.build();
        }
        if (!root.isObject()) {
            throw new IllegalArgumentException(
                    origin + " holds " + root.getNodeType() + "; expected a mapping of training settings to values");
        }
        try {
            root.properties().forEach(entry -> {
                if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
                    throw new IllegalArgumentException("Training setting " + entry.getKey() + " holds "
                            + entry.getValue().getNodeType() + "; expected one value");
                }
                builder.set(entry.getKey(), entry.getValue().asText());
            });
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(origin + ": " + e.getMessage(), e);
        }
    }

    /** Every setting by its key, as text. */
    public Map<String, String> asMap() {
        Map<String, String> map = new TreeMap<>();
        for (TrainingSetting setting : TrainingSetting.values()) {
            map.put(setting.key(), setting.valueIn(this));
        }
        return map;
    }

    public Builder toBuilder() {
        return new Builder(this);
    }

    /** The network whose residuals score. */
    NetworkShape scoringShape(int columns) {
        return new NetworkShape(columns, hidden(columns), scoringWidth);
    }

    /** The network in whose code the clusters lie; the same as the scoring one where its code is as wide. */
    NetworkShape clusterShape(int columns) {
        return new NetworkShape(columns, hidden(columns), latentWidth.orElse(clip(columns / 4, 2, 8)));
    }

    /**
     * How many projections tell how rare an event is: few columns have few combinations, and every projection costs.
     * Ten for each column in place of 200 leave the nine tables' mean at .857 and raise its average precision from .441
     * to .445 (three seeds).
     */
    int projectionsFor(int columns) {
        return Math.min(projections, Math.max(LEAST_PROJECTIONS, PROJECTIONS_PER_COLUMN * columns));
    }

    private int hidden(int columns) {
        return hiddenWidth.orElse(clip(2 * columns, 8, 64));
    }

    /**
     * A code of one dimension can hardly learn anomalies by heart, so few rows may be seen often: with at most 20 epochs
     * mean AUROC on the small sets fell from 0.82 to 0.76 (waveform) and from 0.87 to 0.86 (mnist), and rose from 0.95
     * to 0.97 (pendigits).
     */
    int scoringEpochsFor(int rows) {
        return epochs.orElse(clip(100_000 / rows, 4, MOST_SCORING_EPOCHS));
    }

    /** Fewer: a wider code that saw its rows 150 times may reconstruct anomalies as well. */
    int clusterEpochsFor(int rows) {
        int batches = (rows + batchRows - 1) / batchRows;
        int most = Math.max(MOST_CLUSTER_EPOCHS, (LEAST_CLUSTER_STEPS + batches - 1) / batches);
        return epochs.orElse(clip(100_000 / rows, 4, most));
    }

    private static int clip(int value, int least, int most) {
        return Math.max(least, Math.min(most, value));
    }

    private static void requireWithin(String key, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException("Training setting " + key + " is " + value + "; expected "
                    + (least == Double.MIN_NORMAL ? "above 0" : "at least " + least)
                    + (most == Integer.MAX_VALUE ? "" : " and at most " + most));
        }
    }

    /** Collects settings; starts from the defaults or from another configuration. */
    public static final class Builder {
        String algorithm = LatentKMeans.ALGORITHM;
        int scoringWidth = 1;
        OptionalInt latentWidth = OptionalInt.empty();
        OptionalInt hiddenWidth = OptionalInt.empty();
        Activation activation = Activation.TANH;
        double learningRate = 3e-3;
        double finalLearningRateShare = 0.05;
        int batchRows = 256;
        OptionalInt epochs = OptionalInt.empty();
        double trimShare = 0.2;
        int trimFromEpoch = 2;
        double noise;
        int latentClusters = 16;
        OptionalInt clusterEpochs = OptionalInt.empty();
        int clusterRows = 20_000;
        int densityClusters = 64;
        int projections = 200;
        double holdoutShare = 0.15;
        long seed = 1;

        private Builder() {}

        private Builder(TrainingConfig config) {
            for (TrainingSetting setting : TrainingSetting.values()) {
                setting.set(this, setting.valueIn(config));
            }
        }

        /**
         * Sets one setting from text.
         *
         * @throws IllegalArgumentException naming the setting, what was found and what is expected
         */
        public Builder set(String key, String value) {
            TrainingSetting.byKey(key)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "Unknown training setting " + key + "; expected one of " + TrainingSetting.keys()))
                    .set(this, value);
            return this;
        }

        /** @throws IllegalArgumentException naming the setting, what was found and what is expected */
        public TrainingConfig build() {
            return new TrainingConfig(
                    algorithm,
                    scoringWidth,
                    latentWidth,
                    hiddenWidth,
                    activation,
                    learningRate,
                    finalLearningRateShare,
                    batchRows,
                    epochs,
                    trimShare,
                    trimFromEpoch,
                    noise,
                    latentClusters,
                    clusterEpochs,
                    clusterRows,
                    densityClusters,
                    projections,
                    holdoutShare,
                    seed);
        }
    }
}
