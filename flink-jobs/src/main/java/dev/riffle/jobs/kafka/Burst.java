package dev.riffle.jobs.kafka;

import dev.riffle.jobs.flow.RawRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/**
 * Collects what a reader of Kafka has at hand, so that it goes on in one piece. Event time is left to who decodes: from
 * here come neither timestamps nor watermarks. A live object for one thread.
 */
final class Burst implements ReaderOutput<RawRecord> {
    private static final RawRecord[] NONE = {};

    private final List<RawRecord> records = new ArrayList<>();

    int size() {
        return records.size();
    }

    /** The records since the last time, in their order. */
    RawRecord[] take() {
        RawRecord[] taken = records.toArray(NONE);
        records.clear();
        return taken;
    }

    @Override
    public void collect(RawRecord record) {
        records.add(record);
    }

    @Override
    public void collect(RawRecord record, long timestamp) {
        records.add(record);
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}

    @Override
    public SourceOutput<RawRecord> createOutputForSplit(String splitId) {
        return this;
    }

    @Override
    public void releaseOutputForSplit(String splitId) {}
}
