package dev.riffle.benchmarks.peers;

import dev.riffle.benchmarks.quality.QualitySet;
import dev.riffle.benchmarks.quality.QualitySet.Group;
import dev.riffle.benchmarks.quality.Stream;
import dev.riffle.benchmarks.quality.Stream.Handicap;
import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.replay.PrequentialEvaluation;
import dev.riffle.detector.replay.Row;
import dev.riffle.trainer.serving.DetectorTrainers;
import dev.riffle.trainer.training.TrainingConfig;
import dev.riffle.trainer.training.TrainingContext;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Who scores a stream. */
enum Contender {
    RIFFLE("Riffle") {
        @Override
        Replay prepare(QualitySet set, long seed, int most) {
            Stream stream = Stream.of(set, seed, Handicap.NONE);
            ModelBundle bundle = DetectorTrainers.of(TrainingConfig.DEFAULTS.toBuilder()
                            .set("seed", Long.toString(seed))
                            .build())
                    .train(stream.training(), TrainingContext.first(stream.pipeline(), Clock.systemUTC()));
            StreamingDetector detector = new StreamingDetector(bundle, AlertBudget.parse(BUDGET));
            int rows = Math.min(most, stream.scored());
            Row[] unlabelled = IntStream.range(0, rows)
                    .mapToObj(stream::row)
                    .map(row -> new Row(row.features(), row.eventTimeMillis(), Row.Label.UNKNOWN))
                    .toArray(Row[]::new);
            return new Replay(stream.scoredLabels(), rows, scores -> new PrequentialEvaluation()
                    .run(
                            detector,
                            Arrays.asList(unlabelled).iterator(),
                            (index, row, judgement, current) ->
                                    scores[(int) index] = judgement.detection().surprise(),
                            (index, row, judgement) -> Optional.empty()));
        }
    },
    RCF("RCF 50x256") {
        @Override
        Replay prepare(QualitySet set, long seed, int most) {
            return peer(set, most, seed, (width, warmUp) -> new CutForest(width, warmUp, seed));
        }
    },
    HSTREES("MOA HSTrees") {
        @Override
        Replay prepare(QualitySet set, long seed, int most) {
            return peer(set, most, seed, (width, warmUp) -> MoaDetector.halfSpaceTrees(width, seed));
        }
    },
    AUTOENCODER("MOA Autoencoder") {
        @Override
        Replay prepare(QualitySet set, long seed, int most) {
            return peer(set, most, seed, (width, warmUp) -> MoaDetector.autoencoder(width, seed));
        }
    };

    private static final String BUDGET = "0.1%";

    private final String title;

    Contender(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** As the command line has it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Learns a stream's warm-up, whose cost does not count, and is ready to replay its first rows after that. */
    abstract Replay prepare(QualitySet set, long seed, int most);

    /** Scores rows one after the other, each before it is learned. */
    @FunctionalInterface
    interface Scoring {
        /** @param scores receives one per row, larger for what is more unusual */
        void run(double[] scores);
    }

    /**
     * A replay that is about to begin.
     *
     * @param labels at least one per row; true for anomalies
     * @param rows that are replayed
     */
    record Replay(boolean[] labels, int rows, Scoring scoring) {}

    /** Makes a peer for rows of a width. */
    @FunctionalInterface
    private interface Start {
        Peer of(int width, int warmUp);
    }

    /** Peers see the columns themselves, standardised by the warm-up and clipped, without features of the recent past. */
    private static Replay peer(QualitySet set, int most, long seed, Start start) {
        Stream stream = Stream.of(set, seed, new Handicap(set.group() == Group.TABULAR, 0));
        float[][] rows = Standardised.byWarmUp(stream.rows(), stream.warmUp());
        Peer peer = start.of(stream.pipeline().width(), stream.warmUp());
        for (int i = 0; i < stream.warmUp(); i++) {
            peer.learn(rows[i]);
        }
        int scored = Math.min(most, stream.scored());
        return new Replay(stream.scoredLabels(), scored, scores -> {
            for (int i = 0; i < scored; i++) {
                float[] row = rows[stream.warmUp() + i];
                scores[i] = peer.score(row);
                peer.learn(row);
            }
        });
    }
}
