package dev.riffle.console.commands;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.Provenance;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a training made.
 *
 * @param encoded the bundle's bytes
 * @param file where they were written to
 * @param published whether the model was published
 */
record TrainingReport(ModelBundle bundle, byte[] encoded, Optional<Path> file, boolean published) {
    private static final ObjectMapper JSON = new ObjectMapper();

    String toJson() {
        Provenance provenance = bundle.provenance();
        ObjectNode json = JSON.createObjectNode();
        json.put("modelVersion", bundle.modelVersion());
        json.put("parentVersion", bundle.parentVersion());
        json.put("sha256", BundleFormat.sha256(encoded));
        json.put("bytes", encoded.length);
        json.put("pipeline", bundle.pipeline().name());
        json.put("features", bundle.pipeline().columns().size());
        json.put("clusters", bundle.clusters().latent().count());
        json.put("algorithm", provenance.algorithm());
        json.put("trainingRows", provenance.trainingRows());
        json.put("holdoutRows", provenance.holdoutRows());
        json.put("seed", provenance.seed());
        json.put("codeVersion", provenance.codeVersion());
        json.putObject("computation")
                .put("backend", provenance.computation().backend())
                .put("coreType", provenance.computation().coreType())
                .put("threads", provenance.computation().threads());
        json.put("dataFromMillis", provenance.dataFromMillis());
        json.put("dataToMillis", provenance.dataToMillis());
        json.set("hyperparameters", JSON.valueToTree(new TreeMap<>(provenance.hyperparameters())));
        json.set("holdoutFigures", JSON.valueToTree(new TreeMap<>(provenance.holdoutFigures())));
        json.put("file", file.map(Path::toString).orElse(null));
        json.put("published", published);
        return json.toString();
    }

    String toText() {
        Provenance provenance = bundle.provenance();
        StringBuilder text = new StringBuilder();
        line(
                text,
                "model",
                "version %d%s, %s"
                        .formatted(
                                bundle.modelVersion(),
                                bundle.parentVersion() == 0 ? "" : ", after version " + bundle.parentVersion(),
                                provenance.algorithm()));
        line(
                text,
                "pipeline",
                "%s (%,d features)"
                        .formatted(
                                bundle.pipeline().name(),
                                bundle.pipeline().columns().size()));
        line(
                text,
                "rows",
                "%,d trained on, %,d held out".formatted(provenance.trainingRows(), provenance.holdoutRows()));
        if (provenance.dataToMillis() != 0) {
            line(
                    text,
                    "data window",
                    Instant.ofEpochMilli(provenance.dataFromMillis()) + " to "
                            + Instant.ofEpochMilli(provenance.dataToMillis()));
        }
        line(text, "clusters", "%,d".formatted(bundle.clusters().latent().count()));
        line(text, "seed", Long.toString(provenance.seed()));
        line(text, "code version", provenance.codeVersion());
        line(
                text,
                "computed on",
                "%s, %s, threads: %d"
                        .formatted(
                                provenance.computation().backend(),
                                provenance.computation().coreType(),
                                provenance.computation().threads()));
        new TreeMap<>(provenance.hyperparameters()).forEach((name, value) -> line(text, "  " + name, value));
        line(text, "held-out rows", "");
        new TreeMap<>(provenance.holdoutFigures())
                .forEach((name, value) -> line(text, "  " + name, "%.5f".formatted(value)));
        line(text, "sha256", BundleFormat.sha256(encoded));
        file.ifPresent(path -> line(text, "written to", "%s (%,d bytes)".formatted(path, encoded.length)));
        if (published) {
            line(text, "published", "yes");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("%-28s %s".formatted(name, value).stripTrailing()).append(System.lineSeparator());
    }
}
