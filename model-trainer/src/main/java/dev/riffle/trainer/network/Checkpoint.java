package dev.riffle.trainer.network;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * Where a training stands, in a file of its own: big-endian magic, format version, what is trained on what (a text),
 * phase, finished epochs of the phase, the state, and a CRC-32 of all before it. Replaced whole after every epoch, by a
 * rename. States are streamed, for they may be as large as half the heap.
 *
 * @param training what is trained: a file of anything else is refused
 */
public record Checkpoint(Path file, String training) {
    private static final int MAGIC = 0x52464350;
    private static final int VERSION = 1;
    private static final int SUM_BYTES = Long.BYTES;

    /**
     * What a file holds besides the state.
     *
     * @param phase the phase that was under way, from 0 on
     * @param finished epochs of it that are finished
     */
    record Stand(int phase, int finished) {}

    /**
     * Reads the file, if there is one, and brings its state back where it is wanted.
     *
     * @param targets what to restore; null to leave the state alone
     * @throws IllegalArgumentException if it is no checkpoint, damaged, another training's, or its state does not fit
     */
    private Stand read(List<? extends Checkpointed> targets) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            int magic = in.readInt();
            if (magic != MAGIC) {
                throw refused("it is no checkpoint of a training");
            }
            int version = in.readInt();
            if (version != VERSION) {
                throw refused("its format version is " + version + ", expected " + VERSION);
            }
            String found = in.readUTF();
            if (!found.equals(training)) {
                throw refused("it is of another training (" + found + "), expected " + training);
            }
            Stand stand = new Stand(in.readInt(), in.readInt());
            if (targets != null) {
                for (Checkpointed target : targets) {
                    target.read(in);
                }
                if (in.readNBytes(SUM_BYTES + 1).length != SUM_BYTES) {
                    throw refused("its state is not of the length that the training expects");
                }
            }
            return stand;
        } catch (IOException e) {
            throw refused("it cannot be read (" + e.getMessage() + ")");
        }
    }

    /**
     * Where the training stands, if there is a file.
     *
     * @throws IllegalArgumentException if it is no checkpoint, damaged, or another training's
     */
    Optional<Stand> stand() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Stand stand = read(null);
        verify();
        return Optional.of(stand);
    }

    /** Brings the state back. */
    void restore(List<? extends Checkpointed> targets) {
        read(targets);
    }

    private void verify() {
        CRC32 sum = new CRC32();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            long covered = Files.size(file) - SUM_BYTES;
            byte[] block = new byte[1 << 16];
            while (covered > 0) {
                int length = in.readNBytes(block, 0, (int) Math.min(block.length, covered));
                sum.update(block, 0, length);
                covered -= Math.max(1, length);
            }
            if (new DataInputStream(in).readLong() != sum.getValue()) {
                throw refused("it is damaged: its checksum differs");
            }
        } catch (IOException e) {
            throw refused("it cannot be read (" + e.getMessage() + ")");
        }
    }

    private IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException(
                "Checkpoint " + file + " cannot be continued: " + reason + "; remove the file to start anew");
    }

    void write(int phase, int finished, List<? extends Checkpointed> state) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            CRC32 sum = new CRC32();
            try (DataOutputStream out = new DataOutputStream(
                    new CheckedOutputStream(new BufferedOutputStream(Files.newOutputStream(next)), sum))) {
                out.writeInt(MAGIC);
                out.writeInt(VERSION);
                out.writeUTF(training);
                out.writeInt(phase);
                out.writeInt(finished);
                for (Checkpointed each : state) {
                    each.write(out);
                }
                out.flush();
                out.writeLong(sum.getValue());
            }
            move(next);
        } catch (IOException e) {
            throw new UncheckedIOException("Checkpoint " + file + " cannot be written", e);
        }
    }

    private void move(Path next) throws IOException {
        try {
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Removes the file: the training is finished. */
    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Checkpoint " + file + " cannot be removed", e);
        }
    }
}
