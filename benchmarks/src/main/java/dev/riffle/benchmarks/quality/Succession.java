package dev.riffle.benchmarks.quality;

import dev.riffle.detector.Judgement;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.trainer.serving.DetectorTrainers;
import dev.riffle.trainer.training.DetectorTrainer;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingConfig;
import dev.riffle.trainer.training.TrainingContext;
import dev.riffle.trainer.training.TrainingRows;
import dev.riffle.trainer.training.YoungModel;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The models of one replay: that of the warm-up, and those that replaced it while it was a {@link YoungModel}, as in
 * {@code riffle backtest}. A live object for one thread.
 */
final class Succession {
    private final Stream stream;
    private final DetectorTrainer trainer;
    private final Clock clock;
    /** Indices of the rows of the stream that nobody flagged. */
    private final List<Integer> unflagged = new ArrayList<>();
    /** By the index of the scored row that each is the first to judge. */
    private final NavigableMap<Integer, ModelBundle> models = new TreeMap<>();

    private long modelRows;
    private long nanosTraining;
    private long cpuNanosRetraining;

    /** Trains the first model. */
    Succession(Stream stream, TrainingConfig config, Clock clock) {
        this.stream = stream;
        this.clock = clock;
        trainer = DetectorTrainers.of(config);
        for (int row = 0; row < stream.warmUp(); row++) {
            unflagged.add(row);
        }
        train(0, Optional.empty());
    }

    /** A model to judge the rows after this one with, if the present one has been outgrown. */
    Optional<ModelBundle> after(int index, Judgement judgement) {
        if (!judgement.isAnomaly()) {
            unflagged.add(stream.warmUp() + index);
        }
        if (!YoungModel.isOutgrown(stream.pipeline(), modelRows, unflagged.size())) {
            return Optional.empty();
        }
        long before = cpuNanos();
        ModelBundle bundle = train(index + 1, Optional.of(newest()));
        cpuNanosRetraining += cpuNanos() - before;
        return Optional.of(bundle);
    }

    private ModelBundle train(int from, Optional<ModelBundle> parent) {
        long start = System.nanoTime();
        TrainingRows rows = stream.training(unflagged);
        ModelBundle bundle = trainer.train(
                rows,
                new TrainingContext(
                        models.size() + 1L,
                        stream.pipeline(),
                        parent,
                        parent.isPresent() ? "outgrown" : "first model",
                        clock,
                        Progress.NONE));
        modelRows = rows.count();
        models.put(from, bundle);
        nanosTraining += System.nanoTime() - start;
        return bundle;
    }

    ModelBundle first() {
        return models.firstEntry().getValue();
    }

    ModelBundle newest() {
        return models.lastEntry().getValue();
    }

    /** The model that this scored row was the first to be judged by, unless it is the first model. */
    Optional<ModelBundle> takenIntoUseAt(int index) {
        return index == 0 ? Optional.empty() : Optional.ofNullable(models.get(index));
    }

    /** Wall time of all trainings, seconds. */
    double secondsTraining() {
        return nanosTraining / 1e9;
    }

    /** Processor time of this thread in trainings after the first. */
    long cpuNanosRetraining() {
        return cpuNanosRetraining;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
