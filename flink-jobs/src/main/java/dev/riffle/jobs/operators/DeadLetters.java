package dev.riffle.jobs.operators;

import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.jobs.flow.RawRecord;
import dev.riffle.schemas.DeadLetter;
import dev.riffle.schemas.DeadLetterReason;
import dev.riffle.schemas.Stage;
import java.nio.ByteBuffer;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.util.OutputTag;

/** Writes dead letters, so that nothing of a failed event is lost. */
public final class DeadLetters {
    /** Side output for events that could not be processed. */
    public static final OutputTag<DeadLetter> TAG =
            new OutputTag<>("dead-letters", new AvroTypeInfo<>(DeadLetter.class));

    private DeadLetters() {}

    /** For an event that could not be decoded: carries its bytes. */
    static DeadLetter of(RawRecord raw, DeadLetterReason reason, String detail, long nowMillis) {
        return DeadLetter.newBuilder()
                .setPayload(raw.value() == null ? ByteBuffer.allocate(0) : ByteBuffer.wrap(raw.value()))
                .setTopic(raw.topic())
                .setPartition(raw.partition())
                .setOffset(raw.offset())
                .setStage(Stage.DECODE)
                .setReason(reason)
                .setDetail(detail)
                .setTime(nowMillis)
                .build();
    }

    /** For an event that failed after decoding: its bytes did not travel along, but where they lie did. */
    static DeadLetter of(EventInFlight event, String topic, Stage stage, RuntimeException failure, long nowMillis) {
        return DeadLetter.newBuilder()
                .setPayload(ByteBuffer.allocate(0))
                .setTopic(topic)
                .setPartition(event.partition())
                .setOffset(event.offset())
                .setStage(stage)
                .setReason(DeadLetterReason.INTERNAL)
                .setDetail("event " + event.event().id() + ": " + failure
                        + "; its bytes are on the events topic at the partition and offset given here")
                .setTime(nowMillis)
                .build();
    }
}
