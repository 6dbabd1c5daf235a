package dev.riffle.jobs.operators;

import dev.riffle.schemas.ClusterEvent;
import dev.riffle.schemas.ClusterEventType;
import dev.riffle.schemas.TrainingRequest;
import java.time.Duration;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Passes on what the scorers ask of the trainer, but not more often than the least interval: every scorer sees the same
 * drift in its own part of the stream. Runs in one place.
 */
public final class RequestTrainings extends ProcessFunction<DriftReport, TrainingRequest>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    /** Drift, told together with the request. */
    public static final OutputTag<ClusterEvent> CLUSTER_EVENTS =
            new OutputTag<>("cluster-events", new AvroTypeInfo<>(ClusterEvent.class));

    private final long leastIntervalMillis;

    private transient ListState<Long> saved;
    private transient long last;

    /** @param leastInterval time from one request to the next, at least 0 */
    public RequestTrainings(Duration leastInterval) {
        leastIntervalMillis = leastInterval.toMillis();
    }

    @Override
    public void processElement(DriftReport report, Context context, Collector<TrainingRequest> out) {
        long now = context.timerService().currentProcessingTime();
        if (last != Long.MIN_VALUE && now - last < leastIntervalMillis) {
            return;
        }
        last = now;
        out.collect(report.request(now));
        context.output(
                CLUSTER_EVENTS,
                ClusterEvent.newBuilder()
                        .setType(ClusterEventType.DRIFT)
                        .setTime(now)
                        .setModelVersion(report.modelVersion())
                        .setClustersVersion(0)
                        .setDetail(report.sentence())
                        .build());
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        saved.clear();
        if (last != Long.MIN_VALUE) {
            saved.add(last);
        }
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        saved = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("last-request", Types.LONG));
        last = Long.MIN_VALUE;
        for (long time : saved.get()) {
            last = Math.max(last, time);
        }
    }
}
