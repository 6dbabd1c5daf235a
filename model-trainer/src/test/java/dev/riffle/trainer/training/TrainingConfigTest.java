package dev.riffle.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.detector.encoder.Activation;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingConfigTest {
    @Test
    void defaultsAreTheResearchedOnes() {
        assertThat(TrainingConfig.DEFAULTS.asMap())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("algorithm", "autoencoder-kmeans"),
                        Map.entry("scoringWidth", "1"),
                        Map.entry("projections", "200"),
                        Map.entry("latentWidth", "auto"),
                        Map.entry("hiddenWidth", "auto"),
                        Map.entry("activation", "tanh"),
                        Map.entry("learningRate", "0.003"),
                        Map.entry("finalLearningRateShare", "0.05"),
                        Map.entry("batchRows", "256"),
                        Map.entry("epochs", "auto"),
                        Map.entry("trimShare", "0.2"),
                        Map.entry("trimFromEpoch", "2"),
                        Map.entry("noise", "0.0"),
                        Map.entry("latentClusters", "16"),
                        Map.entry("clusterEpochs", "auto"),
                        Map.entry("clusterRows", "20000"),
                        Map.entry("densityClusters", "64"),
                        Map.entry("holdoutShare", "0.15"),
                        Map.entry("seed", "1")));
    }

    @ParameterizedTest
    @CsvSource({"3, 8, 2", "8, 16, 2", "20, 40, 5", "30, 60, 7", "100, 64, 8"})
    void widthsFollowTheColumns(int columns, int hidden, int latent) {
        assertThat(TrainingConfig.DEFAULTS.clusterShape(columns)).isEqualTo(new NetworkShape(columns, hidden, latent));
        assertThat(TrainingConfig.DEFAULTS.scoringShape(columns)).isEqualTo(new NetworkShape(columns, hidden, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "30, 200, 60",
        "300, 200, 30",
        "600, 166, 20",
        "5000, 20, 20",
        "10000, 10, 10",
        "25000, 4, 4",
        "1000000, 4, 4"
    })
    void epochsFollowTheRows(int rows, int scoringEpochs, int clusterEpochs) {
        assertThat(TrainingConfig.DEFAULTS.scoringEpochsFor(rows)).isEqualTo(scoringEpochs);
        assertThat(TrainingConfig.DEFAULTS.clusterEpochsFor(rows)).isEqualTo(clusterEpochs);
    }

    @Test
    void readsYamlOverTheDefaults() {
        TrainingConfig config =
                TrainingConfig.parse("latentWidth: 1\nactivation: elu\nepochs: auto\nseed: 42\n", "training.yaml");

        assertThat(config.clusterShape(40).latent()).isEqualTo(1);
        assertThat(config.activation()).isEqualTo(Activation.ELU);
        assertThat(config.seed()).isEqualTo(42);
        assertThat(config.batchRows()).isEqualTo(256);
    }

    @Test
    void fewColumnsHaveFewProjections() {
        assertThat(TrainingConfig.DEFAULTS.projectionsFor(2)).isEqualTo(30);
        assertThat(TrainingConfig.DEFAULTS.projectionsFor(9)).isEqualTo(90);
        assertThat(TrainingConfig.DEFAULTS.projectionsFor(500)).isEqualTo(200);
        assertThat(TrainingConfig.parse("projections: 0\n", "training.yaml").projectionsFor(9))
                .isZero();
        assertThat(TrainingConfig.parse("projections: 20\n", "training.yaml").projectionsFor(9))
                .isEqualTo(20);
    }

    @Test
    void anEmptyFileMeansTheDefaults() {
        assertThat(TrainingConfig.parse("# nothing\n", "training.yaml")).isEqualTo(TrainingConfig.DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "latentwidth: 3 | Unknown training setting latentwidth",
                "trimShare: 0.9 | trimShare is 0.9",
                "holdoutShare: 0 | holdoutShare is 0.0",
                "learningRate: NaN | learningRate is",
                "epochs: many | epochs is 'many'",
                "activation: identity | activation is identity",
                "batchRows: [1] | batchRows holds ARRAY",
                "- 1 | holds ARRAY",
                "'a: b: c' | training.yaml"
            })
    void refusesWhatItCannotUseAndSaysWhere(String yaml, String message) {
        assertThatThrownBy(() -> TrainingConfig.parse(yaml, "training.yaml"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("training.yaml")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @EnumSource(TrainingSetting.class)
    void everySettingIsDescribedAndCanBeSetToItsDefault(TrainingSetting setting) {
        assertThat(setting.unit()).isNotBlank();
        assertThat(setting.description()).endsWith(".");
        assertThat(TrainingConfig.DEFAULTS.toBuilder()
                        .set(setting.key(), setting.defaultValue())
                        .build())
                .isEqualTo(TrainingConfig.DEFAULTS);
    }
}
