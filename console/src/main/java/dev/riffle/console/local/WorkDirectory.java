package dev.riffle.console.local;

import dev.riffle.console.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A temporary directory that is removed with everything in it, unless it is to be kept. */
public final class WorkDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkDirectory.class);

    private final Path path;
    private final Thread removal;
    private volatile boolean kept;

    private WorkDirectory(Path path) {
        this.path = path;
        this.removal = new Thread(this::remove, "remove-work-directory");
    }

    /** Makes one; it is removed as well if the process is asked to end early. */
    public static WorkDirectory temporary() {
        try {
            WorkDirectory directory = new WorkDirectory(Files.createTempDirectory("riffle-"));
            Runtime.getRuntime().addShutdownHook(directory.removal);
            return directory;
        } catch (IOException e) {
            throw new CommandFailure("No temporary directory can be made: " + e.getMessage(), e);
        }
    }

    public Path path() {
        return path;
    }

    /** Leaves the directory where it is. */
    public void keep() {
        kept = true;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException e) {
            // The process is ending: the hook does it.
            return;
        }
        remove();
    }

    private void remove() {
        if (kept || !Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("{} was not removed: {}", path, e.toString());
        }
    }
}
