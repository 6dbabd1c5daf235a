package dev.riffle.jobs.operators;

import dev.riffle.schemas.TrainingReason;
import dev.riffle.schemas.TrainingRequest;

/**
 * A scorer has seen the stream change.
 *
 * @param modelVersion model that it scores with
 * @param sentence what has changed, for people
 * @param sinceMillis event time of about the change, milliseconds since 1970-01-01T00:00Z
 */
public record DriftReport(long modelVersion, String sentence, long sinceMillis) {
    TrainingRequest request(long now) {
        return TrainingRequest.newBuilder()
                .setRequestId("drift-" + modelVersion + "-" + now)
                .setReason(TrainingReason.DRIFT)
                .setTime(now)
                .setDetail(sentence)
                .setDataFrom(sinceMillis)
                .build();
    }
}
