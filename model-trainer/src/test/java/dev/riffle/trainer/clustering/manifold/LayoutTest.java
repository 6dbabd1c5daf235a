package dev.riffle.trainer.clustering.manifold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingInterruptedException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private static final Layout LAYOUT = new Layout(LayoutCurve.of(0), 100, 5);

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherSeedOthers() {
        FuzzyGraph graph = FuzzyGraph.of(NearestNeighbours.of(Shapes.cloud(200, 4, 3), 10));
        float[][] start = SpectralStart.of(graph, 3, 1);

        float[][] layout = LAYOUT.of(graph, start, 7, Progress.NONE);

        assertThat(LAYOUT.of(graph, SpectralStart.of(graph, 3, 1), 7, Progress.NONE))
                .isDeepEqualTo(layout);
        assertThat(LAYOUT.of(graph, start, 8, Progress.NONE)[0]).isNotEqualTo(layout[0]);
    }

    /** Rows of a blob start anywhere; the graph alone brings them together. */
    @Test
    void bringsNeighboursTogetherAndPushesOthersApart() {
        Shapes blobs = Shapes.blobs(300, 3, 3, 4);
        FuzzyGraph graph = FuzzyGraph.of(NearestNeighbours.of(blobs.rows(), 15));

        float[][] layout = LAYOUT.of(graph, Shapes.cloud(300, 2, 5), 1, Progress.NONE);

        double together = 0;
        double apart = 0;
        for (int i = 0; i < 300; i++) {
            for (int j = 0; j < 300; j++) {
                double distance = Math.hypot(layout[i][0] - layout[j][0], layout[i][1] - layout[j][1]);
                if (blobs.labels()[i] == blobs.labels()[j]) {
                    together += distance / (300 * 100);
                } else {
                    apart += distance / (300 * 200);
                }
            }
        }
        assertThat(apart).isGreaterThan(3 * together);
    }

    @Test
    void anInterruptEndsItAndStaysSet() {
        FuzzyGraph graph = FuzzyGraph.of(NearestNeighbours.of(Shapes.cloud(50, 2, 3), 5));
        float[][] start = SpectralStart.of(graph, 2, 1);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> LAYOUT.of(graph, start, 1, Progress.NONE))
                    .isInstanceOf(TrainingInterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    /** The reference implementation's fits, by McInnes et al.: for least distances 0.1 and 0 at a spread of 1. */
    @Test
    void itsCurveIsThatOfThePaper() {
        LayoutCurve wide = LayoutCurve.of(0.1);
        LayoutCurve tight = LayoutCurve.of(0);

        assertThat(wide.a()).isCloseTo(1.577, within(0.005));
        assertThat(wide.b()).isCloseTo(0.895, within(0.005));
        assertThat(tight.a()).isCloseTo(1.932, within(0.005));
        assertThat(tight.b()).isCloseTo(0.791, within(0.005));
    }

    @Property
    void itsTableIsTheFunctionWithinAFewMillionths(
            @ForAll @DoubleRange(min = 1e-6, max = 1e6) @Scale(9) double squared) {
        Layout.Table table = new Layout.Table(s -> 1 / (1 + Math.pow(s, 0.8)));

        assertThat((double) table.at((float) squared))
                .isCloseTo(1 / (1 + Math.pow((float) squared, 0.8)), within(1e-5));
    }
}
