package dev.riffle.benchmarks.training;

import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.console.terminal.StatusLine;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle bench training}: how near a training epoch comes to the machine's own matrix products. */
@Command(
        name = "training",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Samples per second of a training epoch of k-DAE's autoencoder (784-1024-256-10 and back, batch 256), beside its"
                    + " matrix products alone; and of k-DAE's joint epoch. Rounds alternate, so that a busy machine"
                    + " disturbs all alike."
        })
public final class TrainingCommand implements Callable<Integer> {
    private static final List<Contender> CONTENDERS = List.of(
            new OwnAutoencoder(false), new OwnAutoencoder(true), new Dl4jAutoencoder(false), new Dl4jAutoencoder(true));
    private static final int AUTOENCODERS = 10;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10240",
            description = "Rows of an epoch, made up; rounded up to whole batches for each of 10 autoencoders. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int rows;

    @Option(
            names = "--rounds",
            paramLabel = "R",
            defaultValue = "5",
            description = "Rounds that count, after one that does not. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--threads",
            paramLabel = "T",
            description = "Threads of the joint epoch. Default: one for each processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        requireAtLeastOne("rows", rows);
        requireAtLeastOne("rounds", rounds);
        requireAtLeastOne("threads", threads);
        Shape shape = Shape.PUBLISHED;
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        Circumstances.Watch watch = Circumstances.watch(Clock.systemUTC());
        TrainingRounds measured = new TrainingRounds(shape, pixels(shape, rows), AUTOENCODERS, threads);
        measured.add(new MatrixProducts(), false);
        CONTENDERS.forEach(contender -> measured.add(contender, true));
        measured.run(rounds, status::note);
        status.clear();
        TrainingResult result = measured.result(rounds, watch.ended());
        spec.commandLine().getOut().println(json ? result.toJson() : result.toText());
        return ExitCode.OK;
    }

    /** As dark as handwriting, in whole batches for every autoencoder. */
    private static float[][] pixels(Shape shape, int wanted) {
        int unit = shape.batch() * AUTOENCODERS;
        Random random = new Random(1);
        float[][] pixels = new float[(wanted + unit - 1) / unit * unit][shape.inputs()];
        for (float[] row : pixels) {
            for (int f = 0; f < row.length; f++) {
                row[f] = random.nextInt(5) == 0 ? random.nextFloat() : 0;
            }
        }
        return pixels;
    }

    private void requireAtLeastOne(String what, int value) {
        if (value < 1) {
            throw new ParameterException(
                    spec.commandLine(), "%s: found %,d, expected at least 1".formatted(what, value));
        }
    }
}
