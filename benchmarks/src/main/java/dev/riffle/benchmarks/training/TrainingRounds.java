package dev.riffle.benchmarks.training;

import com.sun.management.OperatingSystemMXBean;
import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.Rounds;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Rounds in which every contender trains once, after one that warms up. */
final class TrainingRounds {
    private final Shape shape;
    private final float[][] rows;
    private final int autoencoders;
    private final int threads;
    private final List<Measured> single = new ArrayList<>();
    private final List<Measured> joint = new ArrayList<>();

    TrainingRounds(Shape shape, float[][] rows, int autoencoders, int threads) {
        this.shape = shape;
        this.rows = rows;
        this.autoencoders = autoencoders;
        this.threads = threads;
    }

    /** What is measured every round. */
    private record Measured(String name, Runnable work, List<Double> wall, List<Double> cpu) {
        Measured(String name, Runnable work) {
            this(name, work, new ArrayList<>(), new ArrayList<>());
        }

        void run(int rows, boolean counts) {
            OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            long start = System.nanoTime();
            long cpuStart = system.getProcessCpuTime();
            work.run();
            double cpuSeconds = (system.getProcessCpuTime() - cpuStart) / 1e9;
            double seconds = (System.nanoTime() - start) / 1e9;
            if (counts) {
                wall.add(rows / seconds);
                cpu.add(rows / cpuSeconds);
            }
        }

        TrainingResult.Line line() {
            return new TrainingResult.Line(name, Rounds.of(wall), Rounds.of(cpu));
        }
    }

    /**
     * Adds a contender. The first one added is the bound.
     *
     * @param together whether it takes part in the joint epoch too
     */
    void add(Contender contender, boolean together) {
        Contender.Training training = contender.start(shape, 1);
        single.add(new Measured(contender.name(), () -> training.epoch(rows)));
        if (together) {
            List<Contender.Training> each = new ArrayList<>();
            for (int i = 0; i < autoencoders; i++) {
                each.add(contender.start(shape, 2 + i));
            }
            joint.add(new Measured(contender.name(), () -> jointEpoch(each)));
        }
    }

    /** Every autoencoder learns its share of the rows and reconstructs all of them. */
    private void jointEpoch(List<Contender.Training> each) {
        int share = rows.length / each.size();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < each.size(); i++) {
                Contender.Training training = each.get(i);
                float[][] own = Arrays.copyOfRange(rows, i * share, (i + 1) * share);
                running.add(pool.submit(() -> {
                    training.epoch(own);
                    return training.errors(rows);
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in the middle of a joint epoch", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an autoencoder's part of a joint epoch failed", e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    /** @param heard hears about every round */
    void run(int rounds, Consumer<String> heard) {
        for (int round = 0; round <= rounds; round++) {
            heard.accept(round == 0 ? "warming up" : "round %d of %d".formatted(round, rounds));
            for (Measured measured : single) {
                measured.run(rows.length, round > 0);
            }
            for (Measured measured : joint) {
                measured.run(rows.length, round > 0);
            }
        }
    }

    TrainingResult result(int rounds, Circumstances circumstances) {
        List<TrainingResult.Line> lines = single.stream().map(Measured::line).toList();
        return new TrainingResult(
                shape,
                rows.length,
                rounds,
                lines.get(0),
                lines.subList(1, lines.size()),
                autoencoders,
                threads,
                joint.stream().map(Measured::line).toList(),
                circumstances);
    }
}
