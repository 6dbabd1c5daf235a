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

    /**
     * Longest payload that a dead letter carries, in bytes: what the topic takes in base64, and as much as the events
     * topic takes. A record that Kafka refuses would stop the job.
     */
    static final int MAX_PAYLOAD_BYTES = 8 << 20;

    private static final int MAX_DETAIL_LENGTH = 2_000;

    private DeadLetters() {}

    /** For an event that could not be decoded: carries its bytes, or the first of them and a note if they are many. */
    static DeadLetter of(RawRecord raw, DeadLetterReason reason, String found, long nowMillis) {
        byte[] value = raw.value() == null ? new byte[0] : raw.value();
        String detail = shortened(found);
        if (value.length > MAX_PAYLOAD_BYTES) {
            detail += "; payload of " + value.length + " bytes cut to the first " + MAX_PAYLOAD_BYTES;
        }
        return DeadLetter.newBuilder()
                .setPayload(ByteBuffer.wrap(value, 0, Math.min(value.length, MAX_PAYLOAD_BYTES)))
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
    static DeadLetter of(EventInFlight event, String topic, Stage stage, Exception failure, long nowMillis) {
        return DeadLetter.newBuilder()
                .setPayload(ByteBuffer.allocate(0))
                .setTopic(topic)
                .setPartition(event.partition())
                .setOffset(event.offset())
                .setStage(stage)
                .setReason(DeadLetterReason.INTERNAL)
                .setDetail("event " + event.event().id() + ": " + shortened(failure.toString())
                        + "; its bytes are on the events topic at the partition and offset given here")
                .setTime(nowMillis)
                .build();
    }

    private static String shortened(String text) {
        return text.length() <= MAX_DETAIL_LENGTH ? text : text.substring(0, MAX_DETAIL_LENGTH) + "...";
    }
}
