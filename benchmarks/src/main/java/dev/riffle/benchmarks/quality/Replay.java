package dev.riffle.benchmarks.quality;

import dev.riffle.detector.Detection;
import dev.riffle.detector.Detector;
import dev.riffle.detector.Learner;
import dev.riffle.detector.Verdict;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.OnlineKMeans;
import dev.riffle.detector.replay.PrequentialEvaluation;
import java.util.List;
import java.util.Optional;

/** The events of a stream once more, through the same models, with something about the learning left out. */
enum Replay {
    WITHOUT_LEARNING("no online learning"),
    WITHOUT_GUARDS("no poison guard");

    private final String title;

    Replay(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** @return the events' surprises */
    double[] run(Succession models, Stream stream) {
        Detector detector = Detector.of(models.first());
        Learner learner = new Learner(models.first());
        OnlineKMeans merging = new OnlineKMeans(OnlineKMeans.DEFAULT_HALF_LIFE);
        double[] surprises = new double[stream.scored()];
        for (int i = 0; i < surprises.length; i++) {
            Optional<ModelBundle> swapped = models.takenIntoUseAt(i);
            if (swapped.isPresent()) {
                detector = Detector.of(swapped.get());
                learner = new Learner(swapped.get());
            }
            Detection detection = detector.score(stream.row(i).features());
            surprises[i] = detection.surprise();
            if (this == WITHOUT_LEARNING) {
                continue;
            }
            learner.learn(
                    detector.clusters(),
                    unsuspicious(detection),
                    Verdict.NORMAL,
                    stream.row(i).eventTimeMillis());
            if (learner.events() >= PrequentialEvaluation.DEFAULT_MERGE_EVERY) {
                long version = detector.clusters().version() + 1;
                detector.adopt(merging.merge(detector.clusters(), List.of(learner.drain(List.of())), version));
            }
        }
        return surprises;
    }

    /** The same event to learn from, with values that every guard lets pass. */
    private static Detection unsuspicious(Detection detection) {
        double least = -Double.MAX_VALUE;
        return new Detection(
                detection.clusterIndex(),
                detection.clusterId(),
                detection.distance(),
                detection.noise(),
                detection.densityIndex(),
                least,
                least,
                least,
                detection.reconstructionSurprise(),
                detection.densitySurprise(),
                detection.surprise(),
                detection.scaled(),
                detection.residual(),
                detection.cells(),
                detection.position());
    }
}
