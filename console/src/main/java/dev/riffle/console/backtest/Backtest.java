package dev.riffle.console.backtest;

import dev.riffle.console.tables.InvalidTableException;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.Judgement;
import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.anomaly.Explanation;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.pipeline.FeatureExtractor;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.pipeline.SegmentField;
import dev.riffle.detector.replay.PrequentialEvaluation;
import dev.riffle.detector.replay.ReplayReport;
import dev.riffle.detector.replay.Row;
import dev.riffle.trainer.serving.DetectorTrainers;
import dev.riffle.trainer.training.TrainingContext;
import dev.riffle.trainer.training.YoungModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One backtest: the first rows train a model, every later row is scored first and then learned from. What runs is the
 * detector and the trainer of the stream; only the rows come from files.
 */
public final class Backtest {
    /** Rows that a retraining learns from. */
    static final int RETRAINING_ROWS = 10_000;

    private static final double NANOS_PER_SECOND = 1e9;

    private final BacktestPlan plan;
    private final BacktestProgress progress;
    private final Clock clock;
    private final ScoringTimer timer = new ScoringTimer();
    private final ExplainedInjections injections = new ExplainedInjections();
    private int trainings;
    private long modelRows;
    private long trainingNanos;

    /** @param clock events from its future are refused */
    public Backtest(BacktestPlan plan, BacktestProgress progress, Clock clock) {
        this.plan = plan;
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * @throws InvalidTableException if a file cannot be read or a row cannot be used
     * @throws dev.riffle.detector.pipeline.InvalidPipelineException if the pipeline cannot be used
     * @throws dev.riffle.trainer.training.TrainingFailedException if the warm-up rows do not make a model
     */
    public BacktestReport run() {
        Pipeline pipeline = plan.pipeline()
                .resolve(plan.files().get(0), plan.test().orElse(plan.files().get(0)), plan.order());
        try {
            return plan.test().isPresent() ? trainThenTest(pipeline, plan.test().get()) : warmUpThenScore(pipeline);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BacktestReport warmUpThenScore(Pipeline pipeline) throws IOException {
        RowSelection selection = RowSelection.of(
                plan.order(),
                ConcatenatedTables.count(plan.files()),
                plan.limit(),
                plan.training().seed());
        int warmUp = warmUpRows(selection.kept());
        try (ReplayedEvents events =
                open(plan.files(), selection, pipeline, 0, plan.pipeline().label())) {
            return run(pipeline, events, warmUp, events, selection.kept() - warmUp);
        }
    }

    private static SegmentField segment(Pipeline pipeline, String field) {
        try {
            return SegmentField.of(pipeline, field);
        } catch (IllegalArgumentException e) {
            throw new InvalidTableException(e.getMessage());
        }
    }

    private int warmUpRows(int kept) {
        int warmUp = plan.warmUp().of(kept);
        if (warmUp < 1 || warmUp >= kept) {
            throw new InvalidTableException(
                    "Warm-up takes %,d of the %,d rows of %s; at least one to train on and one to score were expected."
                            .formatted(warmUp, kept, plan.files().get(0)));
        }
        return warmUp;
    }

    private BacktestReport trainThenTest(Pipeline pipeline, Path test) throws IOException {
        RowSelection all = selectAll(plan.files(), Long.MAX_VALUE);
        RowSelection tested = selectAll(List.of(test), plan.limit());
        // The training file of a pair often has no label: nothing is asked of it.
        try (ReplayedEvents train = open(plan.files(), all, pipeline, 0, Optional.empty());
                ReplayedEvents events = open(
                        List.of(test),
                        tested,
                        pipeline,
                        all.kept(),
                        plan.pipeline().label())) {
            return run(pipeline, train, all.kept(), events, tested.kept());
        }
    }

    private RowSelection selectAll(List<Path> files, long limit) {
        RowSelection selection = RowSelection.of(
                RowOrder.FILE,
                ConcatenatedTables.count(files),
                limit,
                plan.training().seed());
        if (selection.kept() == 0) {
            throw new InvalidTableException(files.get(0) + " has no rows; at least one was expected.");
        }
        return selection;
    }

    private ReplayedEvents open(
            List<Path> files, RowSelection selection, Pipeline pipeline, long offset, Optional<String> label) {
        return new ReplayedEvents(
                selection,
                new ConcatenatedTables(files),
                new EventDecoder(
                        pipeline, plan.pipeline().hidden(), label.map(LabelColumn::new), plan.injected(), clock),
                offset);
    }

    private BacktestReport run(
            Pipeline pipeline, Iterator<LabelledEvent> first, int warmUp, Iterator<LabelledEvent> later, int toScore)
            throws IOException {
        Optional<SegmentField> segment = plan.budgetBy().map(field -> segment(pipeline, field));
        VerdictFeedback feedback = new VerdictFeedback(new FeatureExtractor(pipeline), plan.verdictsDelay());
        int width = pipeline.width();
        RecentRows warmUpRows = new RecentRows(width, warmUp);
        RecentRows recent = new RecentRows(width, RETRAINING_ROWS);
        // Opened first: a file that cannot be written is better known before the training than after it.
        try (ScoresFile scores = plan.scores()
                .map(file -> new ScoresFile(file, plan.pipeline().label().isPresent()))
                .orElse(null)) {
            for (int i = 0; i < warmUp; i++) {
                LabelledEvent event = first.next();
                FeatureVector features = feedback.extract(event.event(), event.anomaly());
                warmUpRows.add(features, event.event().timeMillis());
                recent.add(features, event.event().timeMillis());
            }
            StreamingDetector detector =
                    new StreamingDetector(train(pipeline, warmUpRows, Optional.empty()), plan.budget());
            TimedRows rows = new TimedRows(
                    later,
                    feedback,
                    segment,
                    pipeline.smoothing(),
                    plan.pipeline().label().isPresent(),
                    timer);
            ReplayReport replay = replay(pipeline, detector, rows, recent, scores, toScore);
            return report(pipeline, detector, replay, warmUp);
        }
    }

    /** @param scores where to write every row's score; null for nowhere */
    private ReplayReport replay(
            Pipeline pipeline,
            StreamingDetector detector,
            TimedRows rows,
            RecentRows recent,
            ScoresFile scores,
            int toScore) {
        return new PrequentialEvaluation()
                .run(
                        detector,
                        rows,
                        (index, row, judgement, current) -> {
                            explain(rows.current(), row, judgement, current, scores);
                            progress.scored(index + 1, toScore);
                        },
                        (index, row, judgement) -> retrain(pipeline, index + 1, row, judgement, recent, detector));
    }

    private void explain(
            LabelledEvent event, Row row, Judgement judgement, StreamingDetector current, ScoresFile scores) {
        boolean injected = event.injected() != null && judgement.isAnomaly();
        if (scores == null && !injected) {
            return;
        }
        timer.stop();
        Explanation explanation = current.explain(row.features(), judgement);
        if (injected) {
            injections.add(event.injected(), explanation);
        }
        if (scores != null) {
            scores.write(event, judgement, explanation);
        }
        timer.start();
    }

    private Optional<ModelBundle> retrain(
            Pipeline pipeline,
            long scored,
            Row row,
            Judgement judgement,
            RecentRows recent,
            StreamingDetector detector) {
        if (!judgement.isAnomaly()) {
            recent.add(row.features(), row.eventTimeMillis());
        }
        if (!isDue(pipeline, scored, recent)) {
            return Optional.empty();
        }
        timer.stop();
        ModelBundle bundle = train(pipeline, recent, Optional.of(detector.bundle()));
        timer.start();
        return Optional.of(bundle);
    }

    private boolean isDue(Pipeline pipeline, long scored, RecentRows recent) {
        return plan.retrainEvery().isPresent()
                ? scored % plan.retrainEvery().getAsInt() == 0
                : YoungModel.isOutgrown(pipeline, modelRows, recent.count());
    }

    private ModelBundle train(Pipeline pipeline, RecentRows rows, Optional<ModelBundle> parent) {
        long start = System.nanoTime();
        TrainingContext context = new TrainingContext(
                trainings + 1L, pipeline, parent, cause(parent.isPresent()), clock, progress::training);
        ModelBundle bundle = DetectorTrainers.of(plan.training()).train(rows.toTrainingRows(), context);
        trainingNanos += System.nanoTime() - start;
        trainings++;
        modelRows = rows.count();
        return bundle;
    }

    private String cause(boolean again) {
        if (!again) {
            return "warm-up of the backtest";
        }
        return plan.retrainEvery().isPresent() ? "period of the backtest" : "twice as many rows";
    }

    private BacktestReport report(Pipeline pipeline, StreamingDetector detector, ReplayReport replay, int warmUp) {
        return new BacktestReport(
                pipeline.name(),
                pipeline.columns().size(),
                plan.training().seed(),
                warmUp + replay.events(),
                warmUp,
                replay.events(),
                replay.anomalies(),
                replay.rates(),
                trainings,
                detector.bundle().modelVersion(),
                trainingNanos / NANOS_PER_SECOND,
                timer.wallSeconds(),
                timer.cpuSeconds(),
                replay.figures(),
                plan.injected().isPresent() ? OptionalDouble.of(injections.top1()) : OptionalDouble.empty());
    }
}
