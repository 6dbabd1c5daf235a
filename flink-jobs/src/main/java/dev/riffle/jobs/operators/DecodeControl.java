package dev.riffle.jobs.operators;

import dev.riffle.jobs.flow.ControlMessage;
import dev.riffle.jobs.flow.RawRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Reads the topic of models, of clusters or of verdicts; see {@link ControlDecoder}. */
public final class DecodeControl extends ProcessFunction<RawRecord, ControlMessage> {
    private static final long serialVersionUID = 1L;

    /** Which topic's records come in. */
    public enum Kind {
        MODELS,
        CLUSTERS,
        VERDICTS
    }

    private final Kind kind;

    private transient ControlDecoder decoder;

    public DecodeControl(Kind kind) {
        this.kind = kind;
    }

    @Override
    public void open(OpenContext context) {
        decoder = new ControlDecoder(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(RawRecord raw, Context context, Collector<ControlMessage> out) {
        decoder.decode(raw, kind).ifPresent(out::collect);
    }
}
