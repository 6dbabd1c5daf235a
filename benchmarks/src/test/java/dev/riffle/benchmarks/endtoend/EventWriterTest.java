package dev.riffle.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.pipeline.Event;
import dev.riffle.detector.pipeline.EventBuilder;
import dev.riffle.jobs.operators.EventFields;
import dev.riffle.schemas.codec.EventCodec;
import dev.riffle.schemas.codec.RecordFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventWriterTest {
    @ParameterizedTest
    @EnumSource(RecordFormat.class)
    void theProductsCodecReadsWhatTheWriterWrites(RecordFormat format) throws Exception {
        Workload workload = new Workload(format, 5, true, 10);
        SyntheticEvents events = new SyntheticEvents(workload);
        EventWriter writer = EventWriter.of(format, workload.columns());
        EventCodec codec = EventCodec.of(format);
        EventBuilder builder = new EventBuilder(workload.pipeline());
        for (long number : new long[] {0, 1, 999_999_999_999L}) {
            builder.begin();
            codec.decode(
                    writer.write(events.id(number), events.key(number), events.timeMillis(number), events.row(number)),
                    new EventFields(builder));
            Event read = builder.build(null, 0, Long.MAX_VALUE);
            assertThat(read.id()).isEqualTo(events.id(number));
            assertThat(read.keys()).containsExactly(events.key(number));
            assertThat(read.timeMillis()).isEqualTo(events.timeMillis(number));
            assertThat(read.numbers()).containsExactly(events.row(number));
        }
    }
}
