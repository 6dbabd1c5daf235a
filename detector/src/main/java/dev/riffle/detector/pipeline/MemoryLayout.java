package dev.riffle.detector.pipeline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which numbers a {@link KeyMemory} holds, in which order. Whoever stores memories stores their layout once beside them,
 * so that a changed pipeline keeps what it has in common with the one before.
 *
 * @param slots what is remembered, in the order of the numbers
 */
public record MemoryLayout(List<Slot> slots) implements Serializable {
    /** Places within a memory's numbers are below it. */
    static final int MOST_NUMBERS = 1 << 26;

    private static final long serialVersionUID = 1L;

    /**
     * Room for entries of one kind, oldest first: the panes of a window, times, values.
     *
     * @param signature what is remembered, in terms of the event's fields: {@code value:amount|log1p/7d}
     * @param grain milliseconds that an entry stands for; 0 where it stands for an event
     * @param unit numbers of an entry, at least 1
     * @param most numbers of all entries at most
     */
    public record Slot(String signature, long grain, int unit, int most) implements Serializable {
        private static final long serialVersionUID = 1L;

        /** @throws IllegalArgumentException if the entries have no numbers, or more than one memory can have */
        public Slot {
            if (unit < 1 || most < unit || most >= MOST_NUMBERS) {
                throw new IllegalArgumentException("Found entries of " + unit + " numbers and " + most
                        + " numbers in all for " + signature + ", expected 1 or more in each and less than "
                        + MOST_NUMBERS + " in all");
            }
        }

        private boolean holdsTheSameAs(Slot other) {
            return signature.equals(other.signature) && grain == other.grain && unit == other.unit;
        }
    }

    /** @throws IllegalArgumentException if that is more than one memory can have */
    public MemoryLayout {
        slots = List.copyOf(slots);
        long most = slots.size() + slots.stream().mapToLong(Slot::most).sum();
        if (most >= MOST_NUMBERS) {
            throw new IllegalArgumentException(
                    "Found a memory of " + most + " numbers per key, expected less than " + MOST_NUMBERS);
        }
    }

    /** Of a key that nothing is known of. Every slot has room for one entry, which is what the first event needs. */
    public KeyMemory empty() {
        int[] rooms = new int[slots.size()];
        for (int i = 0; i < rooms.length; i++) {
            rooms[i] = slots.get(i).unit();
        }
        return new KeyMemory(this, rooms);
    }

    /**
     * A memory under this layout. What only the other layout knows is dropped, what only this one knows starts empty, and
     * where this one keeps less the newest entries stay.
     *
     * @return the memory itself if it is of this very layout; one that shares its numbers if the layouts are equal
     */
    public KeyMemory fit(KeyMemory memory) {
        if (memory.layout() == this) {
            return memory;
        }
        return memory.layout().equals(this) ? memory.under(this) : moved(memory);
    }

    private KeyMemory moved(KeyMemory memory) {
        List<Slot> others = memory.layout().slots();
        KeyMemory moved = empty();
        moved.hear(memory.heard());
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            for (int other = 0; other < others.size(); other++) {
                if (slot.holdsTheSameAs(others.get(other))) {
                    moved.put(i, newest(slot, memory.entries(other)));
                }
            }
        }
        return moved;
    }

    private static double[] newest(Slot slot, double[] entries) {
        int excess = Math.max(0, entries.length - slot.most());
        double[] newest = new double[entries.length - excess];
        System.arraycopy(entries, excess, newest, 0, newest.length);
        return newest;
    }

    /**
     * A memory under this layout from arrays by signature, as savepoints had them before there were layouts.
     *
     * @throws IllegalArgumentException if an array is none that such a savepoint had
     */
    public KeyMemory ofArrays(Map<String, double[]> arrays) {
        KeyMemory memory = empty();
        FormerArrays former = new FormerArrays(arrays);
        memory.hear(former.heard());
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            Optional<double[]> entries = former.entries(slot);
            if (entries.isPresent()) {
                memory.put(i, newest(slot, entries.get()));
            }
        }
        return memory;
    }

    /**
     * Reads what {@link KeyMemory#writeTo} has written for a memory of an equal layout.
     *
     * @throws IOException if the bytes cannot be read, or hold more than this layout has
     */
    public KeyMemory readMemory(DataInput in) throws IOException {
        return MemoryBytes.read(this, in);
    }

    /** Writes this layout for {@link #read}. */
    public void writeTo(DataOutput out) throws IOException {
        out.writeInt(slots.size());
        for (Slot slot : slots) {
            out.writeUTF(slot.signature());
            out.writeLong(slot.grain());
            out.writeInt(slot.unit());
            out.writeInt(slot.most());
        }
    }

    /** Reads what {@link #writeTo} has written. */
    public static MemoryLayout read(DataInput in) throws IOException {
        int size = in.readInt();
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            slots.add(new Slot(in.readUTF(), in.readLong(), in.readInt(), in.readInt()));
        }
        return new MemoryLayout(slots);
    }
}
