package dev.riffle.benchmarks.learning;

import dev.riffle.detector.clustering.KMeans;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Rounds in which every contender learns every stream once, in turn, in one thread of this process. Each round has a seed
 * of its own; before them every contender learns for a while, until the JIT compiler is done.
 */
final class LearningRounds {
    private static final int RESTARTS = 5;
    private static final int ITERATIONS = 100;
    private static final double NANOS_PER_SECOND = 1e9;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<Contender> contenders;
    private final Map<String, LongFunction<LearningStream>> streams;
    private final int k;
    private final double warmUpSeconds;

    /**
     * @param streams by name, each made of a seed
     * @param warmUpSeconds CPU seconds for which every contender learns every stream beforehand
     */
    LearningRounds(
            List<Contender> contenders,
            Map<String, LongFunction<LearningStream>> streams,
            int k,
            double warmUpSeconds) {
        this.contenders = List.copyOf(contenders);
        this.streams = new LinkedHashMap<>(streams);
        this.k = k;
        this.warmUpSeconds = warmUpSeconds;
    }

    /**
     * One contender on one stream in one round.
     *
     * @param rowsPerSecond rows learned per second of the thread's CPU time, with asking for the centres once at the end
     * @param secondsToAsk CPU seconds until the centres were there, after the last row
     * @param squares sum of squared distances of the judged rows to the final centres, over batch k-means's
     */
    record Outcome(
            Contender contender,
            String stream,
            long seed,
            double rowsPerSecond,
            double secondsToAsk,
            int centres,
            double squares) {}

    /**
     * @param rounds seeds 1 to this
     * @param heard hears about every outcome
     * @param kept gets all outcomes so far after every round
     */
    void run(int rounds, Consumer<Outcome> heard, Consumer<List<Outcome>> kept) {
        streams.forEach((name, ofSeed) -> {
            LearningStream stream = ofSeed.apply(1);
            contenders.forEach(contender -> warmUp(contender, stream));
        });
        List<Outcome> outcomes = new ArrayList<>();
        for (long seed = 1; seed <= rounds; seed++) {
            for (Map.Entry<String, LongFunction<LearningStream>> entry : streams.entrySet()) {
                LearningStream stream = entry.getValue().apply(seed);
                double batch = batch(stream, seed);
                for (Contender contender : contenders) {
                    Outcome outcome = measure(contender, entry.getKey(), stream, seed, batch);
                    outcomes.add(outcome);
                    heard.accept(outcome);
                }
            }
            kept.accept(List.copyOf(outcomes));
        }
    }

    /** The least of some runs over the judged rows. */
    private double batch(LearningStream stream, long seed) {
        float[][] judged = stream.judged();
        double least = Double.POSITIVE_INFINITY;
        for (int restart = 0; restart < RESTARTS; restart++) {
            KMeans.Fit fit = KMeans.fit(judged, k, ITERATIONS, RESTARTS * seed + restart);
            least = Math.min(least, KMeansCentres.squares(judged, KMeansCentres.of(fit)));
        }
        return least;
    }

    private void warmUp(Contender contender, LearningStream stream) {
        StreamClusterer clusterer = contender.begin(stream, k, 1);
        long start = threads.getCurrentThreadCpuTime();
        for (int row = stream.warmUp(); row < stream.learned(); row++) {
            clusterer.learn(row);
            if (threads.getCurrentThreadCpuTime() - start > warmUpSeconds * NANOS_PER_SECOND) {
                return;
            }
        }
    }

    private Outcome measure(Contender contender, String name, LearningStream stream, long seed, double batch) {
        StreamClusterer clusterer = contender.begin(stream, k, seed);
        int rows = stream.learned();
        long start = threads.getCurrentThreadCpuTime();
        for (int row = stream.warmUp(); row < rows; row++) {
            clusterer.learn(row);
        }
        long learned = threads.getCurrentThreadCpuTime();
        double[][] centres = clusterer.centres();
        long asked = threads.getCurrentThreadCpuTime();
        return new Outcome(
                contender,
                name,
                seed,
                (rows - stream.warmUp()) / ((asked - start) / NANOS_PER_SECOND),
                (asked - learned) / NANOS_PER_SECOND,
                centres.length,
                KMeansCentres.squares(stream.judged(), centres) / batch);
    }
}
