package dev.riffle.schemas.codec;

import dev.riffle.schemas.Centroid;
import java.util.List;

/**
 * Centroids as they travel, one array per field.
 *
 * @param centres positions, row-major {@code [centroid][dimension]}
 * @param variances of the same shape
 */
public record CentroidColumns(long[] ids, double[] masses, float[] centres, float[] variances, long[] lastSeen) {
    /**
     * @param space where they lie, for errors
     * @throws IllegalArgumentException if one has another dimension
     */
    public static CentroidColumns of(List<Centroid> records, int dimension, String space) {
        int count = records.size();
        CentroidColumns columns = new CentroidColumns(
                new long[count],
                new double[count],
                new float[count * dimension],
                new float[count * dimension],
                new long[count]);
        for (int c = 0; c < count; c++) {
            Centroid record = records.get(c);
            columns.ids[c] = record.getId();
            columns.masses[c] = record.getMass();
            columns.lastSeen[c] = record.getLastSeen();
            copy(record.getCentre(), columns.centres, c, dimension, space);
            copy(record.getVariance(), columns.variances, c, dimension, space);
        }
        return columns;
    }

    private static void copy(List<Float> from, float[] to, int centroid, int dimension, String space) {
        if (from.size() != dimension) {
            throw new IllegalArgumentException(
                    space + " centroid " + centroid + " has " + from.size() + " dimensions, expected " + dimension);
        }
        for (int d = 0; d < dimension; d++) {
            to[centroid * dimension + d] = from.get(d);
        }
    }
}
