package dev.riffle.detector.pipeline;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * What was remembered of a key as savepoints had it before {@link KeyMemory}: a map of arrays by signature, each with
 * what its kind put ahead of its entries. A window: pane length and number of panes, then panes, then room left over.
 * Recent values: their number, then times and values, then room left over. A share of confirmed events: pane length,
 * then what it has now. Times: nothing. And when the key was last heard of, under a name of its own.
 */
record FormerArrays(Map<String, double[]> arrays) {
    private static final String HEARD = "heard";

    double heard() {
        double[] heard = arrays.get(HEARD);
        return heard == null ? Double.NaN : heard[0];
    }

    /**
     * The entries of a slot; none where there are none, or where they stood for another span of time.
     *
     * @throws IllegalArgumentException if the array is none that such a savepoint had
     */
    Optional<double[]> entries(MemoryLayout.Slot slot) {
        double[] array = arrays.get(slot.signature());
        if (array == null) {
            return Optional.empty();
        }
        if (slot.signature().equals(HistoryPlan.TIMES)) {
            return Optional.of(array);
        }
        if (slot.grain() == 0) {
            return Optional.of(counted(slot, array, 1));
        }
        if (array.length > 0 && array[0] != slot.grain()) {
            return Optional.empty();
        }
        return slot.unit() == slot.most() ? share(slot, array) : Optional.of(counted(slot, array, 2));
    }

    private static double[] counted(MemoryLayout.Slot slot, double[] array, int header) {
        double n = array.length < header ? -1 : array[header - 1];
        if (!(n >= 0 && n == Math.rint(n)) || header + n * slot.unit() > array.length) {
            throw new IllegalArgumentException("Found an array of length " + array.length + " with " + n
                    + " entries, expected entries that fit " + slot);
        }
        return Arrays.copyOfRange(array, header, header + (int) n * slot.unit());
    }

    private static Optional<double[]> share(MemoryLayout.Slot slot, double[] array) {
        if (array.length != 1 + slot.most()) {
            throw new IllegalArgumentException(
                    "Found an array of length " + array.length + ", expected one more than what fits " + slot);
        }
        boolean empty = array[1] == Double.NEGATIVE_INFINITY;
        return empty ? Optional.empty() : Optional.of(Arrays.copyOfRange(array, 1, array.length));
    }
}
