package dev.riffle.detector.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HistogramsTest {
    private final Histograms four = new Histograms(2, new double[] {1, 2, 3, 4});

    @Test
    void countsOfSeveralScorersAddUpToOneScorers() {
        HistogramCounter one = new HistogramCounter(four);
        HistogramCounter two = new HistogramCounter(four);
        HistogramCounter both = new HistogramCounter(four);
        for (int i = 0; i < 100; i++) {
            int[] cell = {i % 7 % 4};
            (i % 3 == 0 ? one : two).add(cell);
            both.add(cell);
        }

        assertThat(one.drain().plus(two.drain())).isEqualTo(both.drain());
        assertThat(one.drain().isEmpty()).isTrue();
    }

    @Test
    void oldMassDecaysBeforeNewIsAdded() {
        assertThat(four.decayedPlus(0.5, new Histograms(2, new double[] {0, 0, 0, 10})))
                .isEqualTo(new Histograms(2, new double[] {0.5, 1, 1.5, 12}));
    }

    @Test
    void massesAreRaisedInProportion() {
        assertThat(four.weighingAtLeast(100)).isEqualTo(new Histograms(2, new double[] {10, 20, 30, 40}));
        assertThat(four.weighingAtLeast(5)).isEqualTo(four);
        assertThat(Histograms.empty(3, 2).weighingAtLeast(5)).isEqualTo(Histograms.empty(3, 2));
    }

    @Test
    void refusesWhatIsNoHistogram() {
        assertThatThrownBy(() -> new Histograms(2, new double[5])).hasMessageContaining("expected a multiple of 4");
        assertThatThrownBy(() -> new Histograms(2, new double[] {0, -1, 0, 0}))
                .hasMessageContaining("mass of bin 1 of projection 0 is -1.0");
        assertThatThrownBy(() -> new Histograms(126, new double[0])).hasMessageContaining("126 bins");
        assertThatThrownBy(() -> four.plus(Histograms.NONE)).hasMessageContaining("cannot be added");
    }
}
