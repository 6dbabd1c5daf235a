package dev.riffle.trainer.network;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Something whose state a {@link Checkpoint} can hold and bring back into an object made in the same way. */
public interface Checkpointed {
    void write(DataOutputStream out) throws IOException;

    /** @throws IOException if what was written is of another shape */
    void read(DataInputStream in) throws IOException;

    /** Writes length and values. */
    static void writeFloats(DataOutputStream out, float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
        bytes.asFloatBuffer().put(values);
        out.writeInt(values.length);
        out.write(bytes.array());
    }

    /** Reads values into an array of the same length. */
    static void readFloats(DataInputStream in, float[] values) throws IOException {
        int length = in.readInt();
        if (length != values.length) {
            throw new IOException("found " + length + " values, expected " + values.length);
        }
        byte[] bytes = in.readNBytes(Math.multiplyExact(length, Float.BYTES));
        if (bytes.length != length * Float.BYTES) {
            throw new IOException("ends after " + bytes.length + " of " + length * Float.BYTES + " bytes");
        }
        ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    }
}
