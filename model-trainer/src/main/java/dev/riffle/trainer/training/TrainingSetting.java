package dev.riffle.trainer.training;

import dev.riffle.detector.encoder.Activation;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A setting of a training as people write it in a file or on the command line. */
public enum TrainingSetting {
    ALGORITHM(
            "algorithm",
            "name",
            "What fits the clusters that events are assigned to: autoencoder-kmeans, or one of riffle cluster's algorithms.",
            (config, text) -> config.algorithm = text,
            TrainingConfig::algorithm),
    SCORING_WIDTH(
            "scoringWidth",
            "dimensions",
            "Width of the code of the autoencoder that scores. Narrow codes find more anomalies.",
            (config, text) -> config.scoringWidth = Integer.parseInt(text),
            config -> Integer.toString(config.scoringWidth())),
    LATENT_WIDTH(
            "latentWidth",
            "dimensions",
            "Width of the latent space that clusters lie in; auto is a quarter of the columns, at least 2 and at most 8. "
                    + "Where it is the scoringWidth, one network does both.",
            (config, text) -> config.latentWidth = wholeOrAuto(text),
            config -> orAuto(config.latentWidth())),
    HIDDEN_WIDTH(
            "hiddenWidth",
            "units",
            "Width of the hidden layers; auto is twice the columns, at least 8 and at most 64.",
            (config, text) -> config.hiddenWidth = wholeOrAuto(text),
            config -> orAuto(config.hiddenWidth())),
    ACTIVATION(
            "activation",
            "name",
            "Activation of the hidden layers: tanh, relu, elu or sigmoid.",
            (config, text) -> config.activation = Activation.valueOf(text.toUpperCase(Locale.ROOT)),
            config -> config.activation().name().toLowerCase(Locale.ROOT)),
    LEARNING_RATE(
            "learningRate",
            "per step",
            "Adam's learning rate at the first step.",
            (config, text) -> config.learningRate = Double.parseDouble(text),
            config -> Double.toString(config.learningRate())),
    FINAL_LEARNING_RATE_SHARE(
            "finalLearningRateShare",
            "share",
            "Share of the learning rate that is left at the last step; it falls linearly.",
            (config, text) -> config.finalLearningRateShare = Double.parseDouble(text),
            config -> Double.toString(config.finalLearningRateShare())),
    BATCH_ROWS(
            "batchRows",
            "rows",
            "Rows per step of gradient descent.",
            (config, text) -> config.batchRows = Integer.parseInt(text),
            config -> Integer.toString(config.batchRows())),
    EPOCHS(
            "epochs",
            "epochs",
            "Passes over the rows; auto is 100,000 / rows, at least 4 and at most 200 (20 for the clusters' network).",
            (config, text) -> config.epochs = wholeOrAuto(text),
            config -> orAuto(config.epochs())),
    TRIM_SHARE(
            "trimShare",
            "share",
            "Share of rows left out as possible anomalies: those with the highest errors from the network's training, those in "
                    + "small clusters of isolated rows from the density mixture (not of a series, where a small cluster is a stretch of time); 0 is off.",
            (config, text) -> config.trimShare = Double.parseDouble(text),
            config -> Double.toString(config.trimShare())),
    TRIM_FROM_EPOCH(
            "trimFromEpoch",
            "epoch",
            "First epoch, counted from 0, that leaves rows out.",
            (config, text) -> config.trimFromEpoch = Integer.parseInt(text),
            config -> Integer.toString(config.trimFromEpoch())),
    NOISE(
            "noise",
            "standard deviations",
            "Standard deviation of the Gaussian noise that the network learns to take away again; 0 is off.",
            (config, text) -> config.noise = Double.parseDouble(text),
            config -> Double.toString(config.noise())),
    LATENT_CLUSTERS(
            "latentClusters",
            "clusters",
            "Clusters that events are assigned to; fewer where they would have less than four rows each. Algorithms that go by density find their own number.",
            (config, text) -> config.latentClusters = Integer.parseInt(text),
            config -> Integer.toString(config.latentClusters())),
    CLUSTER_EPOCHS(
            "clusterEpochs",
            "epochs",
            "Epochs of the algorithm that fits the clusters; auto is its own default. Not for autoencoder-kmeans.",
            (config, text) -> config.clusterEpochs = wholeOrAuto(text),
            config -> orAuto(config.clusterEpochs())),
    CLUSTER_ROWS(
            "clusterRows",
            "rows",
            "Rows that the algorithm learns from at most, drawn at random. Not for autoencoder-kmeans.",
            (config, text) -> config.clusterRows = Integer.parseInt(text),
            config -> Integer.toString(config.clusterRows())),
    DENSITY_CLUSTERS(
            "densityClusters",
            "clusters",
            "Components of the density mixture over the scaled input; fewer where they would have less than four rows each.",
            (config, text) -> config.densityClusters = Integer.parseInt(text),
            config -> Integer.toString(config.densityClusters())),
    PROJECTIONS(
            "projections",
            "projections",
            "Random projections of the input whose histograms tell how rare an event is, at most; 10 per column and at least"
                    + " 30 where that is less; 0 is none.",
            (config, text) -> config.projections = Integer.parseInt(text),
            config -> Integer.toString(config.projections())),
    HOLDOUT_SHARE(
            "holdoutShare",
            "share",
            "Share of rows that nothing is fitted on, kept to calibrate the signals.",
            (config, text) -> config.holdoutShare = Double.parseDouble(text),
            config -> Double.toString(config.holdoutShare())),
    SEED(
            "seed",
            "number",
            "Seed of every random choice in the training.",
            (config, text) -> config.seed = Long.parseLong(text),
            config -> Long.toString(config.seed()));

    private static final String AUTO = "auto";

    private final String key;
    private final String unit;
    private final String description;
    private final BiConsumer<TrainingConfig.Builder, String> setter;
    private final Function<TrainingConfig, String> getter;

    TrainingSetting(
            String key,
            String unit,
            String description,
            BiConsumer<TrainingConfig.Builder, String> setter,
            Function<TrainingConfig, String> getter) {
        this.key = key;
        this.unit = unit;
        this.description = description;
        this.setter = setter;
        this.getter = getter;
    }

    public String key() {
        return key;
    }

    public String unit() {
        return unit;
    }

    public String description() {
        return description;
    }

    public String defaultValue() {
        return valueIn(TrainingConfig.DEFAULTS);
    }

    public String valueIn(TrainingConfig config) {
        return getter.apply(config);
    }

    /** The setting of that key, if there is one. */
    public static Optional<TrainingSetting> byKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    static String keys() {
        return Arrays.stream(values()).map(TrainingSetting::key).collect(Collectors.joining(", "));
    }

    void set(TrainingConfig.Builder builder, String text) {
        try {
            setter.accept(builder, text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Training setting " + key + " is '" + text + "'; expected " + unit + ". " + description, e);
        }
    }

    private static OptionalInt wholeOrAuto(String text) {
        return AUTO.equals(text) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    private static String orAuto(OptionalInt value) {
        return value.isPresent() ? Integer.toString(value.getAsInt()) : AUTO;
    }
}
