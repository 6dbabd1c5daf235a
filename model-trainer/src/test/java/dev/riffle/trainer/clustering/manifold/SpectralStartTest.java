package dev.riffle.trainer.clustering.manifold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpectralStartTest {
    /** Eigenvectors of a ring of n equal edges are cosines and sines of 2 pi i / n: a circle. */
    @Test
    void laysARingOutAsACircle() {
        int rows = 60;
        FuzzyGraph ring = ring(rows);

        float[][] start = SpectralStart.of(ring, 2, 5);

        double radius = Math.hypot(start[0][0], start[0][1]);
        for (int i = 0; i < rows; i++) {
            float[] next = start[(i + 1) % rows];
            assertThat(Math.hypot(start[i][0], start[i][1])).isCloseTo(radius, within(0.05 * radius));
            assertThat(Math.hypot(start[i][0] - next[0], start[i][1] - next[1]))
                    .isCloseTo(2 * radius * Math.sin(Math.PI / rows), within(0.05 * radius));
        }
        assertThat(radius).isGreaterThan(9).isLessThan(11);
    }

    @Test
    void givesPartsThatAreNotJoinedPlacesOfTheirOwn() {
        Shapes blobs = Shapes.blobs(90, 3, 3, 2);
        for (int i = 0; i < 90; i++) {
            blobs.rows()[i][blobs.labels()[i]] += 100;
        }
        FuzzyGraph graph = FuzzyGraph.of(NearestNeighbours.of(blobs.rows(), 10));

        float[][] start = SpectralStart.of(graph, 2, 1);

        for (int i = 0; i < 90; i++) {
            for (int j = 0; j < i; j++) {
                double apart = Math.hypot(start[i][0] - start[j][0], start[i][1] - start[j][1]);
                if (blobs.labels()[i] != blobs.labels()[j]) {
                    assertThat(apart).isGreaterThan(1);
                }
            }
        }
    }

    @Test
    void copesWithFewerRowsThanDimensions() {
        FuzzyGraph graph = FuzzyGraph.of(NearestNeighbours.of(Shapes.cloud(3, 2, 1), 2));

        for (float[] row : SpectralStart.of(graph, 8, 1)) {
            assertThat(row).hasSize(8);
            for (float value : row) {
                assertThat(value).isFinite();
            }
        }
    }

    private static FuzzyGraph ring(int rows) {
        int[] offsets = new int[rows + 1];
        int[] targets = new int[2 * rows];
        float[] weights = new float[2 * rows];
        for (int i = 0; i < rows; i++) {
            int before = (i + rows - 1) % rows;
            int after = (i + 1) % rows;
            targets[2 * i] = Math.min(before, after);
            targets[2 * i + 1] = Math.max(before, after);
            weights[2 * i] = 1;
            weights[2 * i + 1] = 1;
            offsets[i + 1] = 2 * (i + 1);
        }
        return new FuzzyGraph(offsets, targets, weights);
    }
}
