package dev.riffle.console.commands;

import dev.riffle.console.backtest.PipelineChoice;
import dev.riffle.console.backtest.TrainingTable;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.console.terminal.StatusLine;
import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.trainer.OneShotTraining;
import dev.riffle.trainer.TrainerServiceOptions;
import dev.riffle.trainer.service.RetrainingPolicy;
import dev.riffle.trainer.serving.DetectorTrainers;
import dev.riffle.trainer.training.TrainingConfig;
import dev.riffle.trainer.training.TrainingContext;
import dev.riffle.trainer.training.TrainingRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code riffle train}: one training, from a file or from the topic {@code features}. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains one model, from a file or from the newest rows on the topic of features, and writes its bundle,"
                    + " publishes it, or both; prints where the model comes from and how it does on held-out rows."
        })
public final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description =
                    "CSV with a header or JSON lines, plain or gzipped. Without it the rows come from the topic of"
                            + " features.")
    private Optional<Path> file;

    @Mixin
    private PipelineOptions pipeline;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Rows of FILE to train on at most, the first ones. Default: all.")
    private Optional<Long> limit;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of every random choice. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private TrainingOptions training;

    @Option(names = "--epochs", paramLabel = "E", description = "Epochs. Default: by the number of rows.")
    private Optional<Integer> epochs;

    @Option(names = "--out", paramLabel = "BUNDLE", description = "File to write the model bundle to.")
    private Optional<Path> out;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--publish",
            description = "Publish the model to the topic of models, as the successor of the newest one there.")
    private boolean publish;

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (limit.isPresent() && limit.get() < 1) {
            throw wrongUsage("limit is %,d; at least 1 was expected".formatted(limit.get()));
        }
        TrainingConfig config = config();
        PipelineChoice choice = choice();
        ProgressLine progress =
                new ProgressLine(StatusLine.on(spec.commandLine().getErr()));
        ModelBundle bundle = train(config, choice, progress);
        byte[] encoded = BundleFormat.encode(bundle);
        if (out.isPresent()) {
            write(encoded, out.get());
        }
        progress.clear();
        TrainingReport report = new TrainingReport(bundle, encoded, out, publish);
        spec.commandLine()
                .getOut()
                .println(json ? report.toJson() : report.toText().stripTrailing());
        return ExitCode.OK;
    }

    private static void write(byte[] encoded, Path file) {
        try {
            Files.write(file, encoded);
        } catch (IOException e) {
            throw new CommandFailure("%s cannot be written: %s".formatted(file, e), e);
        }
    }

    private TrainingConfig config() {
        try {
            TrainingConfig config = training.config(seed);
            return epochs.isEmpty()
                    ? config
                    : config.toBuilder()
                            .set("epochs", Integer.toString(epochs.get()))
                            .build();
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e.getMessage());
        }
    }

    private PipelineChoice choice() {
        try {
            PipelineChoice choice = pipeline.choice();
            if (file.isEmpty() && choice.source().isEmpty()) {
                throw wrongUsage(
                        "--pipeline auto looks at a file's columns; a pipeline file was expected for the topic of"
                                + " features.");
            }
            return choice;
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e.getMessage());
        }
    }

    private ModelBundle train(TrainingConfig config, PipelineChoice choice, ProgressLine progress)
            throws IOException, InterruptedException {
        if (file.isEmpty()) {
            OneShotTraining oneShot = oneShot(Pipeline.load(choice.source().orElseThrow()), config, progress);
            return oneShot.train(oneShot.rowsFromTopic(), publish);
        }
        TrainingTable table = TrainingTable.read(file.get(), choice, limit.orElse(Long.MAX_VALUE), Clock.systemUTC());
        return publish
                ? oneShot(table.pipeline(), config, progress).train(table.rows(), true)
                : firstModel(config, table.pipeline(), table.rows(), progress);
    }

    private OneShotTraining oneShot(Pipeline trained, TrainingConfig config, ProgressLine progress) {
        kafka.broker().requireReachable();
        return new OneShotTraining(
                new TrainerServiceOptions(kafka.connection(), trained, config, RetrainingPolicy.DEFAULTS),
                Clock.systemUTC(),
                progress::training);
    }

    private static ModelBundle firstModel(
            TrainingConfig config, Pipeline trained, TrainingRows rows, ProgressLine progress) {
        return DetectorTrainers.of(config)
                .train(
                        rows,
                        new TrainingContext(
                                1, trained, Optional.empty(), "first model", Clock.systemUTC(), progress::training));
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
