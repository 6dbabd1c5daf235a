package dev.riffle.benchmarks.alerts;

import dev.riffle.console.simulate.SensorSimulator;
import dev.riffle.console.simulate.SimulatedEvent;
import dev.riffle.console.tables.TableReader;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.pipeline.EventBuilder;
import dev.riffle.detector.pipeline.FeatureExtractor;
import dev.riffle.detector.pipeline.InvalidEventException;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.replay.Row;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A stream whose first rows train a model.
 *
 * @param training unlabelled rows, in the stream's order
 * @param rows what comes after them
 */
public record RecordedStream(String name, Pipeline pipeline, List<double[]> training, List<Row> rows) {
    private static final String LABEL = "label";
    private static final double WARM_UP = 0.1;
    private static final long MILLIS_PER_ROW = 1_000;

    /**
     * A table whose columns are all numbers but for the label; shuffled, a tenth trains.
     *
     * @param limit rows kept at most, after shuffling
     */
    public static RecordedStream shuffled(Path file, int limit, long seed) {
        Table table = Table.read(file);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < table.values.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(seed));
        List<double[]> values = new ArrayList<>();
        List<Label> labels = new ArrayList<>();
        for (int i : order.subList(0, Math.min(limit, order.size()))) {
            values.add(table.values.get(i));
            labels.add(table.labels.get(i));
        }
        int warmUp = (int) (WARM_UP * values.size());
        return new RecordedStream(
                nameOf(file),
                Pipeline.ofNumericColumns(nameOf(file), table.columns),
                values.subList(0, warmUp),
                rows(values.subList(warmUp, values.size()), labels.subList(warmUp, labels.size())));
    }

    /** One table trains, the other is the stream. */
    public static RecordedStream pair(Path train, Path test) {
        Table training = Table.read(train);
        Table table = Table.read(test);
        return new RecordedStream(
                nameOf(test),
                Pipeline.ofNumericColumns(nameOf(test), table.columns),
                training.values,
                rows(table.values, table.labels));
    }

    /** Machines with drifting sensors; a tenth trains. */
    public static RecordedStream sensors(int events, long seed) {
        Pipeline pipeline = Pipeline.ready("sensors");
        EventBuilder builder = new EventBuilder(pipeline);
        FeatureExtractor extractor = new FeatureExtractor(pipeline);
        SensorSimulator simulator = new SensorSimulator(seed, 20_000);
        List<double[]> training = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            SimulatedEvent event = simulator.next();
            builder.begin();
            event.fields().forEach((field, value) -> {
                if (value instanceof Number number) {
                    builder.number(field, number.doubleValue());
                } else {
                    builder.text(field, value.toString());
                }
            });
            try {
                FeatureVector features =
                        extractor.extract(builder.build(event.id(), event.timeMillis(), Long.MAX_VALUE));
                if (i < WARM_UP * events) {
                    training.add(features.values());
                } else {
                    Label label = event.injectedKind().isPresent() ? Label.ANOMALY : Label.NORMAL;
                    rows.add(new Row(features, event.timeMillis(), label));
                }
            } catch (InvalidEventException e) {
                throw new IllegalStateException("the simulator made an event that its pipeline refuses", e);
            }
        }
        return new RecordedStream("sensor simulator", pipeline, training, rows);
    }

    /** The model that the first rows make. */
    public ModelBundle model(long seed) {
        return model(1, training, Optional.empty(), seed);
    }

    /** A model that other rows of the stream make. */
    public ModelBundle model(long version, List<double[]> trainedOn, Optional<ModelBundle> parent, long seed) {
        TrainingConfig config = TrainingConfig.DEFAULTS.toBuilder()
                .set("seed", Long.toString(seed))
                .build();
        return DetectorTrainers.of(config)
                .train(
                        TrainingRows.of(trainedOn, pipeline.width()),
                        new TrainingContext(version, pipeline, parent, "benchmark", Clock.systemUTC(), Progress.NONE));
    }

    private static List<Row> rows(List<double[]> values, List<Label> labels) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            rows.add(new Row(new FeatureVector(values.get(i)), i * MILLIS_PER_ROW, labels.get(i)));
        }
        return rows;
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString().replaceFirst("\\.csv(\\.gz)?$", "");
    }

    /** A table in memory. */
    private record Table(List<String> columns, List<double[]> values, List<Label> labels) {
        static Table read(Path file) {
            List<double[]> values = new ArrayList<>();
            List<Label> labels = new ArrayList<>();
            try (TableReader reader = TableReader.open(file)) {
                List<String> columns = new ArrayList<>(reader.columns());
                int label = columns.indexOf(LABEL);
                columns.remove(LABEL);
                reader.forEach(row -> {
                    double[] value = new double[columns.size()];
                    int at = 0;
                    for (int c = 0; c < row.cells().length; c++) {
                        if (c != label) {
                            value[at++] = row.cells()[c] == null ? Double.NaN : Double.parseDouble(row.cells()[c]);
                        }
                    }
                    values.add(value);
                    labels.add(
                            label < 0
                                    ? Label.UNKNOWN
                                    : Double.parseDouble(row.cells()[label]) > 0 ? Label.ANOMALY : Label.NORMAL);
                });
                return new Table(columns, values, labels);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Mean and standard deviation per column. */
    public record Moments(double[] mean, double[] deviation) {}

    /** Of the training rows, where they are no NaN. */
    public Moments moments() {
        int width = pipeline.width();
        double[] mean = new double[width];
        double[] deviation = new double[width];
        for (int f = 0; f < width; f++) {
            int column = f;
            double[] known = training.stream()
                    .mapToDouble(row -> row[column])
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            double sum = 0;
            for (double value : known) {
                sum += value;
            }
            mean[f] = sum / known.length;
            double squares = 0;
            for (double value : known) {
                squares += (value - mean[f]) * (value - mean[f]);
            }
            deviation[f] = Math.sqrt(squares / known.length);
        }
        return new Moments(mean, deviation);
    }
}
