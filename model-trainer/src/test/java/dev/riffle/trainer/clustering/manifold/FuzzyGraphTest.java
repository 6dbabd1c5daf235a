package dev.riffle.trainer.clustering.manifold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FuzzyGraphTest {
    @Property(tries = 50)
    void isSymmetricAndItsWeightsLieAboveZeroAndUpToOne(
            @ForAll @IntRange(min = 3, max = 200) int rows,
            @ForAll @IntRange(min = 1, max = 15) int wanted,
            @ForAll @IntRange(min = 1, max = 10) int columns,
            @ForAll long seed) {
        FuzzyGraph graph =
                FuzzyGraph.of(NearestNeighbours.of(Shapes.cloud(rows, columns, seed), Math.min(wanted, rows - 1)));

        assertThat(graph.rows()).isEqualTo(rows);
        for (int i = 0; i < rows; i++) {
            for (int edge = graph.offsets()[i]; edge < graph.offsets()[i + 1]; edge++) {
                int j = graph.targets()[edge];
                assertThat(graph.weights()[edge]).isGreaterThan(0).isLessThanOrEqualTo(1);
                assertThat(j).isNotEqualTo(i);
                assertThat(weight(graph, j, i)).isEqualTo(graph.weights()[edge]);
                assertThat(edge == graph.offsets()[i] || graph.targets()[edge - 1] < j)
                        .isTrue();
            }
        }
    }

    @Property(tries = 50)
    void membershipsOfARowSumToTheLogarithmOfItsNeighbours(
            @ForAll @IntRange(min = 4, max = 20) int count,
            @ForAll @IntRange(min = 2, max = 10) int columns,
            @ForAll long seed) {
        NearestNeighbours neighbours = NearestNeighbours.of(Shapes.cloud(100, columns, seed), count);

        float[] memberships = FuzzyGraph.memberships(neighbours);

        for (int i = 0; i < 100; i++) {
            double sum = 0;
            for (int rank = 0; rank < count; rank++) {
                sum += memberships[i * count + rank];
            }
            assertThat(memberships[i * count]).isEqualTo(1);
            double sought = Math.log(count) / Math.log(2);
            // Where several neighbours are as good as equally near, their memberships of 1 may come to more.
            double gap = neighbours.distances()[i * count + 1] - neighbours.distances()[i * count];
            if (gap > 0.01 * neighbours.distances()[(i + 1) * count - 1]) {
                assertThat(sum).isCloseTo(sought, within(1e-4));
            } else {
                assertThat(sum).isGreaterThan(sought - 1e-4);
            }
        }
    }

    @Property(tries = 50)
    void anEdgeJoinsItsTwoDirectionsAsProbabilitiesAreJoined(
            @ForAll @IntRange(min = 2, max = 8) int count, @ForAll long seed) {
        NearestNeighbours neighbours = NearestNeighbours.of(Shapes.cloud(60, 3, seed), count);
        double[][] directed = new double[60][60];
        float[] memberships = FuzzyGraph.memberships(neighbours);
        for (int at = 0; at < memberships.length; at++) {
            directed[at / count][neighbours.indices()[at]] = memberships[at];
        }

        FuzzyGraph graph = FuzzyGraph.of(neighbours);

        for (int i = 0; i < 60; i++) {
            for (int j = 0; j < 60; j++) {
                double a = directed[i][j];
                double b = directed[j][i];
                assertThat((double) weight(graph, i, j)).isCloseTo(a + b - a * b, within(1e-6));
            }
        }
    }

    /** Nothing sums to log2(k) then: the scale must neither vanish nor grow without end. */
    @Test
    void rowsThatAreAllAlikeAreSurelyNeighbours() {
        FuzzyGraph graph = FuzzyGraph.of(NearestNeighbours.of(new float[10][2], 4));

        for (float weight : graph.weights()) {
            assertThat(weight).isEqualTo(1);
        }
    }

    private static float weight(FuzzyGraph graph, int from, int to) {
        int edge = Arrays.binarySearch(graph.targets(), graph.offsets()[from], graph.offsets()[from + 1], to);
        return edge < 0 ? 0 : graph.weights()[edge];
    }
}
