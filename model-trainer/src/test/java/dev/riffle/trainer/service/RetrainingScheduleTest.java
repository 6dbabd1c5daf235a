package dev.riffle.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RetrainingScheduleTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PERIOD = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final RetrainingPolicy POLICY = new RetrainingPolicy(PERIOD, 100, 200, 1, 20, PATIENCE, false);
    private static final RetrainingSchedule.Served NOTHING =
            new RetrainingSchedule.Served(List.of(), OptionalLong.empty(), OptionalLong.empty());

    private final RetrainingSchedule schedule = new RetrainingSchedule(POLICY);

    @Test
    void trainsTheFirstModelAsSoonAsThereAreEnoughRows() {
        assertThat(schedule.due(T0, 99)).isEmpty();
        assertThat(schedule.due(T0, 100)).contains("first model");
    }

    @Test
    void trainsAgainAfterThePeriod() {
        schedule.finished(T0, NOTHING, true);

        assertThat(schedule.due(T0.plus(PERIOD).minusMillis(1), 100)).isEmpty();
        assertThat(schedule.due(T0.plus(PERIOD), 100)).contains("period");
    }

    @Test
    void goesOnWithThePeriodOfAModelFromBeforeTheStart() {
        schedule.modelFound(T0);

        assertThat(schedule.due(T0.plusSeconds(1), 100)).isEmpty();
        assertThat(schedule.due(T0.plus(PERIOD), 100)).contains("period");
    }

    @Test
    void servesEveryRequestOnce() {
        schedule.finished(T0, NOTHING, true);
        Request request = new Request("r1", "MANUAL: somebody", T0.toEpochMilli() + 1, OptionalLong.empty(), 0);
        schedule.requested(request);

        assertThat(schedule.due(T0.plusSeconds(1), 100)).contains("request r1 (MANUAL: somebody)");
        schedule.finished(T0.plusSeconds(2), schedule.begin(), true);
        schedule.requested(request);

        assertThat(schedule.due(T0.plusSeconds(3), 100)).isEmpty();
    }

    @Test
    void aRequestThatCameDuringATrainingIsServedByTheNext() {
        schedule.requested(new Request("r1", "DRIFT", 1, OptionalLong.empty(), 0));
        RetrainingSchedule.Served served = schedule.begin();
        schedule.requested(new Request("r2", "DRIFT", 2, OptionalLong.empty(), 1));
        schedule.finished(T0, served, true);

        assertThat(schedule.due(T0.plusSeconds(1), 100)).contains("request r2 (DRIFT)");
    }

    @Test
    void aRequestThatWasServedBeforeIsNotServedAgainHoweverOftenItComes() {
        schedule.modelFound(T0);
        schedule.served("r1");
        schedule.requested(new Request("r1", "MANUAL", 1, OptionalLong.empty(), 7));

        assertThat(schedule.due(T0.plusSeconds(1), 100)).isEmpty();
    }

    @Test
    void aTrainingServesAllRequestsUpToTheNewestThatWasSeen() {
        assertThat(schedule.begin().upTo()).isEmpty();
        schedule.requested(new Request("r1", "MANUAL", 1, OptionalLong.empty(), 4));
        schedule.requested(new Request("r1", "MANUAL", 1, OptionalLong.empty(), 5));

        assertThat(schedule.begin())
                .isEqualTo(new RetrainingSchedule.Served(List.of("r1"), OptionalLong.empty(), OptionalLong.of(6)));
    }

    @Test
    void aRefusedModelServesItsRequestsAndIsTriedAgainOnlyWhereThereIsNone() {
        schedule.requested(new Request("r1", "MANUAL", 1, OptionalLong.empty(), 0));
        schedule.finished(T0, schedule.begin(), false);

        assertThat(schedule.due(T0.plusSeconds(1), 100)).contains("first model");
        schedule.modelFound(T0);
        assertThat(schedule.due(T0.plusSeconds(1), 100)).isEmpty();
    }

    @Test
    void fewRowsDoOnceThePatienceIsOver() {
        assertThat(schedule.due(T0, 0)).isEmpty();
        assertThat(schedule.due(T0.plusSeconds(60), 1)).isEmpty();

        assertThat(schedule.due(T0.plusSeconds(60).plus(PATIENCE).minusMillis(1), 20))
                .isEmpty();
        assertThat(schedule.due(T0.plusSeconds(60).plus(PATIENCE), 19)).isEmpty();
        assertThat(schedule.due(T0.plusSeconds(60).plus(PATIENCE), 20)).contains("first model");
    }

    @Test
    void afterADriftItWaitsForRowsOfTheStreamAsItIsNowButNotForEver() {
        schedule.requested(new Request("d1", "DRIFT", T0.toEpochMilli(), OptionalLong.of(500), 0));

        assertThat(schedule.due(T0, 100, since -> since == 500 ? 19 : 100)).isEmpty();
        assertThat(schedule.due(T0, 100, since -> since == 500 ? 20 : 100)).isPresent();
        assertThat(schedule.due(T0.plus(PATIENCE), 100, since -> 0)).isPresent();
        assertThat(schedule.begin().dataFrom()).hasValue(500);
    }

    @Test
    void requestsWaitForEnoughRows() {
        schedule.requested(new Request("r1", "MANUAL", 1, OptionalLong.empty(), 0));

        assertThat(schedule.due(T0, 99)).isEmpty();
        assertThat(schedule.due(T0, 100)).isPresent();
    }

    @Test
    void waitsAfterAFailureAndThenTriesAgain() {
        schedule.requested(new Request("r1", "MANUAL", 1, OptionalLong.empty(), 0));
        schedule.failed(T0);

        assertThat(schedule.due(T0.plusSeconds(29), 100)).isEmpty();
        assertThat(schedule.due(T0.plusSeconds(30), 100)).isPresent();
    }
}
