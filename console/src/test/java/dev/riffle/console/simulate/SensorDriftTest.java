package dev.riffle.console.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.Detector;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.drift.Drift;
import dev.riffle.detector.drift.DriftWatch;
import dev.riffle.detector.pipeline.EventBuilder;
import dev.riffle.detector.pipeline.FeatureExtractor;
import dev.riffle.detector.pipeline.InvalidEventException;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.replay.PrequentialEvaluation;
import dev.riffle.detector.replay.Row;
import dev.riffle.trainer.serving.DetectorTrainers;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingConfig;
import dev.riffle.trainer.training.TrainingContext;
import dev.riffle.trainer.training.TrainingRows;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Drift of a fleet of machines under a trained model: none while it is stationary, soon where it is planted. */
class SensorDriftTest {
    private static final Pipeline PIPELINE = Pipeline.ready("sensors");
    private static final double MACHINES = 500;
    /** What load 1 adds to a temperature. */
    private static final double TEMPERATURE_GAIN = 45;
    /** Until the history of an hour is there. */
    private static final int WARM_UP = 40_000;

    @Test
    void aThermometerThatIsOffIsFoundWithinTwoThousandEventsAndAStationaryFleetIsNoDrift() throws Exception {
        Fleet fleet = new Fleet();
        fleet.skip(WARM_UP);
        ModelBundle model = trained(1, fleet.every(8, 24_000), Optional.empty());
        Detector detector = Detector.of(model);
        DriftWatch watch = new DriftWatch(model);
        int start = 60_000;
        int found = -1;
        for (int i = 0; i < start + 2_000; i++) {
            double[] row = fleet.next(i < start ? 0 : 0.2 * TEMPERATURE_GAIN);
            Optional<Drift> drift = watch.observe(detector.score(new FeatureVector(row)), i);
            found = drift.isPresent() && found < 0 ? i : found;
        }

        assertThat(found).isBetween(start, start + 2_000);
    }

    @Test
    void alertsAreBackAtTheBudgetOnceTheModelWasRetrainedOnWhatCameSinceTheDrift() throws Exception {
        Fleet fleet = new Fleet();
        fleet.skip(WARM_UP);
        ModelBundle model = trained(1, fleet.every(8, 24_000), Optional.empty());
        int drift = 10_000;
        int retrained = drift + 8_000;
        List<Row> events = new ArrayList<>();
        for (int i = 0; i < retrained + 40_000; i++) {
            double[] row = fleet.next(i < drift ? 0 : 0.2 * TEMPERATURE_GAIN);
            events.add(new Row(new FeatureVector(row), i, Row.Label.UNKNOWN));
        }
        List<double[]> since = events.subList(drift, retrained).stream()
                .map(event -> event.features().values())
                .toList();
        BitSet alerts = new BitSet();

        new PrequentialEvaluation()
                .run(
                        new StreamingDetector(model, AlertBudget.parse("1%")),
                        events.iterator(),
                        (index, row, judgement, detector) -> alerts.set((int) index, judgement.isAnomaly()),
                        (index, row, judgement) -> index == retrained - 1
                                ? Optional.of(trained(2, since, Optional.of(model)))
                                : Optional.empty());

        long after = alerts.get(retrained, events.size()).cardinality();
        assertThat(after / 40_000.0).as("budget 1 percent").isBetween(0.009, 0.011);
    }

    private static ModelBundle trained(long version, List<double[]> rows, Optional<ModelBundle> parent) {
        return DetectorTrainers.of(
                        TrainingConfig.DEFAULTS.toBuilder().set("epochs", "5").build())
                .train(
                        TrainingRows.of(rows, PIPELINE.columns().size()),
                        new TrainingContext(
                                version,
                                PIPELINE,
                                parent,
                                "test",
                                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                                Progress.NONE));
    }

    /** The simulator's machines, as the job computes their features. */
    private static final class Fleet {
        private final SensorSimulator simulator = new SensorSimulator(7, MACHINES * 24 * 60);
        private final EventBuilder builder = new EventBuilder(PIPELINE);
        private final FeatureExtractor extractor = new FeatureExtractor(PIPELINE);

        /** One row in so many: neighbours in time say the same. */
        List<double[]> every(int step, int events) throws InvalidEventException {
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < events; i++) {
                double[] row = next(0);
                if (i % step == 0) {
                    rows.add(row);
                }
            }
            return rows;
        }

        void skip(int events) throws InvalidEventException {
            for (int i = 0; i < events; i++) {
                next(0);
            }
        }

        double[] next(double tooWarm) throws InvalidEventException {
            SimulatedEvent event = simulator.next();
            builder.begin();
            for (Map.Entry<String, Object> field : event.fields().entrySet()) {
                if (field.getValue() instanceof Long whole) {
                    builder.integer(field.getKey(), whole);
                } else if (field.getValue() instanceof Number number) {
                    double offset = field.getKey().equals("temperature") ? tooWarm : 0;
                    builder.number(field.getKey(), number.doubleValue() + offset);
                } else {
                    builder.text(field.getKey(), field.getValue().toString());
                }
            }
            return extractor
                    .extract(builder.build(event.id(), event.timeMillis(), event.timeMillis()))
                    .values();
        }
    }
}
