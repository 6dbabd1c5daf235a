package dev.riffle.benchmarks.handbook;

import dev.riffle.console.backtest.VerdictFeedback;
import dev.riffle.console.tables.Row;
import dev.riffle.console.tables.TableReader;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.pipeline.Event;
import dev.riffle.detector.pipeline.EventBuilder;
import dev.riffle.detector.pipeline.FeatureExtractor;
import dev.riffle.detector.pipeline.InvalidEventException;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.replay.PrequentialEvaluation;
import dev.riffle.detector.replay.Row.Label;
import dev.riffle.trainer.serving.DetectorTrainers;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingConfig;
import dev.riffle.trainer.training.TrainingContext;
import dev.riffle.trainer.training.TrainingRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One pipeline through the Handbook's split: a week trains, a week passes until verdicts are in, a week is scored. */
final class Experiment {
    private static final LocalDate FIRST_DAY = LocalDate.parse("2018-04-01");
    private static final int TRAINING_FROM = day("2018-07-11");
    private static final int TRAINING_TO = day("2018-07-17");
    private static final int SCORED_FROM = day("2018-07-25");
    private static final int SCORED_TO = day("2018-07-31");
    private static final int DAY_SECONDS = 86_400;

    private final Pipeline pipeline;
    private final Set<String> knownBefore = new HashSet<>();
    private final List<Payment> training = new ArrayList<>();
    private final List<Payment> delayed = new ArrayList<>();
    private final List<Payment> scored = new ArrayList<>();

    private Experiment(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    private static int day(String date) {
        return (int) ChronoUnit.DAYS.between(FIRST_DAY, LocalDate.parse(date));
    }

    /** Runs it. */
    static Outcome run(Path file, Pipeline pipeline, Duration delay, long seed) {
        Experiment experiment = new Experiment(pipeline);
        experiment.read(file, delay);
        List<Payment> judged = experiment.judge(experiment.train(seed));
        return new Outcome(judged, experiment.withoutKnown(judged), SCORED_FROM, SCORED_TO);
    }

    private void read(Path file, Duration delay) {
        VerdictFeedback feedback = new VerdictFeedback(new FeatureExtractor(pipeline), Optional.of(delay));
        EventBuilder builder = new EventBuilder(pipeline);
        try (TableReader table = TableReader.open(file)) {
            List<String> columns = table.columns();
            int seconds = columns.indexOf("TX_TIME_SECONDS");
            int customer = columns.indexOf("CUSTOMER_ID");
            int scenario = columns.indexOf("TX_FRAUD_SCENARIO");
            for (Row row : table) {
                int day = Integer.parseInt(row.cells()[seconds]) / DAY_SECONDS;
                if (day > SCORED_TO) {
                    break;
                }
                int truth = Integer.parseInt(row.cells()[scenario]);
                Event event = event(builder, row);
                Payment payment = new Payment(
                        row.cells()[customer],
                        day,
                        event.timeMillis(),
                        truth,
                        feedback.extract(event, truth > 0).values(),
                        Double.NaN);
                keep(payment);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keep(Payment payment) {
        if (payment.day() >= TRAINING_FROM && payment.day() <= TRAINING_TO) {
            training.add(payment);
            if (payment.isFraud()) {
                knownBefore.add(payment.customer());
            }
        } else if (payment.day() > TRAINING_TO && payment.day() < SCORED_FROM) {
            delayed.add(payment);
        } else if (payment.day() >= SCORED_FROM) {
            scored.add(payment);
        }
    }

    private static Event event(EventBuilder builder, Row row) {
        builder.begin();
        for (int i = 0; i < row.cells().length; i++) {
            builder.text(row.columns().get(i), row.cells()[i]);
        }
        try {
            return builder.build("row-" + row.number(), 0, Long.MAX_VALUE);
        } catch (InvalidEventException e) {
            throw new IllegalArgumentException("row " + row.number() + ": " + e.getMessage(), e);
        }
    }

    private ModelBundle train(long seed) {
        TrainingConfig config = TrainingConfig.DEFAULTS.toBuilder()
                .set("seed", Long.toString(seed))
                .build();
        return DetectorTrainers.of(config)
                .train(
                        new TrainingRows(
                                pipeline.width(),
                                training.stream().map(Payment::values).toArray(double[][]::new),
                                training.stream().mapToLong(Payment::timeMillis).toArray(),
                                new boolean[training.size()]),
                        new TrainingContext(
                                1, pipeline, Optional.empty(), "benchmark", Clock.systemUTC(), Progress.NONE));
    }

    private List<Payment> judge(ModelBundle model) {
        List<Payment> judged = new ArrayList<>();
        new PrequentialEvaluation()
                .run(
                        new StreamingDetector(model, new AlertBudget.ShareOfEvents(0.01)),
                        scored.stream()
                                .map(payment -> new dev.riffle.detector.replay.Row(
                                        new FeatureVector(payment.values()), payment.timeMillis(), Label.UNKNOWN))
                                .iterator(),
                        (index, row, judgement, detector) -> judged.add(scored.get((int) index)
                                .judged(judgement.detection().surprise())),
                        (index, row, judgement) -> Optional.empty());
        return judged;
    }

    /** As the Handbook judges: without customers of whom a fraud is known, a week after it happened. */
    private List<Payment> withoutKnown(List<Payment> judged) {
        List<Payment> unknown = new ArrayList<>();
        Set<String> known = new HashSet<>(knownBefore);
        for (int day = SCORED_FROM; day <= SCORED_TO; day++) {
            int today = day;
            delayed.stream()
                    .filter(payment -> payment.isFraud() && payment.day() == today - 8)
                    .forEach(payment -> known.add(payment.customer()));
            judged.stream()
                    .filter(payment -> payment.day() == today && !known.contains(payment.customer()))
                    .forEach(unknown::add);
        }
        return unknown;
    }
}
