package dev.riffle.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.trainer.service.TrainerStatus;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrainerMetricsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final AtomicReference<TrainerStatus> status = new AtomicReference<>(new TrainerStatus(
            TrainerStatus.Phase.COLLECTING,
            1_234,
            Optional.empty(),
            7,
            Optional.of(NOW.minusSeconds(90)),
            new TrainerStatus.Count(5, 3, 1, 1),
            Optional.empty()));

    @Test
    void servesTheStatusAsItIsWhenAsked() throws Exception {
        try (TrainerMetrics metrics = TrainerMetrics.serve(status::get, CLOCK, 0)) {
            assertThat(scrape(metrics))
                    .contains(
                            "riffle_trainer_reservoir_rows 1234.0\n",
                            "riffle_trainer_newest_model_version 7.0\n",
                            "riffle_trainer_trainings_total 5.0\n",
                            "riffle_trainer_releases_total 3.0\n",
                            "riffle_trainer_refusals_total 1.0\n",
                            "riffle_trainer_failures_total 1.0\n",
                            "riffle_trainer_champion_age_seconds 90.0\n",
                            "riffle_trainer_phase{phase=\"collecting\"} 1.0\n",
                            "riffle_trainer_phase{phase=\"training\"} 0.0\n");

            status.set(new TrainerStatus(
                    TrainerStatus.Phase.TRAINING,
                    1_300,
                    Optional.empty(),
                    7,
                    Optional.empty(),
                    new TrainerStatus.Count(6, 3, 1, 1),
                    Optional.empty()));

            assertThat(scrape(metrics))
                    .contains(
                            "riffle_trainer_reservoir_rows 1300.0\n", "riffle_trainer_phase{phase=\"training\"} 1.0\n")
                    .doesNotContain("riffle_trainer_champion_age_seconds ");
        }
    }

    @Test
    void rulesAndDashboardsAskForWhatIsServed() throws Exception {
        Set<String> asked = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("..", "docker"))) {
            for (Path file : files.filter(path -> path.toString().matches(".*(/dashboards/.*json|rules.yml)"))
                    .toList()) {
                Matcher names = Pattern.compile("riffle_trainer_\\w+").matcher(Files.readString(file));
                while (names.find()) {
                    asked.add(names.group());
                }
            }
        }
        assertThat(asked).hasSizeGreaterThan(5);
        try (TrainerMetrics metrics = TrainerMetrics.serve(status::get, CLOCK, 0)) {
            assertThat(scrape(metrics)
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .map(line -> line.split("[{ ]", 2)[0]))
                    .containsAll(asked);
        }
    }

    @Test
    void aPortInUseIsRefusedByItsNumber() {
        try (TrainerMetrics first = TrainerMetrics.serve(status::get, CLOCK, 0)) {
            assertThatThrownBy(() -> TrainerMetrics.serve(status::get, CLOCK, first.port()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("port " + first.port());
        }
    }

    private static String scrape(TrainerMetrics metrics) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metrics.port() + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
