package dev.riffle.jobs.operators;

import dev.riffle.detector.Detection;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.Judgement;
import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.anomaly.Explanation;
import dev.riffle.detector.anomaly.Explanation.Contribution;
import dev.riffle.detector.pipeline.Durations;
import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.schemas.Assignment;
import dev.riffle.schemas.FeatureContribution;
import dev.riffle.schemas.FeatureRecord;
import dev.riffle.schemas.Trigger;
import dev.riffle.schemas.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Writes what a scorer says about an event. */
final class Assignments {
    /** Features that an anomaly's explanation names. */
    private static final int TOP_CONTRIBUTIONS = 5;

    private Assignments() {}

    static Assignment warmingUp(EventInFlight event, boolean late) {
        Assignment assignment = about(event, late);
        assignment.setVerdict(Verdict.WARMING_UP);
        return assignment;
    }

    static Assignment judged(
            EventInFlight event,
            boolean late,
            StreamingDetector detector,
            FeatureVector features,
            Judgement judgement) {
        Detection detection = judgement.detection();
        Assignment assignment = about(event, late);
        assignment.setModelVersion(detector.bundle().modelVersion());
        assignment.setClustersVersion(judgement.clusters().version());
        assignment.setClusterId(detection.noise() ? null : detection.clusterId());
        assignment.setDistance(detection.distance());
        assignment.setScore(detection.score());
        assignment.setTailProbability(detection.tailProbability());
        if (detection.isSmoothed()) {
            assignment.setEventTailProbability(detection.eventTailProbability());
        }
        assignment.setThreshold(judgement.scoreThreshold());
        assignment.setVerdict(judgement.isAnomaly() ? Verdict.ANOMALY : Verdict.NORMAL);
        if (judgement.isAnomaly()) {
            assignment.setTriggers(triggers(judgement));
            Explanation explanation = detector.explain(features, judgement);
            assignment.setContributions(contributions(explanation.top(TOP_CONTRIBUTIONS)));
            assignment.setDistancePercentile(explanation.distancePercentile());
            assignment.setKeys(List.of(event.event().keys()));
        }
        return assignment;
    }

    static FeatureRecord features(EventInFlight event, String pipeline, long modelVersion, boolean flagged) {
        List<Double> values = new ArrayList<>(event.row().length);
        for (double value : event.row()) {
            values.add(value);
        }
        FeatureRecord record = new FeatureRecord();
        record.setEventId(event.event().id());
        record.setKey(firstKey(event));
        record.setEventTime(event.event().timeMillis());
        record.setPipeline(pipeline);
        record.setModelVersion(modelVersion);
        record.setFlagged(flagged);
        record.setFeatures(values);
        return record;
    }

    /** Setters rather than a builder: this runs for every event, and a builder validates and copies. */
    private static Assignment about(EventInFlight event, boolean late) {
        Assignment assignment = new Assignment();
        assignment.setEventId(event.event().id());
        assignment.setKey(firstKey(event));
        assignment.setEventTime(event.event().timeMillis());
        assignment.setReceivedTime(event.receivedTime());
        assignment.setTriggers(List.of());
        assignment.setContributions(List.of());
        assignment.setKeys(List.of());
        assignment.setLate(late);
        assignment.setSegment(event.segment());
        return assignment;
    }

    private static String firstKey(EventInFlight event) {
        return event.event().keys().length == 0 ? null : event.event().keys()[0];
    }

    private static List<Trigger> triggers(Judgement judgement) {
        List<Trigger> triggers = new ArrayList<>(2);
        for (dev.riffle.detector.Trigger trigger : judgement.triggers()) {
            triggers.add(
                    switch (trigger) {
                        case RECONSTRUCTION -> Trigger.RECONSTRUCTION;
                        case DENSITY -> Trigger.DENSITY;
                    });
        }
        return triggers;
    }

    private static List<FeatureContribution> contributions(List<Contribution> top) {
        List<FeatureContribution> contributions = new ArrayList<>(top.size());
        for (Contribution contribution : top) {
            contributions.add(new FeatureContribution(
                    contribution.column(),
                    contribution.share(),
                    finiteOrNull(contribution.observed()),
                    finiteOrNull(contribution.expected()),
                    contribution.window().map(Durations::format).orElse(null)));
        }
        return contributions;
    }

    private static Double finiteOrNull(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
