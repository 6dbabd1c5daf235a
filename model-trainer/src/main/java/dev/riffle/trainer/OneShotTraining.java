package dev.riffle.trainer;

import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.trainer.kafka.FeatureHistory;
import dev.riffle.trainer.kafka.KafkaReleases;
import dev.riffle.trainer.service.ReleaseGate;
import dev.riffle.trainer.service.ReleasePublisher;
import dev.riffle.trainer.service.RowCollector;
import dev.riffle.trainer.serving.DetectorTrainers;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingContext;
import dev.riffle.trainer.training.TrainingRows;
import java.io.IOException;
import java.time.Clock;

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
     * The newest rows on the topic {@code features}, as the service would collect them.
     *
     * @throws IOException if the topic is missing or cannot be read
     */
    public TrainingRows rowsFromTopic() throws IOException, InterruptedException {
        RowCollector collector = new RowCollector(options.pipeline(), options.policy());
        FeatureHistory.read(options.connection(), options.policy().reservoirRows(), collector::offer);
        return collector.rows();
    }

    /**
     * Trains the model that follows the newest one on the topic {@code models}.
     *
     * @param publish whether to publish it there
     * @throws IOException if Kafka cannot be reached
     * @throws dev.riffle.trainer.training.TrainingFailedException if no model came out that may be published
     */
    public ModelBundle train(TrainingRows rows, boolean publish) throws IOException, InterruptedException {
        try (KafkaReleases releases = new KafkaReleases(options.connection())) {
            ReleasePublisher.Published published = releases.published();
            ModelBundle bundle = DetectorTrainers.of(options.training())
                    .train(
                            rows,
                            new TrainingContext(
                                    published.newestVersion() + 1,
                                    options.pipeline(),
                                    published.newest(),
                                    "one-shot training",
                                    clock,
                                    progress));
            byte[] encoded = ReleaseGate.admit(bundle, rows);
            if (publish) {
                releases.publish(bundle, encoded);
            }
            return bundle;
        }
    }
}
