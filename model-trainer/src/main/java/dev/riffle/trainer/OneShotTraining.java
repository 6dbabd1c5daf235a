package dev.riffle.trainer;

import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.replay.Row;
import dev.riffle.trainer.kafka.FeatureHistory;
import dev.riffle.trainer.kafka.KafkaReleases;
import dev.riffle.trainer.kafka.ModelCatalogue;
import dev.riffle.trainer.service.ReleaseGate;
import dev.riffle.trainer.service.ReleasePublisher;
import dev.riffle.trainer.service.RowCollector;
import dev.riffle.trainer.service.SupersededException;
import dev.riffle.trainer.serving.DetectorTrainers;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingContext;
import dev.riffle.trainer.training.TrainingRows;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** One training against a Kafka cluster: the model continues what is published there. */
public final class OneShotTraining {
    private final TrainerServiceOptions options;
    private final Clock clock;
    private final Progress progress;

    public OneShotTraining(TrainerServiceOptions options, Clock clock, Progress progress) {
        this.options = options;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * What one training works with.
     *
     * @param rows to learn from
     * @param judged rows to judge the model on
     * @param verdicts rows that analysts gave a verdict on
     * @param unseen true if the rows to judge on are none of those to learn from, so that champion and challenger can be
     *     compared on them
     */
    public record Rows(TrainingRows rows, List<Row> judged, List<Row> verdicts, boolean unseen) {
        private static final int MOST_JUDGED = 5_000;

        public Rows {
            Objects.requireNonNull(rows, "rows");
            judged = List.copyOf(judged);
            verdicts = List.copyOf(verdicts);
        }

        /** Rows from elsewhere, none of them held out: the last ones judge the model, but not against the champion. */
        public static Rows toLearnFrom(TrainingRows rows) {
            List<Row> last = new ArrayList<>();
            for (int i = Math.max(0, rows.count() - MOST_JUDGED); i < rows.count(); i++) {
                last.add(new Row(new FeatureVector(rows.rows()[i]), rows.eventTimes()[i], Row.Label.UNKNOWN));
            }
            return new Rows(rows, last, List.of(), false);
        }
    }

    /**
     * The rows on the topic {@code features}, as the service would collect them.
     *
     * @throws IOException if the topic is missing or cannot be read
     */
    public Rows rowsFromTopic() throws IOException, InterruptedException {
        RowCollector collector = new RowCollector(options.pipeline(), options.policy());
        FeatureHistory.read(options.connection(), options.from(), collector);
        return new Rows(collector.rows(), collector.heldOut(), collector.verdicts(), true);
    }

    /**
     * Trains the model that follows the newest one on the topic {@code models}.
     *
     * @param publish whether to publish it there
     * @throws IOException if Kafka cannot be reached
     * @throws SupersededException if somebody else has published meanwhile
     * @throws dev.riffle.trainer.training.TrainingFailedException if no model came out that may be published
     * @throws dev.riffle.trainer.service.ChallengerRefusedException if it is worse than the champion
     */
    public ModelBundle train(Rows rows, boolean publish) throws IOException, InterruptedException, SupersededException {
        try (KafkaReleases releases = new KafkaReleases(options.connection(), clock)) {
            // Who does not publish takes the place from nobody.
            ReleasePublisher.Published published =
                    publish ? releases.published() : new ModelCatalogue(options.connection()).published();
            ModelBundle bundle = DetectorTrainers.of(options.training())
                    .train(
                            rows.rows(),
                            new TrainingContext(
                                    published.newestVersion() + 1,
                                    options.pipeline(),
                                    published.champion(),
                                    "one-shot training",
                                    clock,
                                    progress));
            Optional<ModelBundle> opponent = rows.unseen() ? published.champion() : Optional.empty();
            ReleaseGate.Admitted admitted =
                    new ReleaseGate(options.budget()).admit(bundle, opponent, rows.judged(), rows.verdicts());
            if (publish) {
                releases.publish(
                        new ReleasePublisher.Release(
                                admitted.bundle(),
                                admitted.encoded(),
                                ReleasePublisher.Role.CHAMPION,
                                OptionalLong.empty(),
                                "one-shot training: " + admitted.outcome().summary(),
                                published.champion()),
                        OptionalLong.empty());
            }
            return admitted.bundle();
        }
    }
}
