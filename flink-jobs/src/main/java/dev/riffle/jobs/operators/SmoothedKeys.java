package dev.riffle.jobs.operators;

import dev.riffle.detector.Detection;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.Judgement;
import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.StreamingDetector.SmoothedJudgement;
import dev.riffle.detector.anomaly.KeyEvidence;
import dev.riffle.detector.pipeline.ScoreSmoothing;
import dev.riffle.jobs.flow.EventInFlight;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;

/**
 * Judges events together with what is known of their key: its {@link KeyEvidence}, in Flink's state. That is four doubles
 * per key, which go away once nothing was heard of the key, by the machine's clock, for {@value #HALF_LIVES} half-lives
 * (a day at least).
 */
final class SmoothedKeys {
    /** After as many an event weighs less than a double's last digit. */
    private static final int HALF_LIVES = 64;

    private static final Duration SHORTEST_MEMORY = Duration.ofDays(1);

    private final ScoreSmoothing smoothing;
    private final ValueState<double[]> evidence;
    private final Consumer<String> currentKey;

    /** @param currentKey sets the key whose state is meant: what steers a scorer has none */
    SmoothedKeys(ScoreSmoothing smoothing, KeyedStateStore store, Consumer<String> currentKey) {
        this.smoothing = smoothing;
        this.currentKey = currentKey;
        ValueStateDescriptor<double[]> descriptor =
                new ValueStateDescriptor<>("evidence", PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO);
        Duration faded = smoothing.halfLife().multipliedBy(HALF_LIVES);
        descriptor.enableTimeToLive(
                StateTtlConfig.newBuilder(faded.compareTo(SHORTEST_MEMORY) < 0 ? SHORTEST_MEMORY : faded)
                        .updateTtlOnCreateAndWrite()
                        .cleanupIncrementally(1, false)
                        .build());
        evidence = store.getState(descriptor);
    }

    /** Judges an event, and counts it among those of its key. */
    Judgement judge(StreamingDetector detector, FeatureVector features, EventInFlight event, Detection room)
            throws Exception {
        currentKey.accept(smoothing.keyOf(event.event()));
        KeyEvidence before = restored(evidence.value());
        SmoothedJudgement judged = detector.judge(
                features,
                event.segment(),
                room,
                surprise -> before.with(surprise, event.event().timeMillis(), smoothing.halfLife()));
        evidence.update(kept(judged.evidence()));
        return judged.judgement();
    }

    private static KeyEvidence restored(double[] kept) {
        return kept == null ? KeyEvidence.NONE : new KeyEvidence(kept[0], kept[1], kept[2], (long) kept[3]);
    }

    /** Milliseconds of any event time that a pipeline takes are exact in a double. */
    private static double[] kept(KeyEvidence evidence) {
        return new double[] {evidence.sum(), evidence.weight(), evidence.squaredWeight(), evidence.timeMillis()};
    }
}
