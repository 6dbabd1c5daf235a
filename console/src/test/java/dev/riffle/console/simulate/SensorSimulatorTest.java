package dev.riffle.console.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SensorSimulatorTest {
    @Test
    void sameSeedGivesTheSameStreamAndAnotherSeedAnother() {
        assertThat(readings(7, 2_000)).isEqualTo(readings(7, 2_000)).isNotEqualTo(readings(8, 2_000));
    }

    @Test
    void everyFaultIsInjectedAndTogetherTheyMakeHalfAPercent() {
        List<SimulatedEvent> readings = readings(1, 400_000);

        Map<String, Long> kinds = readings.stream()
                .flatMap(reading -> reading.injectedKind().stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(kinds.keySet()).containsExactlyInAnyOrderElementsOf(new SensorSimulator(1, 10_000).kinds());
        long injected = kinds.values().stream().mapToLong(Long::longValue).sum();
        assertThat(injected / 400_000.0).isCloseTo(0.005, within(0.0015));
    }

    @Test
    void readingsCarryTheFieldsOfTheSensorsPipeline() {
        assertThat(readings(2, 1_000)).allSatisfy(reading -> assertThat(reading.fields())
                .containsOnlyKeys(
                        "readingId",
                        "machineId",
                        "time",
                        "temperature",
                        "vibration",
                        "pressure",
                        "current",
                        "speed",
                        "flow")
                .containsEntry("machineId", reading.key()));
    }

    @Test
    void timeRunsForwardAtTheAskedRate() {
        List<SimulatedEvent> readings = readings(3, 50_000);

        assertThat(readings).isSortedAccordingTo((a, b) -> Long.compare(a.timeMillis(), b.timeMillis()));
        double days =
                (readings.get(readings.size() - 1).timeMillis() - SensorSimulator.START.toEpochMilli()) / 86_400_000.0;
        assertThat(days).isCloseTo(5, within(0.1));
    }

    @Test
    void aStuckSensorRepeatsItsValue() {
        Map<String, List<SimulatedEvent>> stuck = readings(4, 200_000).stream()
                .filter(reading -> reading.injectedKind().equals(Optional.of(SensorSimulator.STUCK)))
                .collect(Collectors.groupingBy(SimulatedEvent::key));

        assertThat(stuck).isNotEmpty();
        SimulatedEvent first = stuck.values().iterator().next().get(0);
        SimulatedEvent second = stuck.values().iterator().next().get(1);
        assertThat(first.fields().entrySet().stream()
                        .filter(field -> field.getValue() instanceof Double)
                        .filter(field -> field.getValue().equals(second.fields().get(field.getKey())))
                        .count())
                .isGreaterThanOrEqualTo(1);
    }

    private static List<SimulatedEvent> readings(long seed, int count) {
        SensorSimulator simulator = new SensorSimulator(seed, 10_000);
        return Stream.generate(simulator::next).limit(count).toList();
    }
}
