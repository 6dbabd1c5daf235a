package dev.riffle.console.local;

import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.kafka.Loopback;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Flink cluster in this process with one task manager, its web dashboard and at most one job. */
public final class LocalFlink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalFlink.class);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
    private static final MemorySize NETWORK_MEMORY = MemorySize.ofMebiBytes(64);
    private static final MemorySize MANAGED_MEMORY = MemorySize.ofMebiBytes(64);

    private final MiniCluster cluster;
    private final URI dashboard;
    private final Path checkpoints;
    private JobID job;
    private CompletableFuture<JobResult> jobResult;

    private LocalFlink(MiniCluster cluster, URI dashboard, Path checkpoints) {
        this.cluster = cluster;
        this.dashboard = dashboard;
        this.checkpoints = checkpoints;
    }

    /**
     * Starts a cluster and returns when its dashboard answers.
     *
     * @param directory for temporary files; made if missing
     * @param checkpoints where the job keeps its checkpoints, and its savepoint when it is stopped
     * @param port of the web dashboard; 0 for any free one
     * @param slots parallel subtasks that fit in, above 0
     * @throws CommandFailure if the port is taken or the cluster does not start
     */
    public static LocalFlink start(Path directory, Path checkpoints, int port, int slots) {
        LocalPorts.requireFree(port, "The dashboard's port", "--port");
        MiniCluster cluster = null;
        try {
            Files.createDirectories(directory);
            cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                    .setConfiguration(configuration(directory, port))
                    .setNumTaskManagers(1)
                    .setNumSlotsPerTaskManager(slots)
                    .build());
            cluster.start();
            URI dashboard = cluster.getRestAddress().get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            LOG.info("Flink runs with {} slots, dashboard {}", slots, dashboard);
            return new LocalFlink(cluster, dashboard, checkpoints);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closeQuietly(cluster);
            throw new CommandFailure("The start of the embedded Flink cluster was interrupted.", e);
        } catch (Exception | LinkageError e) {
            closeQuietly(cluster);
            throw new CommandFailure("The embedded Flink cluster did not start: " + rootMessage(e), e);
        }
    }

    /** Newest complete checkpoint or savepoint below a directory, of whichever earlier job; empty where there is none. */
    public static Optional<Path> latestCheckpoint(Path checkpoints) {
        if (!Files.isDirectory(checkpoints)) {
            return Optional.empty();
        }
        // <directory>/<job id>/chk-<number>/_metadata or <directory>/savepoint-<id>/_metadata, the last file that Flink
        // writes of either.
        try (Stream<Path> files = Files.walk(checkpoints, 3)) {
            return files.filter(file -> file.endsWith("_metadata"))
                    .max(Comparator.comparing(LocalFlink::modified))
                    .map(Path::getParent);
        } catch (IOException e) {
            throw new CommandFailure("The checkpoints in " + checkpoints + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Address of the web dashboard. */
    public URI dashboard() {
        return dashboard;
    }

    /**
     * Submits a job.
     *
     * @param from checkpoint to take up, which then belongs to this job; state of operators that the job no longer has
     *     (history of a key that another pipeline does not name) is let go; empty to begin anew
     * @throws CommandFailure if the job is refused
     */
    public void submit(JobGraph graph, Optional<Path> from) {
        if (job != null) {
            throw new IllegalStateException("job " + job + " was submitted before, expected one job per cluster");
        }
        from.ifPresent(checkpoint -> graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(checkpoint.toUri().toString(), true, RecoveryClaimMode.CLAIM)));
        try {
            job = cluster.submitJob(graph)
                    .get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                    .getJobID();
            jobResult = cluster.requestJobResult(job);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("The submission of the scoring job was interrupted.", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandFailure("The embedded Flink cluster refused the scoring job: " + rootMessage(e), e);
        }
    }

    /**
     * Waits until the job runs for the first time.
     *
     * @throws CommandFailure if it fails, or is not running in time
     */
    public void awaitRunning(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (status() != JobStatus.RUNNING) {
            requireAlive();
            if (System.nanoTime() > deadline) {
                throw new CommandFailure("The scoring job is " + status() + " after " + timeout.toSeconds()
                        + " s, expected it to run by now.");
            }
            Thread.sleep(50);
        }
    }

    /** What the job is doing. */
    public JobStatus status() {
        try {
            return cluster.getJobStatus(job).get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted while asking for the scoring job's status.", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandFailure("The embedded Flink cluster does not answer: " + rootMessage(e), e);
        }
    }

    /**
     * Checks that the job has not ended.
     *
     * @throws CommandFailure with the reason if it has
     */
    public void requireAlive() {
        if (jobResult != null && jobResult.isDone()) {
            throw new CommandFailure("The scoring job has ended: " + ending(), failure());
        }
    }

    /**
     * Stops the job with a savepoint, which the next start takes up, and ends the cluster. Unlike a checkpoint and a
     * cancellation, that also waits for the transactions of an exactly-once job to be committed: a stack that stays
     * down for longer than their timeout would lose them.
     */
    @Override
    public void close() {
        if (job != null && !jobResult.isDone() && !stop()) {
            cancel();
        }
        closeQuietly(cluster);
    }

    private boolean stop() {
        try {
            cluster.stopWithSavepoint(job, checkpoints.toUri().toString(), false, SavepointFormatType.NATIVE)
                    .get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            jobResult.get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The scoring job did not stop with a savepoint: {}", rootMessage(e));
        }
        return false;
    }

    private void cancel() {
        try {
            cluster.cancelJob(job).get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            jobResult.get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The scoring job did not end in an orderly way: {}", rootMessage(e));
        }
    }

    private String ending() {
        Throwable failure = failure();
        return failure == null ? "it finished or was cancelled." : rootMessage(failure);
    }

    private Throwable failure() {
        try {
            return jobResult
                    .getNow(null)
                    .getSerializedThrowable()
                    .map(serialized -> serialized.deserializeError(LocalFlink.class.getClassLoader()))
                    .orElse(null);
        } catch (RuntimeException e) {
            return e;
        }
    }

    private static Configuration configuration(Path directory, int port) {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.ADDRESS, Loopback.HOST);
        configuration.set(RestOptions.BIND_ADDRESS, Loopback.HOST);
        configuration.set(RestOptions.PORT, port);
        configuration.set(RestOptions.BIND_PORT, Integer.toString(port));
        configuration.set(CoreOptions.TMP_DIRS, directory.toString());
        configuration.set(WebOptions.TMP_DIR, directory.toString());
        configuration.set(WebOptions.SUBMIT_ENABLE, false);
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK_MEMORY);
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK_MEMORY);
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED_MEMORY);
        return configuration;
    }

    private static void closeQuietly(MiniCluster cluster) {
        if (cluster == null) {
            return;
        }
        try {
            cluster.closeAsync().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The embedded Flink cluster did not stop in an orderly way: {}", rootMessage(e));
        }
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
