package dev.riffle.detector.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.Detector;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.SyntheticModel;
import dev.riffle.detector.SyntheticStream;
import dev.riffle.detector.bundle.ModelBundle;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class DriftWatchTest {
    private final ModelBundle bundle = SyntheticModel.train(1, 1);
    private final SyntheticStream stream = new SyntheticStream(5, 0);

    @Test
    void aStationaryStreamIsNoDrift() {
        assertThat(firstDrift(200_000, i -> stream.normal())).isEmpty();
    }

    @Test
    void aColumnThatMovesIsDriftWithinTwoThousandEventsAndIsDated() {
        int start = 30_000;
        Found found = firstDrift(start + 2_000, i -> {
                    double[] row = stream.normal();
                    row[2] += i < start ? 0 : 4;
                    return row;
                })
                .orElseThrow();

        assertThat(found.at).isBetween(start, start + 2_000);
        assertThat(found.drift.sinceMillis()).isBetween(start - 500L, start + 2_000L);
        assertThat(found.drift.sentence()).contains(found.drift.signal());
    }

    @Test
    void anotherMixOfTheSameEventsIsDriftOfTheAssignments() {
        int start = 20_000;
        SyntheticStream groups = new SyntheticStream(6, 0);
        Found found = firstDrift(start + 2_000, i -> {
                    double[] row = groups.normal();
                    // After the start the third group does not come any more.
                    while (i >= start && row[0] < 103) {
                        row = groups.normal();
                    }
                    return row;
                })
                .orElseThrow();

        assertThat(found.at).isBetween(start, start + 2_000);
    }

    @Test
    void oneDriftIsToldOnce() {
        DriftWatch watch = new DriftWatch(bundle);
        Detector detector = Detector.of(bundle);
        int told = 0;
        for (int i = 0; i < 40_000; i++) {
            double[] row = stream.normal();
            row[2] += i < 10_000 ? 0 : 4;
            told += watch.observe(detector.score(new FeatureVector(row)), i).isPresent() ? 1 : 0;
        }
        assertThat(told).isEqualTo(1);
    }

    private record Found(int at, Drift drift) {}

    private Optional<Found> firstDrift(int events, IntFunction<double[]> rows) {
        DriftWatch watch = new DriftWatch(bundle);
        Detector detector = Detector.of(bundle);
        for (int i = 0; i < events; i++) {
            Optional<Drift> drift = watch.observe(detector.score(new FeatureVector(rows.apply(i))), i);
            if (drift.isPresent()) {
                return Optional.of(new Found(i, drift.get()));
            }
        }
        return Optional.empty();
    }
}
