package dev.riffle.console.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.pipeline.Event;
import dev.riffle.detector.pipeline.FeatureExtractor;
import dev.riffle.detector.pipeline.Pipeline;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictFeedbackTest {
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final Pipeline PIPELINE = Pipeline.parse("""
            name: p
            event: {keys: [T]}
            features:
              - {name: confirmed, type: verdicts, key: T, window: 7d, delay: 1d}
            """, "p.yaml");

    @Test
    void aVerdictComesBackAfterTheDelayAndToItsKeyOnly() {
        VerdictFeedback feedback = feedback(Optional.of(Duration.ofDays(3)));
        assertThat(share(feedback, "t", 0, true)).isZero();
        assertThat(share(feedback, "t", HOUR, false)).isZero();
        assertThat(share(feedback, "u", HOUR, false)).isZero();
        // The window is open from the second day on; the verdict is there from the fourth.
        assertThat(share(feedback, "t", 3 * DAY - 1, false)).isZero();
        assertThat(share(feedback, "t", 3 * DAY, false)).isEqualTo(0.5);
        assertThat(share(feedback, "u", 3 * DAY, false)).isZero();
    }

    @Test
    void withoutADelayNoVerdictEverComesBack() {
        VerdictFeedback feedback = feedback(Optional.empty());
        assertThat(share(feedback, "t", 0, true)).isZero();
        assertThat(share(feedback, "t", 5 * DAY, false)).isZero();
    }

    private static VerdictFeedback feedback(Optional<Duration> delay) {
        return new VerdictFeedback(new FeatureExtractor(PIPELINE), delay);
    }

    private static double share(VerdictFeedback feedback, String key, long time, boolean anomaly) {
        Event event = new Event("e", new String[] {key}, time, new double[0], new String[0]);
        return feedback.extract(event, anomaly).values()[0];
    }
}
