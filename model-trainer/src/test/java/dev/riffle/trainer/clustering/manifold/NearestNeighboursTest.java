package dev.riffle.trainer.clustering.manifold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NearestNeighboursTest {
    /** More rows than are looked at in one go. */
    @Property(tries = 20)
    void areThoseOfASortByDistance(
            @ForAll @IntRange(min = 2, max = 300) int rows,
            @ForAll @IntRange(min = 1, max = 12) int wanted,
            @ForAll @IntRange(min = 600, max = 2_500) int columns,
            @ForAll long seed) {
        float[][] cloud = Shapes.cloud(rows, columns, seed);
        int count = Math.min(wanted, rows - 1);

        NearestNeighbours neighbours = NearestNeighbours.of(cloud, count);

        assertThat(neighbours.rows()).isEqualTo(rows);
        for (int i = 0; i < rows; i += Math.max(1, rows / 10)) {
            int row = i;
            int[] sorted = IntStream.range(0, rows)
                    .filter(j -> j != row)
                    .boxed()
                    .sorted(Comparator.comparingDouble(j -> distance(cloud[row], cloud[j])))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int rank = 0; rank < count; rank++) {
                double expected = distance(cloud[i], cloud[sorted[rank]]);
                assertThat((double) neighbours.distances()[i * count + rank])
                        .isCloseTo(expected, within(1e-4 * expected));
                assertThat(distance(cloud[i], cloud[neighbours.indices()[i * count + rank]]))
                        .isCloseTo(expected, within(1e-4 * expected));
            }
        }
    }

    private static double distance(float[] one, float[] other) {
        double sum = 0;
        for (int f = 0; f < one.length; f++) {
            sum += ((double) one[f] - other[f]) * ((double) one[f] - other[f]);
        }
        return Math.sqrt(sum);
    }

    @Test
    void equallyNearRowsComeInTheirOwnOrder() {
        float[][] alike = new float[5][3];

        assertThat(NearestNeighbours.of(alike, 2).indices()).containsExactly(1, 2, 0, 2, 0, 1, 0, 1, 0, 1);
    }

    @Test
    void moreNeighboursThanOtherRowsAreRefused() {
        assertThatThrownBy(() -> NearestNeighbours.of(new float[3][2], 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 of 3 rows");
    }
}
