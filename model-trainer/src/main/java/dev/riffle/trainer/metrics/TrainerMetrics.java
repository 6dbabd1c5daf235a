package dev.riffle.trainer.metrics;

import dev.riffle.trainer.service.TrainerStatus;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Serves the trainer's status to Prometheus at {@code /metrics}, read whenever Prometheus asks:
 *
 * <ul>
 *   <li>{@code riffle_trainer_reservoir_rows}: rows to train on
 *   <li>{@code riffle_trainer_trainings_total}, {@code _releases_total}, {@code _refusals_total}, {@code
 *       _failures_total}: since its start
 *   <li>{@code riffle_trainer_newest_model_version}: 0 without one
 *   <li>{@code riffle_trainer_champion_age_seconds}: since the champion was trained; absent without one
 *   <li>{@code riffle_trainer_phase{phase}}: 1 for what it is doing, else 0
 * </ul>
 */
public final class TrainerMetrics implements AutoCloseable {
    private final HTTPServer server;

    private TrainerMetrics(HTTPServer server) {
        this.server = server;
    }

    /**
     * @param port 0 for any free one
     * @throws UncheckedIOException if the port cannot be listened at
     */
    public static TrainerMetrics serve(Supplier<TrainerStatus> status, Clock clock, int port) {
        try {
            return new TrainerMetrics(HTTPServer.builder()
                    .port(port)
                    .registry(registry(status, clock))
                    .buildAndStart());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot serve metrics at port " + port + ": " + e.getMessage(), e);
        }
    }

    /** Where it listens. */
    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.close();
    }

    private static PrometheusRegistry registry(Supplier<TrainerStatus> status, Clock clock) {
        PrometheusRegistry registry = new PrometheusRegistry();
        gauge(registry, "reservoir_rows", "Rows to train on", status, TrainerStatus::rows);
        gauge(registry, "newest_model_version", "Newest model, 0 without one", status, TrainerStatus::newestVersion);
        counter(registry, "trainings", "Trainings begun", status, now -> now.count()
                .trainings());
        counter(registry, "releases", "Models published", status, now -> now.count()
                .releases());
        counter(registry, "refusals", "Models that lost against the champion", status, now -> now.count()
                .refusals());
        counter(registry, "failures", "Trainings that ended without a model", status, now -> now.count()
                .failures());
        GaugeWithCallback.builder()
                .name("riffle_trainer_champion_age_seconds")
                .help("Time since the champion was trained")
                .callback(gauge -> status.get()
                        .championSince()
                        .ifPresent(since -> gauge.call(
                                Duration.between(since, clock.instant()).toMillis() / 1_000.0)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("riffle_trainer_phase")
                .help("1 for what the trainer is doing")
                .labelNames("phase")
                .callback(gauge -> {
                    TrainerStatus.Phase now = status.get().phase();
                    for (TrainerStatus.Phase phase : TrainerStatus.Phase.values()) {
                        gauge.call(phase == now ? 1 : 0, phase.name().toLowerCase(Locale.ROOT));
                    }
                })
                .register(registry);
        return registry;
    }

    private static void gauge(
            PrometheusRegistry registry,
            String name,
            String help,
            Supplier<TrainerStatus> status,
            ToDoubleFunction<TrainerStatus> value) {
        GaugeWithCallback.builder()
                .name("riffle_trainer_" + name)
                .help(help)
                .callback(gauge -> gauge.call(value.applyAsDouble(status.get())))
                .register(registry);
    }

    private static void counter(
            PrometheusRegistry registry,
            String name,
            String help,
            Supplier<TrainerStatus> status,
            ToDoubleFunction<TrainerStatus> value) {
        CounterWithCallback.builder()
                .name("riffle_trainer_" + name)
                .help(help)
                .callback(counter -> counter.call(value.applyAsDouble(status.get())))
                .register(registry);
    }
}
