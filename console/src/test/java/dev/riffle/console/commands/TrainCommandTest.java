package dev.riffle.console.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.riffle.console.Riffle;
import dev.riffle.console.backtest.SyntheticTable;
import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.InvalidBundleException;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.ClusterModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void writesABundleAndSaysWhereItComesFrom() throws IOException, InvalidBundleException {
        Path file = Files.writeString(
                folder.resolve("t.csv"), SyntheticTable.of(500, 1).csv());
        Path bundle = folder.resolve("model.riffle");
        assertThat(run(
                        file.toString(),
                        "--pipeline",
                        "auto",
                        "--label",
                        "label",
                        "--epochs",
                        "10",
                        "--seed",
                        "5",
                        "--limit",
                        "400",
                        "--out",
                        bundle.toString(),
                        "--json"))
                .isZero();
        ModelBundle read = BundleFormat.decode(Files.readAllBytes(bundle));
        assertThat(read.pipeline().fields()).containsExactly("x0", "x1", "x2", "x3", "x4");
        assertThat(read.provenance().trainingRows() + read.provenance().holdoutRows())
                .isEqualTo(400);
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("seed").asLong()).isEqualTo(5);
        assertThat(json.get("hyperparameters").get("epochs").asText()).isEqualTo("10");
        assertThat(json.get("holdoutFigures").get("finalTrainingLoss").asDouble())
                .isPositive();
        assertThat(json.get("sha256").asText()).isEqualTo(BundleFormat.sha256(Files.readAllBytes(bundle)));
    }

    @Test
    void theAlgorithmOfTheCommandLineTakesThePlaceOfTheFiles() throws IOException, InvalidBundleException {
        Path file = Files.writeString(
                folder.resolve("t.csv"), SyntheticTable.of(200, 1).csv());
        Path config = Files.writeString(
                folder.resolve("training.yaml"), "algorithm: ae-kmeans\nclusterEpochs: 2\nlatentClusters: 3\n");
        Path bundle = folder.resolve("model.riffle");
        List<String> arguments = new ArrayList<>(List.of(
                file.toString(), "--pipeline", "auto", "--config", config.toString(), "--out", bundle.toString()));

        assertThat(run(arguments.toArray(String[]::new))).isZero();
        ModelBundle byFile = BundleFormat.decode(Files.readAllBytes(bundle));
        arguments.addAll(List.of("--algorithm", "k-dae"));
        assertThat(run(arguments.toArray(String[]::new))).isZero();
        ModelBundle byOption = BundleFormat.decode(Files.readAllBytes(bundle));

        assertThat(byFile.provenance().algorithm()).isEqualTo("ae-kmeans");
        assertThat(byFile.clusterModel()).isInstanceOf(ClusterModel.EncodedCentroids.class);
        assertThat(byOption.provenance().algorithm()).isEqualTo("k-dae");
        assertThat(byOption.clusterModel()).isInstanceOf(ClusterModel.AutoencoderMixture.class);
        assertThat(byOption.provenance().hyperparameters()).containsEntry("clusterEpochs", "2");
    }

    @Test
    void namesTheFileOfAnUnknownAlgorithm() throws IOException {
        Path config = Files.writeString(folder.resolve("training.yaml"), "algorithm: kmean\n");

        assertThat(run("t.csv", "--pipeline", "auto", "--config", config.toString()))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains(config + ": Training setting algorithm is 'kmean'")
                .contains("Did you mean 'kmeans'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t.csv --pipeline auto --limit 0 | limit is 0; at least 1 was expected",
                "t.csv --pipeline auto --algorithm k-da | Training setting algorithm is 'k-da'; expected one of",
                "t.csv --pipeline auto --algorithm k-da | Did you mean 'k-dae'?",
                "t.csv --pipeline auto --epochs 0 | Training setting epochs is 0",
                "--bootstrap localhost:1 --pipeline auto | --pipeline auto looks at a file's columns",
            })
    void refusesWrongUsageWithTheReason(String arguments, String reason) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(reason);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void failsOnAMissingFileWithOneSentence() {
        assertThat(run(folder.resolve("none.csv").toString(), "--pipeline", "auto"))
                .isEqualTo(1);
        assertThat(err.toString().strip()).endsWith("none.csv does not exist.");
    }

    @Test
    void failsOnTooFewRows() throws IOException {
        Path file = Files.writeString(
                folder.resolve("t.csv"), SyntheticTable.of(5, 1).csv());
        assertThat(run(file.toString(), "--pipeline", "auto", "--exclude", "label"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("There are 5 rows to train on");
    }

    private int run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("train"));
        command.addAll(List.of(arguments));
        return Riffle.run(new PrintWriter(out, true), new PrintWriter(err, true), command.toArray(String[]::new));
    }
}
