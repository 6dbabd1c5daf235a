package dev.riffle.detector.pipeline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The bytes of a {@link KeyMemory}: per slot how many numbers are in use, seven bits a byte, the lowest first and the
 * eighth set where more follow; then when the key was last heard of and the numbers, as doubles in little-endian order.
 */
final class MemoryBytes {
    private static final int LOW = 0x7f;
    private static final int MORE = 0x80;
    private static final int BITS = 7;
    private static final int MOST_BYTES = 4;
    private static final VarHandle DOUBLES =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private MemoryBytes() {}

    static void write(KeyMemory memory, DataOutput out) throws IOException {
        int slots = memory.layout().slots().size();
        int numbers = 1;
        for (int slot = 0; slot < slots; slot++) {
            int used = memory.used(slot);
            numbers += used;
            writeCount(used, out);
        }
        // All at once: a call for every number would cost more than the copy.
        byte[] bytes = new byte[numbers * Double.BYTES];
        DOUBLES.set(bytes, 0, memory.heard());
        int at = Double.BYTES;
        for (int slot = 0; slot < slots; slot++) {
            int start = memory.start(slot);
            int end = start + memory.used(slot);
            for (int from = start; from < end; from++) {
                DOUBLES.set(bytes, at, memory.numbers()[from]);
                at += Double.BYTES;
            }
        }
        out.write(bytes);
    }

    static KeyMemory read(MemoryLayout layout, DataInput in) throws IOException {
        List<MemoryLayout.Slot> slots = layout.slots();
        int[] used = new int[slots.size()];
        int numbers = 1;
        for (int slot = 0; slot < used.length; slot++) {
            used[slot] = readCount(in);
            if (used[slot] > slots.get(slot).most()
                    || used[slot] % slots.get(slot).unit() != 0) {
                throw new IOException(
                        "Found " + used[slot] + " numbers remembered, expected what fits " + slots.get(slot));
            }
            numbers += used[slot];
        }
        byte[] bytes = new byte[numbers * Double.BYTES];
        in.readFully(bytes);
        KeyMemory memory = new KeyMemory(layout, used);
        memory.hear((double) DOUBLES.get(bytes, 0));
        int at = Double.BYTES;
        for (int slot = 0; slot < used.length; slot++) {
            memory.use(slot, used[slot]);
            int start = memory.start(slot);
            for (int to = start; to < start + used[slot]; to++) {
                memory.numbers()[to] = (double) DOUBLES.get(bytes, at);
                at += Double.BYTES;
            }
        }
        return memory;
    }

    private static void writeCount(int count, DataOutput out) throws IOException {
        int left = count;
        while (left > LOW) {
            out.writeByte(left & LOW | MORE);
            left >>>= BITS;
        }
        out.writeByte(left);
    }

    private static int readCount(DataInput in) throws IOException {
        int count = 0;
        for (int i = 0; i < MOST_BYTES; i++) {
            int read = in.readUnsignedByte();
            count |= (read & LOW) << i * BITS;
            if ((read & MORE) == 0) {
                return count;
            }
        }
        throw new IOException("Found a count of more than " + MOST_BYTES + " bytes");
    }
}
