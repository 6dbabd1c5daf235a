package dev.riffle.detector.bundle;

import dev.riffle.detector.pipeline.InvalidPipelineException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Bytes of a {@link ModelBundle}; docs/bundle-format.md lays them out. The same bundle always gives the same bytes, and
 * decoding bytes that were encoded and encoding the result gives them back, bit by bit.
 */
public final class BundleFormat {
    /** The format version that {@link #encode} writes, and the newest that {@link #decode} reads. */
    public static final int CURRENT_VERSION = 2;

    /** Largest size of a bundle: 256 MiB. */
    public static final int MAX_BYTES = 256 << 20;

    /** Largest size of a bundle's manifest: 4 MiB. */
    static final int MAX_MANIFEST_BYTES = 4 << 20;

    private static final byte[] MAGIC = "RIFFLEMB".getBytes(StandardCharsets.US_ASCII);
    /** Magic, format version, manifest length, total length. */
    static final int HEAD_BYTES = 8 + Integer.BYTES + Integer.BYTES + Long.BYTES;

    static final int CHECKSUM_BYTES = 32;

    private BundleFormat() {}

    /**
     * Writes a bundle in the current format version.
     *
     * @throws IllegalArgumentException if the bundle is larger than the format allows
     */
    public static byte[] encode(ModelBundle bundle) {
        TensorWriter tensors = new TensorWriter();
        byte[] manifest = ManifestJson.write(FormatVersion2.write(bundle, tensors));
        if (manifest.length > MAX_MANIFEST_BYTES) {
            throw new IllegalArgumentException("Model bundle's manifest has " + manifest.length
                    + " bytes; expected at most " + MAX_MANIFEST_BYTES);
        }
        long total = HEAD_BYTES + manifest.length + tensors.size() + CHECKSUM_BYTES;
        if (total > MAX_BYTES) {
            throw new IllegalArgumentException("Model bundle has " + total + " bytes; expected at most " + MAX_BYTES);
        }
        ByteBuffer target = ByteBuffer.allocate((int) total);
        target.put(MAGIC).putInt(CURRENT_VERSION).putInt(manifest.length).putLong(total);
        target.put(manifest);
        tensors.writeTo(target);
        target.put(digest(target.array(), target.position()));
        return target.array();
    }

    /**
     * Reads a bundle of any format version up to the current one. Nothing is allocated that the bytes do not hold.
     *
     * @throws InvalidBundleException saying what was found, what was expected and where
     */
    public static ModelBundle decode(byte[] bytes) throws InvalidBundleException {
        int manifestLength = checkHead(bytes);
        checkChecksum(bytes);
        int tensorsStart = HEAD_BYTES + manifestLength;
        ByteBuffer section = ByteBuffer.wrap(bytes).slice(tensorsStart, bytes.length - CHECKSUM_BYTES - tensorsStart);
        try {
            if (formatVersion(bytes) == 1) {
                ManifestVersion1 manifest =
                        ManifestJson.read(bytes, HEAD_BYTES, manifestLength, ManifestVersion1.class);
                return FormatVersion1.read(manifest, new TensorReader(manifest.tensors(), section));
            }
            Manifest manifest = ManifestJson.read(bytes, HEAD_BYTES, manifestLength, Manifest.class);
            return FormatVersion2.read(manifest, new TensorReader(manifest.tensors(), section));
        } catch (InvalidPipelineException e) {
            throw new InvalidBundleException("Model bundle's pipeline is invalid: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new InvalidBundleException("Model bundle is inconsistent: " + e.getMessage(), e);
        }
    }

    /** SHA-256 of all of a bundle's bytes as 64 lower-case hexadecimal digits: what names them in a release. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest(bytes, bytes.length));
    }

    private static int formatVersion(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt(MAGIC.length);
    }

    /** Returns the manifest's length. */
    private static int checkHead(byte[] bytes) throws InvalidBundleException {
        if (bytes.length < HEAD_BYTES + CHECKSUM_BYTES) {
            throw new InvalidBundleException("Model bundle has " + bytes.length + " bytes; expected at least "
                    + (HEAD_BYTES + CHECKSUM_BYTES) + " for head and checksum");
        }
        if (bytes.length > MAX_BYTES) {
            throw new InvalidBundleException(
                    "Model bundle has " + bytes.length + " bytes; expected at most " + MAX_BYTES);
        }
        ByteBuffer head = ByteBuffer.wrap(bytes);
        byte[] magic = new byte[MAGIC.length];
        head.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new InvalidBundleException(
                    "Not a model bundle: starts with bytes " + HexFormat.of().formatHex(magic) + "; expected "
                            + HexFormat.of().formatHex(MAGIC) + " (\"RIFFLEMB\")");
        }
        int version = head.getInt();
        if (version > CURRENT_VERSION) {
            throw new InvalidBundleException(
                    "Model bundle has format version " + version + ", this Riffle reads up to " + CURRENT_VERSION);
        }
        if (version < 1) {
            throw new InvalidBundleException(
                    "Model bundle has format version " + version + "; expected 1 to " + CURRENT_VERSION);
        }
        int manifestLength = head.getInt();
        long total = head.getLong();
        if (total != bytes.length) {
            throw new InvalidBundleException("Model bundle has " + bytes.length + " bytes; expected " + total
                    + " by its head: it is truncated or damaged");
        }
        long room = Math.min(MAX_MANIFEST_BYTES, total - HEAD_BYTES - CHECKSUM_BYTES);
        if (manifestLength < 0 || manifestLength > room) {
            throw new InvalidBundleException("Model bundle's manifest has " + Integer.toUnsignedString(manifestLength)
                    + " bytes by its head; expected at most " + room);
        }
        return manifestLength;
    }

    private static void checkChecksum(byte[] bytes) throws InvalidBundleException {
        int end = bytes.length - CHECKSUM_BYTES;
        byte[] computed = digest(bytes, end);
        byte[] stored = Arrays.copyOfRange(bytes, end, bytes.length);
        if (!Arrays.equals(computed, stored)) {
            throw new InvalidBundleException("Model bundle's first " + end + " bytes have SHA-256 "
                    + HexFormat.of().formatHex(computed) + "; expected "
                    + HexFormat.of().formatHex(stored) + " by the checksum at its end: it is damaged");
        }
    }

    private static byte[] digest(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
