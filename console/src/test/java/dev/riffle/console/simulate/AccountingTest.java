package dev.riffle.console.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.schemas.Assignment;
import dev.riffle.schemas.ClusterEvent;
import dev.riffle.schemas.ClusterEventType;
import dev.riffle.schemas.DeadLetter;
import dev.riffle.schemas.DeadLetterReason;
import dev.riffle.schemas.InjectedAnomaly;
import dev.riffle.schemas.Stage;
import dev.riffle.schemas.Verdict;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountingTest {
    private static final long RECEIVED = 1_000;

    private final Accounting accounting = new Accounting();

    @Test
    void countsEveryEventOnceAndRepeatedAnswersAsDuplicates() {
        accounting.assignment(assignment("a", Verdict.NORMAL, 1, 7L), RECEIVED);
        accounting.assignment(assignment("b", Verdict.ANOMALY, 1, 7L), RECEIVED);
        accounting.assignment(assignment("a", Verdict.NORMAL, 1, 7L), RECEIVED);
        accounting.deadLetter(deadLetter(5));
        accounting.deadLetter(deadLetter(5));
        accounting.deadLetter(deadLetter(6));

        Account account = accounting.account();

        assertThat(account.assignments()).isEqualTo(2);
        assertThat(account.deadLetters()).isEqualTo(2);
        assertThat(account.accounted()).isEqualTo(4);
        assertThat(account.duplicates()).isEqualTo(2);
        assertThat(account.deadLettersByReason()).isEqualTo(Map.of("MALFORMED", 2L));
    }

    @Test
    void rateOfAlertsIsOverEventsThatAModelHasScored() {
        accounting.assignment(assignment("a", Verdict.WARMING_UP, 0, null), RECEIVED);
        accounting.assignment(assignment("b", Verdict.NORMAL, 1, 7L), RECEIVED);
        accounting.assignment(assignment("c", Verdict.ANOMALY, 1, 7L), RECEIVED);

        Account account = accounting.account();

        assertThat(account.warmingUp()).isEqualTo(1);
        assertThat(account.scored()).isEqualTo(2);
        assertThat(account.alertRate()).isEqualTo(0.5);
    }

    @Test
    void injectedAnomaliesCountOnceAModelHasScoredThemWhicheverRecordCameFirst() {
        accounting.injected(injected("before", "SPIKE"));
        accounting.assignment(assignment("before", Verdict.ANOMALY, 1, 7L), RECEIVED);
        accounting.assignment(assignment("after", Verdict.NORMAL, 1, 7L), RECEIVED);
        accounting.injected(injected("after", "SPIKE"));
        accounting.assignment(assignment("early", Verdict.WARMING_UP, 0, null), RECEIVED);
        accounting.injected(injected("early", "STUCK"));
        accounting.injected(injected("unanswered", "STUCK"));

        Account account = accounting.account();

        assertThat(account.injectedTotal()).isEqualTo(4);
        assertThat(account.injected()).isEqualTo(2);
        assertThat(account.injectedCaught()).isEqualTo(1);
        assertThat(account.caughtByKind()).isEqualTo(Map.of("SPIKE", new Account.Caught(1, 2)));
    }

    @Test
    void clustersAreThoseOfTheNewestModel() {
        accounting.assignment(assignment("a", Verdict.NORMAL, 1, 1L), RECEIVED);
        accounting.assignment(assignment("b", Verdict.NORMAL, 1, 2L), RECEIVED);
        accounting.assignment(assignment("c", Verdict.NORMAL, 2, 2L), RECEIVED);

        assertThat(accounting.account().modelVersions()).isEqualTo(List.of(1L, 2L));
        assertThat(accounting.account().clusters()).isEqualTo(1);
    }

    @Test
    void theLongestSilenceIsBetweenTwoAnswersNotBeforeTheFirst() {
        assertThat(accounting.account().longestSilenceMillis()).isZero();
        accounting.assignment(assignment("a", Verdict.NORMAL, 1, 1L), RECEIVED + 500);
        assertThat(accounting.account().longestSilenceMillis()).isZero();
        accounting.assignment(assignment("b", Verdict.NORMAL, 1, 1L), RECEIVED + 730);
        accounting.assignment(assignment("c", Verdict.NORMAL, 1, 1L), RECEIVED + 740);

        assertThat(accounting.account().longestSilenceMillis()).isEqualTo(230);
    }

    @Test
    void latencyRunsFromTheEventsArrivalUntilItsAnswerWasSeen() {
        for (int i = 1; i <= 100; i++) {
            accounting.assignment(assignment("e" + i, Verdict.NORMAL, 1, 1L), RECEIVED + i);
        }

        assertThat(accounting.account().p50LatencyMillis()).isCloseTo(50, within(1.5));
        assertThat(accounting.account().p99LatencyMillis()).isCloseTo(99, within(2.0));
        assertThat(accounting.account().firstScoredMillis()).hasValue(RECEIVED + 1);
    }

    @Test
    void latenciesAroundASwapAreKeptApart() {
        assertThat(accounting.account().swapP99LatencyMillis()).isNaN();
        assertThat(accounting.account().steadyP99LatencyMillis()).isNaN();
        for (int i = 0; i < 1_000; i++) {
            accounting.assignment(received("slow" + i, 1, RECEIVED + i), RECEIVED + i + 400);
        }
        for (int i = 0; i < 1_000; i++) {
            long received = RECEIVED + 10_000 + 10L * i;
            int took = Math.abs(i - 500) < 20 ? 90 : 20;
            accounting.assignment(received("quick" + i, i < 500 ? 1 : 2, received), received + took);
        }

        Account account = accounting.account();

        assertThat(account.swaps()).isEqualTo(1);
        assertThat(account.swapP99LatencyMillis()).isCloseTo(90, within(1.0));
        assertThat(account.steadyP99LatencyMillis())
                .as("without the first five seconds")
                .isCloseTo(20, within(1.0));
        assertThat(account.p99LatencyMillis()).isCloseTo(400, within(5.0));
    }

    @Test
    void continuityIsTheMeanOverAllSwaps() {
        assertThat(accounting.account().continuity()).isNaN();
        accounting.clusterEvent(kept(null, 0.9));
        accounting.clusterEvent(kept(3L, 0.1));
        accounting.clusterEvent(kept(null, 1.0));

        assertThat(accounting.account().continuity()).isCloseTo(0.95, within(1e-12));
    }

    private static ClusterEvent kept(Long cluster, double share) {
        return ClusterEvent.newBuilder()
                .setType(ClusterEventType.KEPT)
                .setTime(0)
                .setModelVersion(2)
                .setClustersVersion(0)
                .setClusterId(cluster)
                .setShare(share)
                .setDetail("")
                .build();
    }

    private static Assignment received(String id, long model, long time) {
        Assignment assignment = assignment(id, Verdict.NORMAL, model, 1L);
        assignment.setReceivedTime(time);
        return assignment;
    }

    private static Assignment assignment(String id, Verdict verdict, long model, Long cluster) {
        return Assignment.newBuilder()
                .setEventId(id)
                .setEventTime(0)
                .setReceivedTime(RECEIVED)
                .setModelVersion(model)
                .setClustersVersion(0)
                .setClusterId(cluster)
                .setDistance(null)
                .setScore(null)
                .setTailProbability(null)
                .setThreshold(null)
                .setVerdict(verdict)
                .setTriggers(List.of())
                .setContributions(List.of())
                .setLate(false)
                .build();
    }

    private static DeadLetter deadLetter(long offset) {
        return DeadLetter.newBuilder()
                .setPayload(ByteBuffer.allocate(0))
                .setTopic("events")
                .setPartition(0)
                .setOffset(offset)
                .setStage(Stage.DECODE)
                .setReason(DeadLetterReason.MALFORMED)
                .setDetail("not JSON")
                .setTime(0)
                .build();
    }

    private static InjectedAnomaly injected(String id, String kind) {
        return InjectedAnomaly.newBuilder()
                .setEventId(id)
                .setKind(kind)
                .setEventTime(0)
                .build();
    }
}
