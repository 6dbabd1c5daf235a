package dev.riffle.console.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.detector.pipeline.EventBuilder;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.schemas.codec.EventCodec;
import dev.riffle.schemas.codec.FieldSink;
import dev.riffle.schemas.codec.RecordFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedEventsTest {
    @ParameterizedTest
    @ValueSource(strings = {"transactions", "sensors"})
    void noneCanBeScoredByTheReadyPipelineWhileEveryUnspoiltEventCan(String pipeline) throws Exception {
        EventStream stream =
                pipeline.equals("sensors") ? new SensorSimulator(1, 10_000) : new TransactionSimulator(1, 10_000);
        EventCodec codec = EventCodec.of(RecordFormat.JSON);
        MalformedEvents malformed = new MalformedEvents(codec);
        EventBuilder builder = new EventBuilder(Pipeline.ready(pipeline));

        for (int i = 0; i < 20; i++) {
            SimulatedEvent event = stream.next();
            build(codec.encode(event.fields()), codec, builder);

            byte[] spoilt = malformed.spoil(event);
            assertThatThrownBy(() -> build(spoilt, codec, builder))
                    .as(new String(spoilt, UTF_8))
                    .isInstanceOf(Exception.class);
        }
        assertThat(stream.kinds()).isNotEmpty();
    }

    private static void build(byte[] payload, EventCodec codec, EventBuilder builder) throws Exception {
        builder.begin();
        codec.decode(payload, new FieldSink() {
            @Override
            public void number(String field, double value) {
                builder.number(field, value);
            }

            @Override
            public void integer(String field, long value) {
                builder.integer(field, value);
            }

            @Override
            public void text(String field, String value) {
                builder.text(field, value);
            }

            @Override
            public void missing(String field) {
                builder.text(field, null);
            }
        });
        // An empty fallback: the job takes none either, where the pipeline names the field.
        builder.build("fallback", 0, Long.MAX_VALUE);
    }
}
