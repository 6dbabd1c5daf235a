package dev.riffle.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetrainingScheduleTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PERIOD = Duration.ofMinutes(10);

    private final RetrainingSchedule schedule = new RetrainingSchedule(PERIOD, 100);

    @Test
    void trainsTheFirstModelAsSoonAsThereAreEnoughRows() {
        assertThat(schedule.due(T0, 99)).isEmpty();
        assertThat(schedule.due(T0, 100)).contains("first model");
    }

    @Test
    void trainsAgainAfterThePeriod() {
        schedule.succeeded(T0, List.of());

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
        schedule.succeeded(T0, List.of());
        Request request = new Request("r1", "MANUAL: somebody", T0.toEpochMilli() + 1);
        schedule.requested(request);

        assertThat(schedule.due(T0.plusSeconds(1), 100)).contains("request r1 (MANUAL: somebody)");
        schedule.succeeded(T0.plusSeconds(2), schedule.begin());
        schedule.requested(request);

        assertThat(schedule.due(T0.plusSeconds(3), 100)).isEmpty();
    }

    @Test
    void aRequestThatCameDuringATrainingIsServedByTheNext() {
        schedule.requested(new Request("r1", "DRIFT", 1));
        List<Request> served = schedule.begin();
        schedule.requested(new Request("r2", "DRIFT", 2));
        schedule.succeeded(T0, served);

        assertThat(schedule.due(T0.plusSeconds(1), 100)).contains("request r2 (DRIFT)");
    }

    @Test
    void requestsFromBeforeTheNewestModelCountAsServed() {
        schedule.requested(new Request("early", "MANUAL", T0.toEpochMilli() - 1));
        schedule.modelFound(T0);
        schedule.requested(new Request("old", "MANUAL", T0.toEpochMilli()));

        assertThat(schedule.due(T0.plusSeconds(1), 100)).isEmpty();
    }

    @Test
    void requestsWaitForEnoughRows() {
        schedule.requested(new Request("r1", "MANUAL", 1));

        assertThat(schedule.due(T0, 99)).isEmpty();
        assertThat(schedule.due(T0, 100)).isPresent();
    }

    @Test
    void waitsAfterAFailureAndThenTriesAgain() {
        schedule.requested(new Request("r1", "MANUAL", 1));
        schedule.failed(T0);

        assertThat(schedule.due(T0.plusSeconds(29), 100)).isEmpty();
        assertThat(schedule.due(T0.plusSeconds(30), 100)).isPresent();
    }
}
