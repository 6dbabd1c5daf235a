package dev.riffle.benchmarks.peers;

import dev.riffle.benchmarks.peers.Contender.Replay;
import dev.riffle.benchmarks.quality.QualitySet;
import dev.riffle.detector.replay.RankingMetrics;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rounds in which every contender scores and learns every set once, in turn, in one thread of this process. Each round
 * has a seed of its own; before them every contender replays some rows for a while, until the JIT compiler is done.
 */
final class PeerRounds {
    private static final int WARM_UP_ROWS = 3_000;
    private static final double NANOS_PER_SECOND = 1e9;
    /** Scores that no metric can rank count as the largest. */
    private static final double LARGEST = 1e300;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<Contender> contenders;
    private final List<QualitySet> sets;
    private final int mostRows;
    private final double warmUpSeconds;

    /**
     * @param mostRows rows that are scored of a set at most
     * @param warmUpSeconds CPU seconds for which every contender replays the first rows of every set beforehand
     */
    PeerRounds(List<Contender> contenders, List<QualitySet> sets, int mostRows, double warmUpSeconds) {
        this.contenders = contenders;
        this.sets = sets;
        this.mostRows = mostRows;
        this.warmUpSeconds = warmUpSeconds;
    }

    /**
     * One contender on one set in one round.
     *
     * @param cpuSeconds of the thread, to score and learn the rows
     * @param auroc NaN unless both labels occur
     */
    record Outcome(
            Contender contender,
            QualitySet set,
            long seed,
            int rows,
            double cpuSeconds,
            double auroc,
            double averagePrecision) {}

    /**
     * @param rounds seeds 1 to this
     * @param heard hears about every outcome
     * @param kept gets all outcomes so far after every round
     */
    void run(int rounds, Consumer<Outcome> heard, Consumer<List<Outcome>> kept) {
        for (QualitySet set : sets) {
            contenders.forEach(contender -> warmUp(contender, set));
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (long seed = 1; seed <= rounds; seed++) {
            for (QualitySet set : sets) {
                for (Contender contender : contenders) {
                    Outcome outcome = measure(contender, set, seed, mostRows);
                    outcomes.add(outcome);
                    heard.accept(outcome);
                }
            }
            kept.accept(List.copyOf(outcomes));
        }
    }

    private void warmUp(Contender contender, QualitySet set) {
        Replay replay = contender.prepare(set, 1, Math.min(WARM_UP_ROWS, mostRows));
        double[] scores = new double[replay.rows()];
        long start = threads.getCurrentThreadCpuTime();
        do {
            replay.scoring().run(scores);
        } while (threads.getCurrentThreadCpuTime() - start < warmUpSeconds * NANOS_PER_SECOND);
    }

    private Outcome measure(Contender contender, QualitySet set, long seed, int most) {
        Replay replay = contender.prepare(set, seed, most);
        double[] scores = new double[replay.rows()];
        long start = threads.getCurrentThreadCpuTime();
        replay.scoring().run(scores);
        double seconds = (threads.getCurrentThreadCpuTime() - start) / NANOS_PER_SECOND;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Double.isNaN(scores[i]) ? 0 : Math.min(scores[i], LARGEST);
        }
        boolean[] labels = Arrays.copyOf(replay.labels(), replay.rows());
        return new Outcome(
                contender,
                set,
                seed,
                replay.rows(),
                seconds,
                RankingMetrics.auroc(scores, labels),
                RankingMetrics.averagePrecision(scores, labels));
    }
}
