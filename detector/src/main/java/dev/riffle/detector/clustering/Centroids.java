package dev.riffle.detector.clustering;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * An immutable set of centroids in one space. The arrays are handed over, not copied: whoever makes centroids does not
 * write to them again, nor does whoever reads them.
 *
 * @param dimension number of dimensions of the space, at least 1
 * @param ids stable id per centroid, unique, at least 0; at least one centroid
 * @param masses decayed number of events per centroid, finite, at least 0
 * @param centres positions, row-major {@code [centroid][dimension]} in one array, finite
 * @param variances diagonal variances around the positions, same shape, finite, at least 0
 * @param lastSeen event time in milliseconds of the newest event that moved each centroid; 0 if none has
 */
public record Centroids(
        int dimension, long[] ids, double[] masses, float[] centres, float[] variances, long[] lastSeen) {

    /** @throws IllegalArgumentException if lengths disagree or a value is out of its range */
    public Centroids {
        if (dimension < 1) {
            throw new IllegalArgumentException("dimension of centroids is " + dimension + ", expected at least 1");
        }
        if (ids.length == 0) {
            throw new IllegalArgumentException("no centroids, expected at least 1");
        }
        requireLength("masses", masses.length, ids.length);
        requireLength("centres", centres.length, (long) ids.length * dimension);
        requireLength("variances", variances.length, (long) ids.length * dimension);
        requireLength("lastSeen", lastSeen.length, ids.length);
        Set<Long> seen = new HashSet<>();
        for (int j = 0; j < ids.length; j++) {
            if (ids[j] < 0 || !seen.add(ids[j])) {
                throw new IllegalArgumentException(
                        "id of centroid " + j + " is " + ids[j] + ", expected unique ids of at least 0");
            }
            if (!(masses[j] >= 0) || Double.isInfinite(masses[j])) {
                throw new IllegalArgumentException(
                        "mass of centroid " + j + " is " + masses[j] + ", expected a finite value of at least 0");
            }
        }
        for (int i = 0; i < centres.length; i++) {
            if (!Float.isFinite(centres[i])) {
                throw new IllegalArgumentException("centre of centroid " + i / dimension + " is " + centres[i]
                        + " in dimension " + i % dimension + ", expected a finite value");
            }
            if (!(variances[i] >= 0) || Float.isInfinite(variances[i])) {
                throw new IllegalArgumentException("variance of centroid " + i / dimension + " is " + variances[i]
                        + " in dimension " + i % dimension + ", expected a finite value of at least 0");
            }
        }
    }

    /** Fresh centroids with ids 0, 1, ... that no event has moved yet. */
    public static Centroids fresh(int dimension, double[] masses, float[] centres, float[] variances) {
        long[] ids = new long[masses.length];
        Arrays.setAll(ids, j -> j);
        return new Centroids(dimension, ids, masses, centres, variances, new long[masses.length]);
    }

    public int count() {
        return ids.length;
    }

    /** The same centroids under other ids. */
    public Centroids withIds(long[] newIds) {
        return new Centroids(dimension, newIds, masses, centres, variances, lastSeen);
    }

    /** The same centroids, their masses raised in proportion until together they count for at least so many events. */
    public Centroids weighingAtLeast(double events) {
        double total = totalMass();
        if (total >= events || total == 0) {
            return this;
        }
        double[] raised =
                Arrays.stream(masses).map(mass -> mass * events / total).toArray();
        return new Centroids(dimension, ids, raised, centres, variances, lastSeen);
    }

    /** The same centroids and one more, behind them. */
    Centroids with(long id, double mass, float[] centre, float[] variance, long lastSeenMillis) {
        int count = count();
        long[] newIds = Arrays.copyOf(ids, count + 1);
        double[] newMasses = Arrays.copyOf(masses, count + 1);
        float[] newCentres = Arrays.copyOf(centres, (count + 1) * dimension);
        float[] newVariances = Arrays.copyOf(variances, (count + 1) * dimension);
        long[] newLastSeen = Arrays.copyOf(lastSeen, count + 1);
        newIds[count] = id;
        newMasses[count] = mass;
        newLastSeen[count] = lastSeenMillis;
        System.arraycopy(centre, 0, newCentres, count * dimension, dimension);
        System.arraycopy(variance, 0, newVariances, count * dimension, dimension);
        return new Centroids(dimension, newIds, newMasses, newCentres, newVariances, newLastSeen);
    }

    /** The same centroids but one. */
    Centroids without(int index) {
        return only(IntStream.range(0, count()).filter(j -> j != index).toArray());
    }

    /** The same centroids, without those that are not among these indices. */
    Centroids only(int[] kept) {
        float[] keptCentres = new float[kept.length * dimension];
        float[] keptVariances = new float[kept.length * dimension];
        for (int j = 0; j < kept.length; j++) {
            System.arraycopy(centres, kept[j] * dimension, keptCentres, j * dimension, dimension);
            System.arraycopy(variances, kept[j] * dimension, keptVariances, j * dimension, dimension);
        }
        return new Centroids(
                dimension,
                Arrays.stream(kept).mapToLong(j -> ids[j]).toArray(),
                Arrays.stream(kept).mapToDouble(j -> masses[j]).toArray(),
                keptCentres,
                keptVariances,
                Arrays.stream(kept).mapToLong(j -> lastSeen[j]).toArray());
    }

    /** Decayed number of events of all centroids together. */
    public double totalMass() {
        double total = 0;
        for (double mass : masses) {
            total += mass;
        }
        return total;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Centroids that
                && dimension == that.dimension
                && Arrays.equals(ids, that.ids)
                && Arrays.equals(masses, that.masses)
                && Arrays.equals(centres, that.centres)
                && Arrays.equals(variances, that.variances)
                && Arrays.equals(lastSeen, that.lastSeen);
    }

    @Override
    public int hashCode() {
        return Objects.hash(dimension, Arrays.hashCode(ids), Arrays.hashCode(masses), Arrays.hashCode(centres));
    }

    @Override
    public String toString() {
        return "Centroids[count=" + ids.length + ", dimension=" + dimension + ", mass=" + totalMass() + "]";
    }

    private static void requireLength(String what, int found, long expected) {
        if (found != expected) {
            throw new IllegalArgumentException(what + " of centroids has " + found + " values, expected " + expected);
        }
    }
}
