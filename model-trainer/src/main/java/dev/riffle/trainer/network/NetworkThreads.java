package dev.riffle.trainer.network;

import dev.riffle.trainer.training.TrainingInterruptedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Threads that work on one network each: networks side by side are faster than one network's matrix products on
 * several threads. What comes out does not depend on the number of threads.
 */
public final class NetworkThreads implements AutoCloseable {
    private final ExecutorService threads;

    public NetworkThreads(int count) {
        threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "riffle-network");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** As many threads as processors, at most one per network. */
    public static NetworkThreads forNetworks(int networks) {
        return new NetworkThreads(Math.min(networks, Runtime.getRuntime().availableProcessors()));
    }

    /**
     * Does the work for every network and waits for all of it.
     *
     * @return what came out, by network
     * @throws TrainingInterruptedException if the calling thread is interrupted; the work is then given up
     */
    public <T> List<T> forEach(int networks, IntFunction<T> work) {
        List<Future<T>> running = new ArrayList<>(networks);
        for (int network = 0; network < networks; network++) {
            int index = network;
            running.add(threads.submit(() -> work.apply(index)));
        }
        List<T> results = new ArrayList<>(networks);
        try {
            for (Future<T> future : running) {
                results.add(future.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            TrainingInterruptedException.throwIfInterrupted("waiting for networks side by side");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("A network's work failed", e.getCause());
        } finally {
            running.forEach(future -> future.cancel(true));
        }
        return results;
    }

    /** Gives up what still runs, and waits for it to notice. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.SECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
