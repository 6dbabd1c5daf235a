package dev.riffle.console.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Readings of machines with six sensors each, with faults.
 *
 * <p>A machine is idle, works normally or works heavily; its load follows that regime with inertia, and its sensors
 * follow the load, each with the machine's own offset, noise and slow drift. Four kinds of fault are mixed in:
 *
 * <ul>
 *   <li>{@link #SPIKE}: one sensor far off for one to three readings.
 *   <li>{@link #STUCK}: one sensor repeats a value that does not fit the regime.
 *   <li>{@link #DRIFTING}: one sensor runs away over some dozens of readings.
 *   <li>{@link #NOISE_BURST}: all sensors are many times as noisy for a while.
 * </ul>
 *
 * <p>Time is simulated: it starts at a fixed day in the past, and a day has as many events as the simulator is told.
 */
public final class SensorSimulator implements EventStream {
    public static final String SPIKE = "SPIKE";
    public static final String STUCK = "STUCK";
    public static final String DRIFTING = "DRIFTING";
    public static final String NOISE_BURST = "NOISE_BURST";

    /** A Monday. */
    static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final double READINGS_PER_MACHINE_AND_DAY = 24 * 60;
    /** Share of all readings that faults shall have. */
    private static final double FAULT_SHARE = 0.005;

    private static final List<String> KINDS = List.of(SPIKE, STUCK, DRIFTING, NOISE_BURST);
    /** A spike is over after two readings on average, so that there have to be more of them. */
    private static final double SPIKE_PROBABILITY = 0.7;
    /** Over all kinds, for two readings of a spike and 15, 30 and 15 of the others. */
    private static final double MEAN_FAULT_READINGS = SPIKE_PROBABILITY * 2 + (1 - SPIKE_PROBABILITY) * 20;

    private static final List<Sensor> SENSORS = List.of(
            new Sensor("temperature", 35, 45, 0.8),
            new Sensor("vibration", 0.4, 3.2, 0.08),
            new Sensor("pressure", 1.0, 6.5, 0.1),
            new Sensor("current", 2.0, 38, 0.7),
            new Sensor("speed", 200, 1_400, 15),
            new Sensor("flow", 3, 60, 1.0));

    private final SplittableRandom random;
    private final double gapMillis;
    private final List<Machine> machines = new ArrayList<>();

    private double timeMillis = START.toEpochMilli();
    private long sequence;

    /**
     * @param seed same seed and rate, same stream
     * @param eventsPerDay number of readings in a simulated day, at least 100: one per machine and minute, where that
     *     makes at least ten machines
     */
    public SensorSimulator(long seed, double eventsPerDay) {
        if (!(eventsPerDay >= 100)) {
            throw new IllegalArgumentException("events per day: found " + eventsPerDay + ", expected at least 100");
        }
        this.random = new SplittableRandom(seed);
        this.gapMillis = DAY_MILLIS / eventsPerDay;
        int count = (int) Math.min(10_000, Math.max(10, Math.round(eventsPerDay / READINGS_PER_MACHINE_AND_DAY)));
        for (int i = 0; i < count; i++) {
            machines.add(new Machine("M" + i, random.split()));
        }
    }

    @Override
    public List<String> kinds() {
        return KINDS;
    }

    @Override
    public SimulatedEvent next() {
        timeMillis += gapMillis * random.nextDouble(0.5, 1.5);
        long now = (long) timeMillis;
        Machine machine = machines.get((int) (sequence % machines.size()));
        String id = "reading-" + sequence++;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("readingId", id);
        fields.put("machineId", machine.id);
        fields.put("time", now);
        String kind = machine.read(fields);
        return new SimulatedEvent(id, machine.id, now, fields, Optional.ofNullable(kind));
    }

    /**
     * @param field event field
     * @param base value at load 0
     * @param gain what load 1 adds
     * @param noise standard deviation of a reading
     */
    private record Sensor(String field, double base, double gain, double noise) {}

    private static final class Machine {
        private static final double[] REGIME_LOADS = {0.05, 0.5, 0.9};
        private static final double REGIME_CHANGE_PROBABILITY = 0.002;
        /** Share of the way to the regime's load that a machine goes from one reading to the next. */
        private static final double INERTIA = 0.02;

        private final String id;
        private final SplittableRandom random;
        private final double[] offsets = new double[SENSORS.size()];
        private final double[] drifts = new double[SENSORS.size()];
        private double regimeLoad;
        private double load;
        private double warmth;

        private String fault;
        private int faultReadings;
        private int faultLength;
        private int faultSensor;
        private double faultSize;
        private double stuckValue;

        Machine(String id, SplittableRandom random) {
            this.id = id;
            this.random = random;
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = 2 * SENSORS.get(i).noise() * random.nextGaussian();
            }
            regimeLoad = REGIME_LOADS[random.nextInt(REGIME_LOADS.length)];
            load = regimeLoad;
            warmth = regimeLoad;
        }

        /** Puts the next reading of every sensor into the fields and tells which fault it suffers from, or null. */
        String read(Map<String, Object> fields) {
            moveOn();
            boolean faulty = fault != null;
            for (int i = 0; i < SENSORS.size(); i++) {
                fields.put(SENSORS.get(i).field(), Math.round(value(i) * 1_000) / 1_000.0);
            }
            String kind = faulty ? fault : null;
            if (faulty && ++faultReadings >= faultLength) {
                fault = null;
            }
            return kind;
        }

        private void moveOn() {
            if (random.nextDouble() < REGIME_CHANGE_PROBABILITY) {
                regimeLoad = REGIME_LOADS[random.nextInt(REGIME_LOADS.length)];
            }
            load += INERTIA * (regimeLoad - load) + 0.004 * random.nextGaussian();
            // Temperature follows with more inertia than the rest.
            warmth += 0.05 * (load - warmth);
            for (int i = 0; i < drifts.length; i++) {
                drifts[i] = 0.9995 * drifts[i] + 0.01 * SENSORS.get(i).noise() * random.nextGaussian();
            }
            if (fault == null && random.nextDouble() < FAULT_SHARE / MEAN_FAULT_READINGS) {
                beginFault();
            }
        }

        private void beginFault() {
            fault = random.nextDouble() < SPIKE_PROBABILITY ? SPIKE : KINDS.get(random.nextInt(1, KINDS.size()));
            faultReadings = 0;
            faultSensor = random.nextInt(SENSORS.size());
            double direction = random.nextBoolean() ? 1 : -1;
            faultSize = direction
                    * random.nextDouble(0.4, 0.8)
                    * SENSORS.get(faultSensor).gain();
            faultLength = switch (fault) {
                case SPIKE -> random.nextInt(1, 4);
                case DRIFTING -> random.nextInt(20, 41);
                default -> random.nextInt(10, 21);
            };
            stuckValue = SENSORS.get(faultSensor).base()
                    + SENSORS.get(faultSensor).gain()
                            * (load > 0.5 ? random.nextDouble(0, 0.2) : random.nextDouble(0.8, 1));
        }

        private double value(int index) {
            Sensor sensor = SENSORS.get(index);
            double driving = index == 0 ? warmth : load;
            double noise = sensor.noise() * random.nextGaussian();
            if (NOISE_BURST.equals(fault)) {
                noise *= 8;
            }
            double value = sensor.base() + sensor.gain() * driving + offsets[index] + drifts[index] + noise;
            if (fault == null || index != faultSensor) {
                return value;
            }
            return switch (fault) {
                case SPIKE -> value + faultSize;
                case STUCK -> stuckValue;
                case DRIFTING -> value + faultSize * (faultReadings + 1) / faultLength;
                default -> value;
            };
        }
    }
}
