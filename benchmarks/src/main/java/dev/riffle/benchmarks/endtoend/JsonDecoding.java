package dev.riffle.benchmarks.endtoend;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.riffle.benchmarks.runs.Rounds;
import dev.riffle.detector.pipeline.EventBuilder;
import dev.riffle.detector.pipeline.InvalidEventException;
import dev.riffle.jobs.operators.EventFields;
import dev.riffle.schemas.codec.EventCodec;
import dev.riffle.schemas.codec.MalformedEventException;
import dev.riffle.schemas.codec.RecordFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decoding alone, on one thread: JSON straight into an event's numbers, as the job does, beside Jackson's streaming parser
 * into a map from which the numbers are then taken. Both give the same numbers.
 *
 * @param straight nanoseconds per event
 * @param byMap the same
 * @param ratio how many times as many events the straight way decodes, round by round
 */
record JsonDecoding(Rounds straight, Rounds byMap, Rounds ratio) {
    private static final int PAYLOADS = 1 << 10;

    /** A way to decode; gives the sum of the numbers, so that nobody can leave the work out. */
    private interface Decoder {
        double sum(byte[] payload);
    }

    /** @param events decoded by each side in a round; as many again warm up */
    static JsonDecoding measure(int columns, int rounds, int events) {
        Workload workload = new Workload(RecordFormat.JSON, columns, false, 10_000);
        byte[][] payloads = payloads(workload);
        Decoder straight = straight(workload);
        Decoder byMap = byMap(workload);
        if (straight.sum(payloads[0]) != byMap.sum(payloads[0])) {
            throw new IllegalStateException("the decoders disagree about the first event");
        }
        List<Double> straightNanos = new ArrayList<>();
        List<Double> mapNanos = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            double one = nanos(straight, payloads, events);
            double other = nanos(byMap, payloads, events);
            if (round > 0) {
                straightNanos.add(one);
                mapNanos.add(other);
                ratios.add(other / one);
            }
        }
        return new JsonDecoding(Rounds.of(straightNanos), Rounds.of(mapNanos), Rounds.of(ratios));
    }

    private static byte[][] payloads(Workload workload) {
        SyntheticEvents events = new SyntheticEvents(workload);
        EventWriter writer = EventWriter.of(workload.format(), workload.columns());
        byte[][] payloads = new byte[PAYLOADS][];
        for (int n = 0; n < PAYLOADS; n++) {
            payloads[n] = writer.write(events.id(n), events.key(n), events.timeMillis(n), events.row(n));
        }
        return payloads;
    }

    private static double nanos(Decoder decoder, byte[][] payloads, int events) {
        double sum = 0;
        long start = System.nanoTime();
        for (int n = 0; n < events; n++) {
            sum += decoder.sum(payloads[n & (PAYLOADS - 1)]);
        }
        long taken = System.nanoTime() - start;
        if (Double.isNaN(sum)) {
            throw new IllegalStateException("a number is missing");
        }
        return (double) taken / events;
    }

    private static Decoder straight(Workload workload) {
        EventCodec codec = EventCodec.of(RecordFormat.JSON);
        EventBuilder builder = new EventBuilder(workload.pipeline());
        EventFields fields = new EventFields(builder);
        return payload -> {
            builder.begin();
            try {
                codec.decode(payload, fields);
                return sum(builder.build(null, 0, Long.MAX_VALUE).numbers());
            } catch (MalformedEventException | InvalidEventException e) {
                throw new IllegalStateException("an event of our own cannot be read", e);
            }
        };
    }

    private static Decoder byMap(Workload workload) {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .build();
        List<String> names = workload.pipeline().numericFields();
        return payload -> {
            try {
                Map<String, Object> map = map(factory, payload);
                double[] numbers = new double[names.size()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = ((Number) map.get(names.get(i))).doubleValue();
                }
                return sum(numbers);
            } catch (IOException e) {
                throw new UncheckedIOException("an event of our own cannot be read", e);
            }
        };
    }

    private static Map<String, Object> map(JsonFactory factory, byte[] payload) throws IOException {
        Map<String, Object> map = new HashMap<>();
        try (JsonParser parser = factory.createParser(payload)) {
            parser.nextToken();
            String name;
            while ((name = parser.nextFieldName()) != null) {
                JsonToken token = parser.nextToken();
                map.put(name, token == JsonToken.VALUE_STRING ? parser.getText() : parser.getNumberValue());
            }
        }
        return map;
    }

    private static double sum(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        return sum;
    }
}
