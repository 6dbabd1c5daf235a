package dev.riffle.console.commands;

import dev.riffle.console.explain.ExplainedEvent;
import dev.riffle.console.explain.JsonEvent;
import dev.riffle.console.kafka.Broker;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.InvalidBundleException;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.trainer.kafka.ModelCatalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code riffle explain}: what a model says about one event, and why. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Scores one event and says why: verdict, triggers, nearest cluster, and every feature's share of the score"
                    + " with the observed and the expected value.",
            "The event stands alone: features of a key's history are missing, and the threshold is the one that the"
                    + " model was calibrated to."
        })
public final class ExplainCommand implements Callable<Integer> {
    private static final char FILE = '@';
    private static final String STANDARD_INPUT = "-";

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "EVENT",
            description = "The event as a JSON object; @FILE reads it from a file, - from standard input.")
    private String event;

    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description =
                    "Model bundle, as 'riffle train --out' writes it. Default: the newest model that is published.")
    private Optional<Path> bundle;

    @Option(
            names = "--pipeline",
            paramLabel = "P",
            description =
                    "Pipeline file or name of a ready pipeline; has to be the model's. Default: the one in the bundle.")
    private Optional<String> pipeline;

    @Option(
            names = "--budget",
            paramLabel = "BUDGET",
            defaultValue = "0.1%",
            converter = OptionConverters.Budget.class,
            description = "Alert budget that the verdict goes by. Default: ${DEFAULT-VALUE}.")
    private AlertBudget budget;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        String text = text();
        ModelBundle model = bundle.isPresent() ? read(bundle.get()) : published();
        requirePipeline(model);
        ExplainedEvent explained =
                ExplainedEvent.of(JsonEvent.read(text, model.pipeline(), Clock.systemUTC()), model, budget);
        spec.commandLine()
                .getOut()
                .println(json ? explained.toJson() : explained.toText().stripTrailing());
        return ExitCode.OK;
    }

    private String text() throws IOException {
        if (event.equals(STANDARD_INPUT)) {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        }
        return event.charAt(0) == FILE
                ? new String(contents(Path.of(event.substring(1))), StandardCharsets.UTF_8)
                : event;
    }

    private static ModelBundle read(Path file) throws IOException {
        try {
            return BundleFormat.decode(contents(file));
        } catch (InvalidBundleException e) {
            throw new CommandFailure(file + " is no model bundle: " + e.getMessage(), e);
        }
    }

    private static byte[] contents(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CommandFailure(file + " does not exist.", e);
        }
    }

    private ModelBundle published() throws IOException, InterruptedException {
        Broker broker = kafka.broker();
        broker.requireReachable();
        ModelCatalogue catalogue = new ModelCatalogue(kafka.connection());
        long newest = catalogue.list().stream()
                .filter(entry -> entry.damage().isEmpty())
                .mapToLong(ModelCatalogue.Entry::modelVersion)
                .max()
                .orElseThrow(() -> new CommandFailure("There is no usable model on the topic "
                        + kafka.topics().models().name() + " at " + broker.bootstrap() + "; name one by --bundle."));
        try {
            return catalogue.open(newest).orElseThrow();
        } catch (InvalidBundleException e) {
            throw new CommandFailure("Model " + newest + " cannot be used: " + e.getMessage(), e);
        }
    }

    private void requirePipeline(ModelBundle model) {
        if (pipeline.isEmpty()) {
            return;
        }
        Pipeline named = Pipeline.load(pipeline.get());
        if (!named.fingerprint().equals(model.pipeline().fingerprint())) {
            throw new CommandFailure("Model %d was made for pipeline %s (%s); found pipeline %s (%s)."
                    .formatted(
                            model.modelVersion(),
                            model.pipeline().name(),
                            model.pipeline().fingerprint(),
                            named.name(),
                            named.fingerprint()));
        }
    }
}
