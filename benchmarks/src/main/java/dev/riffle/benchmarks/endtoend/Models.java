package dev.riffle.benchmarks.endtoend;

import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.pipeline.Event;
import dev.riffle.detector.pipeline.FeatureExtractor;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.schemas.Topics;
import dev.riffle.trainer.kafka.KafkaConnection;
import dev.riffle.trainer.kafka.KafkaReleases;
import dev.riffle.trainer.service.ReleasePublisher.Release;
import dev.riffle.trainer.service.ReleasePublisher.Role;
import dev.riffle.trainer.serving.DetectorTrainers;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingConfig;
import dev.riffle.trainer.training.TrainingContext;
import dev.riffle.trainer.training.TrainingRows;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Models of a workload, trained on its first events by the product's own trainer. */
final class Models {
    private static final int TRAINING_ROWS = 6_000;
    private static final String EPOCHS = "4";

    private Models() {}

    /** What a model is made of. */
    enum Recipe {
        /** One autoencoder of columns-64-16-64-columns that scores and whose code the clusters lie in; density by centroids. */
        ONE_NETWORK("64-16-64 network for score and clusters, density mixture") {
            @Override
            TrainingConfig.Builder settings() {
                return TrainingConfig.DEFAULTS.toBuilder()
                        .set("hiddenWidth", "64")
                        .set("scoringWidth", "16")
                        .set("latentWidth", "16")
                        .set("projections", "0");
            }
        },
        /** The trainer's defaults. */
        DEFAULT("the trainer's defaults: a 1-wide code for the score, an encoder for the clusters, 200 projections") {
            @Override
            TrainingConfig.Builder settings() {
                return TrainingConfig.DEFAULTS.toBuilder();
            }
        };

        private final String title;

        Recipe(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        abstract TrainingConfig.Builder settings();
    }

    /**
     * Trains a model.
     *
     * @param version 1 for the first; the parent's and 1 for the next
     */
    static ModelBundle train(
            Workload workload, Recipe recipe, int clusters, long version, Optional<ModelBundle> parent) {
        TrainingConfig config = recipe.settings()
                .set("latentClusters", Integer.toString(clusters))
                .set("epochs", EPOCHS)
                .set("seed", Long.toString(version))
                .build();
        Pipeline pipeline = workload.pipeline();
        return DetectorTrainers.of(config)
                .train(
                        TrainingRows.of(rows(workload, pipeline), pipeline.width()),
                        new TrainingContext(version, pipeline, parent, "benchmark", Clock.systemUTC(), Progress.NONE));
    }

    private static List<double[]> rows(Workload workload, Pipeline pipeline) {
        SyntheticEvents events = new SyntheticEvents(workload);
        FeatureExtractor extractor = new FeatureExtractor(pipeline);
        List<double[]> rows = new ArrayList<>();
        for (long number = 0; number < TRAINING_ROWS; number++) {
            Event event = new Event(
                    events.id(number),
                    new String[] {events.key(number)},
                    events.timeMillis(number),
                    events.row(number),
                    new String[0]);
            rows.add(extractor.extract(event).values());
        }
        return rows;
    }

    /** Puts a model on the topic that jobs read it from. */
    static void publish(String bootstrap, Topics topics, ModelBundle bundle, Optional<ModelBundle> replaces)
            throws Exception {
        try (KafkaReleases releases = new KafkaReleases(new KafkaConnection(bootstrap, topics), Clock.systemUTC())) {
            releases.published();
            releases.publish(
                    new Release(
                            bundle,
                            BundleFormat.encode(bundle),
                            Role.CHAMPION,
                            OptionalLong.empty(),
                            "benchmark",
                            replaces),
                    OptionalLong.empty());
        }
    }
}
