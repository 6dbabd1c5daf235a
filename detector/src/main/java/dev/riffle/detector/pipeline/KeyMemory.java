package dev.riffle.detector.pipeline;

import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * All that is remembered of one key, in one array, so that an event whose key is in no cache waits for few lines of
 * memory: when the key was last heard of, where each slot of the {@link MemoryLayout} lies, then the slots' entries.
 * {@link KeyHistory} reads and writes entries in place; the array is replaced only when a slot needs more room than it
 * has, and then has room for twice as much. A live object for one thread.
 */
public final class KeyMemory {
    private static final int HEARD = 0;
    private static final int DIRECTORY = 1;

    private final MemoryLayout layout;
    /**
     * Heard, then per slot {@code end * MOST_NUMBERS + used}: where the slot's room ends and the next slot's begins, and
     * how many numbers of it are in use; together, since the directory should be no second line. Then the slots.
     */
    private double[] numbers;

    /** An empty memory with so much room for each slot. */
    KeyMemory(MemoryLayout layout, int[] rooms) {
        this.layout = layout;
        int end = DIRECTORY + rooms.length;
        numbers = new double[end + Arrays.stream(rooms).sum()];
        numbers[HEARD] = Double.NaN;
        for (int slot = 0; slot < rooms.length; slot++) {
            end += rooms[slot];
            numbers[DIRECTORY + slot] = (double) end * MemoryLayout.MOST_NUMBERS;
        }
    }

    private KeyMemory(MemoryLayout layout, double[] numbers) {
        this.layout = layout;
        this.numbers = numbers;
    }

    /** What the numbers mean. */
    public MemoryLayout layout() {
        return layout;
    }

    /** When the key was last heard of, as {@link #hear} was told; NaN if it never was. */
    public double heard() {
        return numbers[HEARD];
    }

    /** Notes when the key was last heard of, by whatever clock the keeper goes by. */
    public void hear(double time) {
        numbers[HEARD] = time;
    }

    /** A memory with numbers of its own. */
    public KeyMemory copy() {
        return new KeyMemory(layout, numbers.clone());
    }

    /**
     * Writes the entries in use, for {@link MemoryLayout#readMemory}. Their number per slot and the numbers: what they
     * mean is the layout's, which has to be kept beside.
     */
    public void writeTo(DataOutput out) throws IOException {
        MemoryBytes.write(this, out);
    }

    /** The same numbers, under a layout that is equal to this one's. */
    KeyMemory under(MemoryLayout equal) {
        return new KeyMemory(equal, numbers);
    }

    /** The array that holds everything; another one after {@link #makeRoom}. */
    double[] numbers() {
        return numbers;
    }

    /** Place of a slot's first number, whatever room this and later slots are given. */
    int start(int slot) {
        return slot == 0 ? DIRECTORY + layout.slots().size() : end(slot - 1);
    }

    private int end(int slot) {
        return (int) ((long) numbers[DIRECTORY + slot] / MemoryLayout.MOST_NUMBERS);
    }

    /** How many numbers of a slot are in use. */
    int used(int slot) {
        return (int) ((long) numbers[DIRECTORY + slot] % MemoryLayout.MOST_NUMBERS);
    }

    /** Says how many numbers of a slot are in use, which it has to have room for. */
    void use(int slot, int used) {
        numbers[DIRECTORY + slot] = (double) end(slot) * MemoryLayout.MOST_NUMBERS + used;
    }

    /** Makes room for one more entry in a slot, unless there is. */
    void makeRoom(int slot) {
        MemoryLayout.Slot of = layout.slots().get(slot);
        int used = used(slot);
        int room = end(slot) - start(slot);
        if (used + of.unit() > room) {
            widen(slot, Math.max(used + of.unit(), Math.min(of.most(), 2 * used)) - room);
        }
    }

    private void widen(int slot, int more) {
        int end = end(slot);
        double[] wider = new double[numbers.length + more];
        System.arraycopy(numbers, 0, wider, 0, end);
        System.arraycopy(numbers, end, wider, end + more, numbers.length - end);
        for (int moved = slot; moved < layout.slots().size(); moved++) {
            wider[DIRECTORY + moved] += (double) more * MemoryLayout.MOST_NUMBERS;
        }
        numbers = wider;
    }

    /** The entries of a slot, as a copy. */
    double[] entries(int slot) {
        int start = start(slot);
        return Arrays.copyOfRange(numbers, start, start + used(slot));
    }

    /** Replaces the entries of a slot. */
    void put(int slot, double[] entries) {
        int room = end(slot) - start(slot);
        if (entries.length > room) {
            widen(slot, entries.length - room);
        }
        System.arraycopy(entries, 0, numbers, start(slot), entries.length);
        use(slot, entries.length);
    }
}
