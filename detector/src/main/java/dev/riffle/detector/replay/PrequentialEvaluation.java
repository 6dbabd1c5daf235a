package dev.riffle.detector.replay;

import dev.riffle.detector.Detection;
import dev.riffle.detector.Judgement;
import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.StreamingDetector.SmoothedJudgement;
import dev.riffle.detector.anomaly.KeyEvidence;
import dev.riffle.detector.bundle.ClusterIds;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.ClusterLife;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.LearningStatistics;
import dev.riffle.detector.clustering.OnlineKMeans;
import dev.riffle.detector.pipeline.ScoreSmoothing;
import dev.riffle.detector.replay.Row.Label;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prequential evaluation (Dawid 1984; Gama, Sebastiao and Rodrigues 2013): every event is judged first, by a detector
 * that has seen only events before it, and then learned. Statistics are merged every so many events, as the job merges
 * them every so many milliseconds.
 */
public final class PrequentialEvaluation {
    /** Events between two merges of what was learned. */
    public static final int DEFAULT_MERGE_EVERY = 200;

    private final int mergeEvery;
    private final OnlineKMeans clustering;

    /** Sees every event once it was judged and learned. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param index 0 for the first event of the replay
         * @param judgement its detection is the next event's as well: what is kept of it has to be copied
         * @param detector for explanations; not to be changed
         */
        void onRow(long index, Row row, Judgement judgement, StreamingDetector detector);

        /** Called when a cluster was born or has died, or a group of unusual events was established. */
        default void onClusterEvent(ClusterLife.Event event) {}
    }

    /** May train a model while the replay goes on. */
    @FunctionalInterface
    public interface Retraining {
        /** A model to judge the following events with, or empty to go on with the present one. */
        Optional<ModelBundle> afterRow(long index, Row row, Judgement judgement);
    }

    public PrequentialEvaluation() {
        this(DEFAULT_MERGE_EVERY, OnlineKMeans.DEFAULT_HALF_LIFE);
    }

    /**
     * @param mergeEvery events between two merges of what was learned, at least 1
     * @param halfLife events after which a centroid's mass counts half, above 0
     */
    public PrequentialEvaluation(int mergeEvery, double halfLife) {
        if (mergeEvery < 1) {
            throw new IllegalArgumentException("merge every " + mergeEvery + " events, expected at least 1");
        }
        this.mergeEvery = mergeEvery;
        clustering = new OnlineKMeans(halfLife);
    }

    /** Replays without a listener or retraining. */
    public ReplayReport run(StreamingDetector detector, Iterator<Row> rows) {
        return run(detector, rows, (index, row, judgement, current) -> {}, (index, row, judgement) -> Optional.empty());
    }

    /**
     * Replays.
     *
     * @param detector is left with all that it learned, merged
     */
    public ReplayReport run(StreamingDetector detector, Iterator<Row> rows, Listener listener, Retraining retraining) {
        LabelledScores labelled = new LabelledScores();
        BitSet alerts = new BitSet();
        Map<String, KeyEvidence> evidence = new HashMap<>();
        Detection room = detector.room();
        int index = 0;
        for (; rows.hasNext(); index++) {
            Row row = rows.next();
            Judgement judgement = judge(detector, row, room, evidence);
            detector.learn(judgement, row.segment(), row.eventTimeMillis());
            alerts.set(index, judgement.isAnomaly());
            if (row.label() != Label.UNKNOWN) {
                labelled.add(judgement.detection(), row.label() == Label.ANOMALY, judgement.isAnomaly());
            }
            listener.onRow(index, row, judgement, detector);
            Optional<ModelBundle> retrained = retraining.afterRow(index, row, judgement);
            if (retrained.isPresent()) {
                detector.swap(retrained.get());
                room = detector.room();
            }
            if (detector.pendingEvents() >= mergeEvery) {
                merge(detector, listener);
            }
        }
        if (!detector.isEmpty()) {
            merge(detector, listener);
        }
        return new ReplayReport(index, alerts.cardinality(), AlertRates.of(alerts, index), labelled.figures());
    }

    private static Judgement judge(
            StreamingDetector detector, Row row, Detection room, Map<String, KeyEvidence> evidence) {
        Optional<ScoreSmoothing> smoothing = detector.bundle().pipeline().smoothing();
        if (row.key() == null || smoothing.isEmpty()) {
            return detector.judge(row.features(), row.segment(), room);
        }
        KeyEvidence before = evidence.getOrDefault(row.key(), KeyEvidence.NONE);
        SmoothedJudgement judged = detector.judge(
                row.features(),
                row.segment(),
                room,
                surprise -> before.with(
                        surprise, row.eventTimeMillis(), smoothing.get().halfLife()));
        evidence.put(row.key(), judged.evidence());
        return judged.judgement();
    }

    private void merge(StreamingDetector detector, Listener listener) {
        long version = detector.clusters().version() + 1;
        LearningStatistics learned = detector.drain();
        ClusterState moved = clustering.merge(detector.clusters(), List.of(learned), version);
        ClusterLife.Outcome outcome =
                ClusterIds.life(detector.bundle(), ClusterLife.DEFAULT_PATIENCE).after(moved, learned.founded());
        outcome.events().forEach(listener::onClusterEvent);
        detector.adopt(outcome.clusters());
    }
}
