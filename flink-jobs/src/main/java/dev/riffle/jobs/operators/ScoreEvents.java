package dev.riffle.jobs.operators;

import dev.riffle.detector.Detection;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.Judgement;
import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.jobs.flow.ControlMessage;
import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.jobs.flow.ScorerInput;
import dev.riffle.jobs.metrics.DeadLetterMetrics;
import dev.riffle.jobs.metrics.ScoringMetrics;
import dev.riffle.jobs.metrics.ServingMetrics;
import dev.riffle.jobs.metrics.ShadowMetrics;
import dev.riffle.schemas.Assignment;
import dev.riffle.schemas.ClusterEvent;
import dev.riffle.schemas.ClusterEventType;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.ClusterStatistics;
import dev.riffle.schemas.DeadLetterReason;
import dev.riffle.schemas.FeatureRecord;
import dev.riffle.schemas.ModelRelease;
import dev.riffle.schemas.Stage;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers every event with the model that it holds, and learns from it afterwards. Between the events come, the same for
 * all scorers, model releases, newer centroids and analysts' verdicts. No event ever waits for a model: before the first
 * one the answer is WARMING_UP.
 *
 * <p>What is learned goes out as statistics after every flush interval and ahead of every checkpoint barrier, so that
 * partial sums are never state. State is the model with its newest centroids (broadcast, the same for all scorers) and
 * what this scorer's alert thresholds have learned.
 *
 * <p>An operator rather than a process function, because only operators see the barrier coming, have timers without
 * keys, and learn of the end of their input.
 */
