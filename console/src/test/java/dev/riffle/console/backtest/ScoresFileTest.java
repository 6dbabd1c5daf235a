package dev.riffle.console.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.detector.Detection;
import dev.riffle.detector.Judgement;
import dev.riffle.detector.Trigger;
import dev.riffle.detector.Verdict;
import dev.riffle.detector.anomaly.Explanation;
import dev.riffle.detector.anomaly.Explanation.Contribution;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.pipeline.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoresFileTest {
    private static final Explanation WHY = new Explanation(
            97.5,
            List.of(
                    new Contribution("amount, 7d mean", "mean", 0.625, 3, 1, Optional.of(Duration.ofDays(7))),
                    new Contribution("hour", "hour", 0.375, Double.NaN, 2, Optional.empty())));

    @TempDir
    Path folder;

    @Test
    void writesALinePerRow() throws IOException {
        Path file = folder.resolve("scores.csv");
        try (ScoresFile scores = new ScoresFile(file, true)) {
            scores.write(event(7, "a", true), judgement(Math.log(4), EnumSet.allOf(Trigger.class)), WHY);
            scores.write(event(3, "b", false), judgement(0, Set.of()), WHY);
        }
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "index,eventId,label,score,tailProbability,surprise,verdict,triggers,clusterId,topFeature,topShare,topObserved,topExpected,topWindow,distance,distancePercentile,contributions",
                        "7,a,1,0.75,0.25,1.3862943611198906,ANOMALY,RECONSTRUCTION+DENSITY,42,\"amount, 7d"
                                + " mean\",0.625,3.0,1.0,7d,0.0,97.5,\"amount, 7d mean=0.6250; hour=0.3750\"",
                        "3,b,0,0.0,1.0,0.0,NORMAL,,42,\"amount, 7d mean\",0.625,3.0,1.0,7d,0.0,97.5,\"amount, 7d"
                                + " mean=0.6250; hour=0.3750\"");
    }

    @Test
    void leavesTheLabelOutWhereThereIsNone() throws IOException {
        Path file = folder.resolve("scores.csv");
        try (ScoresFile scores = new ScoresFile(file, false)) {
            scores.write(event(0, "a", false), judgement(0, Set.of()), WHY);
        }
        assertThat(Files.readAllLines(file).get(0)).doesNotContain("label");
        assertThat(Files.readAllLines(file).get(1)).startsWith("0,a,0.0,1.0,");
    }

    @Test
    void saysWhichFileCannotBeWritten() {
        Path file = folder.resolve("none").resolve("scores.csv");
        assertThatThrownBy(() -> new ScoresFile(file, true))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(file + " cannot be written: there is no folder " + file.getParent() + ".");
    }

    private static LabelledEvent event(long index, String id, boolean anomaly) {
        return new LabelledEvent(index, new Event(id, new String[0], 0, new double[0], new String[0]), anomaly, null);
    }

    private static Judgement judgement(double surprise, Set<Trigger> triggers) {
        Centroids one = new Centroids(1, new long[] {42}, new double[] {1}, new float[1], new float[1], new long[1]);
        float[] none = {};
        return new Judgement(
                new Detection(0, 42, 0, false, 0, 0, 0, 0, surprise, surprise, surprise, none, none, new int[0], none),
                triggers.isEmpty() ? Verdict.NORMAL : Verdict.ANOMALY,
                triggers,
                1,
                new ClusterState(1, 0, one, one));
    }
}
