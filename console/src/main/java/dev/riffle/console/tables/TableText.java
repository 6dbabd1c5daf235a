package dev.riffle.console.tables;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A file's text, unpacked and decoded, of which the beginning is known before anything is read. */
final class TableText implements Closeable {
    private static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final String head;
    private final Reader reader;

    private TableText(Path file, String head, Reader reader) {
        this.file = file;
        this.head = head;
        this.reader = reader;
    }

    static TableText open(Path file) {
        if (!Files.exists(file)) {
            throw InvalidTableException.inFile(file, "does not exist.");
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw InvalidTableException.inFile(file, "is not a readable file.");
        }
        InputStream in = null;
        try {
            in = unpacked(file, new BufferedInputStream(Files.newInputStream(file), BUFFER));
            in.mark(BUFFER);
            byte[] bytes = in.readNBytes(BUFFER);
            in.reset();
            String head = head(file, bytes);
            if (head.startsWith(BYTE_ORDER_MARK)) {
                in.skipNBytes(BYTE_ORDER_MARK.getBytes(StandardCharsets.UTF_8).length);
            }
            Reader reader = new InputStreamReader(
                    in,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT));
            return new TableText(file, head.replace(BYTE_ORDER_MARK, ""), reader);
        } catch (IOException e) {
            closeQuietly(in, e);
            throw unreadable(file, 0, e);
        } catch (RuntimeException e) {
            closeQuietly(in, e);
            throw e;
        }
    }

    private static InputStream unpacked(Path file, InputStream packed) throws IOException {
        packed.mark(2);
        int first = packed.read();
        int second = packed.read();
        packed.reset();
        if (first < 0) {
            packed.close();
            throw InvalidTableException.inFile(file, "is empty; a header line or a JSON object was expected.");
        }
        if (((first << 8) | second) == GZIP_MAGIC) {
            return new BufferedInputStream(new GZIPInputStream(packed, BUFFER), BUFFER);
        }
        if (file.toString().endsWith(".gz")) {
            packed.close();
            throw InvalidTableException.inFile(
                    file,
                    "is named .gz but is not gzip: it starts with the bytes %02x %02x, where 1f 8b was expected."
                            .formatted(first, second & 0xff));
        }
        return packed;
    }

    private static String head(Path file, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                throw InvalidTableException.inFile(
                        file, "is binary: byte %,d is zero; CSV or JSON lines were expected.".formatted(i + 1));
            }
        }
        String head = new String(bytes, StandardCharsets.UTF_8);
        if (head.isBlank()) {
            throw InvalidTableException.inFile(file, "is empty; a header line or a JSON object was expected.");
        }
        return head;
    }

    private static void closeQuietly(InputStream in, Exception because) {
        if (in != null) {
            try {
                in.close();
            } catch (IOException e) {
                because.addSuppressed(e);
            }
        }
    }

    /**
     * Explains why reading stopped.
     *
     * @param rows rows read before, the header not counted
     */
    static InvalidTableException unreadable(Path file, long rows, IOException e) {
        String reason;
        if (e instanceof CharacterCodingException) {
            reason = "is not UTF-8 text";
        } else if (e instanceof EOFException) {
            reason = "is cut off: the gzip stream ends early";
        } else if (e instanceof ZipException) {
            reason = "is damaged: " + e.getMessage();
        } else {
            reason = "cannot be read: " + e.getMessage();
        }
        return new InvalidTableException("%s %s (after row %,d).".formatted(file, reason, rows), e);
    }

    Path file() {
        return file;
    }

    Reader reader() {
        return reader;
    }

    /** True if this is the first character that is not white space. */
    boolean startsWith(char c) {
        return head.stripLeading().charAt(0) == c;
    }

    /** The first line that is not blank, as far as the first 64 KiB go. */
    String firstLine() {
        return head.stripLeading().lines().findFirst().orElseThrow();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