public final class ScoreEvents extends AbstractStreamOperator<Assignment>
        implements OneInputStreamOperator<ScorerInput, Assignment>, BoundedOneInput {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ScoreEvents.class);

    /** Assignments with verdict ANOMALY, once more. */
    public static final OutputTag<Assignment> ANOMALIES =
            new OutputTag<>("anomalies", new AvroTypeInfo<>(Assignment.class));
    /** Feature vectors for the trainer, a sample of them. */
    public static final OutputTag<FeatureRecord> FEATURES =
            new OutputTag<>("features", new AvroTypeInfo<>(FeatureRecord.class));
    /** What was learned about the clusters. */
    public static final OutputTag<ClusterStatistics> STATISTICS =
            new OutputTag<>("statistics", new AvroTypeInfo<>(ClusterStatistics.class));
    /** Models adopted and refused, told by the first subtask only. */
    public static final OutputTag<ClusterEvent> CLUSTER_EVENTS =
            new OutputTag<>("cluster-events", new AvroTypeInfo<>(ClusterEvent.class));

    /** Changes of the stream, as this scorer sees them. */
    public static final OutputTag<DriftReport> DRIFTS =
            new OutputTag<>("drifts", TypeInformation.of(DriftReport.class));

    /** One event in so many has its duration measured. */
    private static final int TIMED_EVERY = 16;

    private final ScoringSettings settings;
    private final DriftObserver.Watches watches;

    private transient ModelInUse model;
    private transient ShadowModel shadow;
    private transient AlertBudget budget;
    private transient VerdictMarginState margins;
    private transient Steering steering;
    private transient DriftObserver drift;
    private transient ThresholdState thresholds;
    /** Null where the pipeline does not smooth scores. */
    private transient SmoothedKeys smoothedKeys;

    private transient FeatureSample sample;
    private transient ScoringMetrics scoringMetrics;
    private transient DeadLetterMetrics deadLetters;
    private transient String fingerprint;
    private transient ScheduledFuture<?> flushTimer;
    private transient StreamRecord<Assignment> answer;
    /** Every event's detection; nobody keeps it. */
    private transient Detection room;

    private transient long roomOf;
    private transient long watermark;
    private transient long scored;
    private transient long opened;

    public ScoreEvents(ScoringSettings settings) {
        this(settings, DriftObserver.Watches.ADWIN);
    }

    ScoreEvents(ScoringSettings settings, DriftObserver.Watches watches) {
        this.settings = settings;
        this.watches = watches;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        watermark = Long.MIN_VALUE;
        answer = new StreamRecord<>(null);
        Pipeline pipeline = settings.pipeline().parse();
        fingerprint = pipeline.fingerprint();
        smoothedKeys = pipeline.smoothing()
                .map(smoothing -> new SmoothedKeys(smoothing, context.getKeyedStateStore(), this::setCurrentKey))
                .orElse(null);

        OperatorStateStore store = context.getOperatorStateStore();
        BroadcastState<String, ModelRelease> releases = store.getBroadcastState(
                new MapStateDescriptor<>("model", Types.STRING, new AvroTypeInfo<>(ModelRelease.class)));
        ReleaseGate gate = new ReleaseGate(fingerprint);
        // Events spread evenly over the scorers, and so does a rate of alerts.
        budget = AlertBudget.parse(settings.alertBudget())
                .dividedBy(getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks());
        margins = new VerdictMarginState(store);
        model = new ModelInUse(
                releases,
                store.getBroadcastState(
                        new MapStateDescriptor<>("clusters", Types.LONG, new AvroTypeInfo<>(ClusterSnapshot.class))),
                gate,
                budget,
                margins.margins(),
                this::now);
        model.restore();
        shadow = new ShadowModel(releases, gate, budget, new ShadowMetrics(getMetricGroup()));
        shadow.restore();
        thresholds = new ThresholdState(store, getRuntimeContext().getTaskInfo());
        thresholds.restore(model.detector());
    }

    @Override
    public void open() throws Exception {
        super.open();
        opened = now();
        scoringMetrics = new ScoringMetrics(getMetricGroup());
        deadLetters = new DeadLetterMetrics(getMetricGroup());
        drift = new DriftObserver(watches, scoringMetrics::watchFailed);
        sample = new FeatureSample(
                settings.featureSampleRate(),
                settings.featuresPerSecond() / getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks(),
                opened);
        ScoringMetrics.showModel(getMetricGroup(), model);
        ServingMetrics.show(getMetricGroup(), budget, model);
        ShadowMetrics.showModel(getMetricGroup(), this::shadowVersion);
        steering = new Steering(model, shadow, margins, scoringMetrics, this::flush, this::tell);
        armFlushTimer();
    }

    /** Version of the model that scores beside the champion, 0 without one. */
    long shadowVersion() {
        return shadow.modelVersion();
    }

    @Override
    public void processElement(StreamRecord<ScorerInput> record) throws Exception {
        ScorerInput input = record.getValue();
        if (input instanceof EventInFlight event) {
            answer(event);
        } else if (input instanceof ControlMessage message) {
            steering.hear(message);
        }
    }

    private void answer(EventInFlight event) throws Exception {
        boolean late = event.event().timeMillis() <= watermark;
        if (model.detector() == null) {
            scoringMetrics.warmingUp(late);
            answer(Assignments.warmingUp(event, late));
            sampleFeatures(event, false);
        } else {
            score(event, late);
        }
    }

    private void score(EventInFlight event, boolean late) throws Exception {
        StreamingDetector detector = model.detector();
        FeatureVector features;
        Assignment assignment;
        Judgement judgement;
        boolean timed = ++scored % TIMED_EVERY == 0;
        long start = timed ? System.nanoTime() : 0;
        try {
            features = new FeatureVector(event.row());
            judgement = judge(detector, features, event);
            assignment = Assignments.judged(event, late, detector, features, judgement);
            detector.learn(judgement, event.segment(), event.event().timeMillis());
        } catch (RuntimeException e) {
            LOG.warn("Event {} could not be scored", event.event().id(), e);
            deadLetters.count(DeadLetterReason.INTERNAL);
            output.collect(
                    DeadLetters.TAG,
                    new StreamRecord<>(DeadLetters.of(event, settings.eventsTopic(), Stage.SCORE, e, now())));
            return;
        }
        drift.observe(detector.bundle(), judgement.detection(), event.event().timeMillis())
                .ifPresent(this::report);
        shadow.judge(features, event.segment(), event.event().timeMillis(), judgement);
        if (timed) {
            // Not what follows: the sinks are chained behind this operator.
            scoringMetrics.scoringTook(System.nanoTime() - start);
        }
        if (scored == 1) {
            scoringMetrics.firstVerdictAfter(now() - opened);
        }
        scoringMetrics.judged(late, assignment.getScore(), judgement.triggers());
        answer(assignment);
        if (judgement.isAnomaly()) {
            output.collect(ANOMALIES, new StreamRecord<>(assignment));
        }
        sampleFeatures(event, judgement.isAnomaly());
    }

    private Judgement judge(StreamingDetector detector, FeatureVector features, EventInFlight event) throws Exception {
        if (roomOf != detector.bundle().modelVersion()) {
            roomOf = detector.bundle().modelVersion();
            room = detector.room();
        }
        return smoothedKeys == null
                ? detector.judge(features, event.segment(), room)
                : smoothedKeys.judge(detector, features, event, room);
    }

    /** Not by record: what steers has no key. {@link SmoothedKeys} sets that of an event. */
    @Override
    @SuppressWarnings("rawtypes") // Flink's signature.
    public void setKeyContextElement1(StreamRecord record) {}

    private void report(DriftReport report) {
        scoringMetrics.drifted();
        output.collect(DRIFTS, new StreamRecord<>(report));
    }

    private void answer(Assignment assignment) {
        output.collect(answer.replace(assignment));
    }

    private void sampleFeatures(EventInFlight event, boolean flagged) {
        if (sample.takes(event.event().id(), flagged)) {
            output.collect(
                    FEATURES,
                    new StreamRecord<>(Assignments.features(event, fingerprint, model.modelVersion(), flagged)));
        }
    }

    private void tell(ClusterEventType type, ModelRelease release, String detail) {
        if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
            output.collect(CLUSTER_EVENTS, new StreamRecord<>(Announcements.release(type, release, detail, now())));
        }
    }

    private void armFlushTimer() {
        flushTimer = getProcessingTimeService().registerTimer(now() + settings.flushIntervalMillis(), time -> {
            flush();
            sample.pace(time);
            armFlushTimer();
        });
    }

    private void flush() {
        shadow.flush();
        StreamingDetector detector = model.detector();
        if (detector != null && !detector.isEmpty()) {
            output.collect(STATISTICS, new StreamRecord<>(ClusterRecords.statistics(detector.drain())));
        }
    }

    @Override
    public void close() throws Exception {
        if (flushTimer != null) {
            flushTimer.cancel(false);
        }
        super.close();
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        flush();
    }

    @Override
    public void endInput() {
        flush();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        thresholds.save(model.detector());
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        watermark = mark.getTimestamp();
        super.processWatermark(mark);
    }

    private long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }
}
