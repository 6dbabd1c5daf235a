package dev.riffle.console.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TransactionSimulatorTest {
    private static final int EVENTS_PER_DAY = 8_640;

    @Test
    void sameSeedGivesTheSameStreamAndAnotherSeedAnother() {
        assertThat(events(7, 2_000)).isEqualTo(events(7, 2_000)).isNotEqualTo(events(8, 2_000));
    }

    @Test
    void everyKindIsInjectedAndTogetherTheyMakeHalfAPercent() {
        List<SimulatedEvent> events = events(1, 200_000);

        Map<String, Long> kinds = events.stream()
                .flatMap(event -> event.injectedKind().stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(kinds.keySet())
                .containsExactlyInAnyOrderElementsOf(new TransactionSimulator(1, EVENTS_PER_DAY).kinds());
        assertThat(kinds).allSatisfy((kind, count) -> assertThat(count).isGreaterThan(150L));
        long injected = kinds.values().stream().mapToLong(Long::longValue).sum();
        assertThat(injected / 200_000.0).isCloseTo(0.005, within(0.002));
    }

    @Test
    void timeRunsForwardAtTheAskedRate() {
        List<SimulatedEvent> events = events(3, 10 * EVENTS_PER_DAY);

        assertThat(events).isSortedAccordingTo((a, b) -> Long.compare(a.timeMillis(), b.timeMillis()));
        double days =
                (events.get(events.size() - 1).timeMillis() - TransactionSimulator.START.toEpochMilli()) / 86_400_000.0;
        assertThat(days).isCloseTo(10, within(0.5));
    }

    @Test
    void eventsCarryTheFieldsOfTheTransactionsPipelineAndUniqueIds() {
        Set<String> ids = new HashSet<>();
        for (SimulatedEvent event : events(4, 5_000)) {
            assertThat(event.fields())
                    .containsOnlyKeys("transactionId", "customerId", "terminalId", "time", "amount")
                    .containsEntry("transactionId", event.id())
                    .containsEntry("customerId", event.key())
                    .containsEntry("time", event.timeMillis());
            assertThat((double) event.fields().get("amount")).isPositive();
            assertThat(ids.add(event.id())).isTrue();
        }
    }

    @Test
    void highAmountsAreFarAboveTheCustomersOwn() {
        List<SimulatedEvent> events = events(5, 100_000);
        Map<String, Double> usual = events.stream()
                .filter(event -> event.injectedKind().isEmpty())
                .collect(Collectors.groupingBy(
                        SimulatedEvent::key, Collectors.averagingDouble(TransactionSimulatorTest::amount)));

        assertThat(events)
                .filteredOn(
                        event -> event.injectedKind().equals(java.util.Optional.of(TransactionSimulator.HIGH_AMOUNT)))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(amount(event)).isGreaterThan(usual.get(event.key()) + 90));
    }

    @Test
    void refusesARateBelowWhichWindowsMeanNothing() {
        assertThatThrownBy(() -> new TransactionSimulator(1, 0))
                .hasMessageContaining("found 0.0, expected at least 100");
    }

    private static double amount(SimulatedEvent event) {
        return (double) event.fields().get("amount");
    }

    private static List<SimulatedEvent> events(long seed, int count) {
        TransactionSimulator simulator = new TransactionSimulator(seed, EVENTS_PER_DAY);
        return Stream.generate(simulator::next).limit(count).toList();
    }
}
