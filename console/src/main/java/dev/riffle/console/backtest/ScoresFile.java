package dev.riffle.console.backtest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.riffle.detector.Detection;
import dev.riffle.detector.Judgement;
import dev.riffle.detector.Trigger;
import dev.riffle.detector.anomaly.Explanation;
import dev.riffle.detector.anomaly.Explanation.Contribution;
import dev.riffle.detector.pipeline.Durations;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes one line of CSV per scored row, in the order of the replay. */
final class ScoresFile implements Closeable {
    private static final String INDEX = "index";
    private static final String EVENT_ID = "eventId";
    private static final String LABEL = "label";
    private static final String SCORE = "score";
    private static final String TAIL_PROBABILITY = "tailProbability";
    private static final String SURPRISE = "surprise";
    private static final String VERDICT = "verdict";
    private static final String TRIGGERS = "triggers";
    private static final String CLUSTER_ID = "clusterId";
    private static final String DISTANCE = "distance";
    private static final String DISTANCE_PERCENTILE = "distancePercentile";
    private static final String TOP_FEATURE = "topFeature";
    private static final String TOP_SHARE = "topShare";
    private static final String TOP_OBSERVED = "topObserved";
    private static final String TOP_EXPECTED = "topExpected";
    private static final String TOP_WINDOW = "topWindow";
    private static final String CONTRIBUTIONS = "contributions";

    /** Columns that {@link #CONTRIBUTIONS} names, as many as an assignment does. */
    private static final int CONTRIBUTORS = 5;

    private final JsonGenerator csv;
    private final boolean labelled;

    /** @param labelled whether there is a label to write beside the scores */
    ScoresFile(Path file, boolean labelled) {
        this.labelled = labelled;
        CsvSchema.Builder schema = CsvSchema.builder().addColumn(INDEX).addColumn(EVENT_ID);
        if (labelled) {
            schema.addColumn(LABEL);
        }
        for (String column : new String[] {
            SCORE,
            TAIL_PROBABILITY,
            SURPRISE,
            VERDICT,
            TRIGGERS,
            CLUSTER_ID,
            TOP_FEATURE,
            TOP_SHARE,
            TOP_OBSERVED,
            TOP_EXPECTED,
            TOP_WINDOW,
            DISTANCE,
            DISTANCE_PERCENTILE,
            CONTRIBUTIONS
        }) {
            schema.addColumn(column);
        }
        try {
            this.csv = CsvFactory.builder()
                    .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
                    .build()
                    .createGenerator(Files.newBufferedWriter(file));
            csv.setSchema(schema.setUseHeader(true).build());
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written: %s".formatted(file, reason(file, e)), e);
        }
    }

    /** Exceptions of java.nio.file say no more than the path. */
    private static String reason(Path file, IOException e) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            return "there is no folder " + folder + ".";
        }
        return e.toString();
    }

    void write(LabelledEvent event, Judgement judgement, Explanation explanation) {
        Detection detection = judgement.detection();
        Contribution top = explanation.contributions().get(0);
        try {
            csv.writeStartObject();
            csv.writeNumberField(INDEX, event.index());
            csv.writeStringField(EVENT_ID, event.event().id());
            if (labelled) {
                csv.writeNumberField(LABEL, event.anomaly() ? 1 : 0);
            }
            csv.writeNumberField(SCORE, detection.score());
            csv.writeNumberField(TAIL_PROBABILITY, detection.tailProbability());
            csv.writeNumberField(SURPRISE, detection.surprise());
            csv.writeStringField(VERDICT, judgement.verdict().name());
            csv.writeStringField(
                    TRIGGERS,
                    new TreeSet<>(judgement.triggers())
                            .stream().map(Trigger::name).collect(Collectors.joining("+")));
            csv.writeStringField(CLUSTER_ID, detection.noise() ? "" : Long.toString(detection.clusterId()));
            csv.writeStringField(TOP_FEATURE, top.column());
            csv.writeNumberField(TOP_SHARE, top.share());
            writeKnown(TOP_OBSERVED, top.observed());
            writeKnown(TOP_EXPECTED, top.expected());
            csv.writeStringField(TOP_WINDOW, top.window().map(Durations::format).orElse(""));
            csv.writeNumberField(DISTANCE, detection.distance());
            csv.writeNumberField(DISTANCE_PERCENTILE, explanation.distancePercentile());
            csv.writeStringField(
                    CONTRIBUTIONS,
                    explanation.top(CONTRIBUTORS).stream()
                            .map(part -> String.format(Locale.ROOT, "%s=%.4f", part.column(), part.share()))
                            .collect(Collectors.joining("; ")));
            csv.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeKnown(String name, double value) throws IOException {
        if (Double.isFinite(value)) {
            csv.writeNumberField(name, value);
        } else {
            csv.writeStringField(name, "");
        }
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
