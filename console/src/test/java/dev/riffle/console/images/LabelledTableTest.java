package dev.riffle.console.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledTableTest {
    @TempDir
    Path folder;

    @Test
    void dividesPixelsBy255() throws IOException {
        LabelledRows rows = read("a,label,b\n0,x,51\n255,y,0\n51,x,102\n");

        assertThat(rows.rows()).isDeepEqualTo(new float[][] {{0, 0.2f}, {1, 0}, {0.2f, 0.4f}});
        assertThat(rows.labels()).containsExactly(0, 1, 0);
        assertThat(rows.classes()).isEqualTo(2);
    }

    @Test
    void leavesValuesInTheUnitIntervalAsTheyAre() throws IOException {
        assertThat(read("a,label\n0.25,1\n1,2\n").rows()).isDeepEqualTo(new float[][] {{0.25f}, {1}});
    }

    @Test
    void standardisesWhatIsNeither() throws IOException {
        float[][] rows = read("a,b,label\n-3,1000,1\n5,3000,2\n").rows();

        assertThat(rows[0]).containsExactly(new float[] {-1, -1}, within(1e-6f));
        assertThat(rows[1]).containsExactly(new float[] {1, 1}, within(1e-6f));
    }

    @Test
    void aSampleIsDrawnByItsSeedAndKeepsLabelsWithRows() throws IOException {
        StringBuilder csv = new StringBuilder("a,label\n");
        for (int i = 0; i < 100; i++) {
            csv.append(i / 100.0).append(',').append(i).append('\n');
        }
        LabelledRows all = read(csv.toString());

        LabelledRows sample = all.sample(10, 5);

        assertThat(sample.rows())
                .hasDimensions(10, 1)
                .isDeepEqualTo(all.sample(10, 5).rows());
        assertThat(Arrays.deepEquals(sample.rows(), all.sample(10, 6).rows())).isFalse();
        assertThat(sample.classes()).isEqualTo(10);
        for (int i = 0; i < 10; i++) {
            assertThat(sample.rows()[i][0]).isCloseTo(sample.labels()[i] / 100f, within(1e-6f));
        }
        assertThat(all.sample(100, 5)).isSameAs(all);
    }

    private LabelledRows read(String csv) throws IOException {
        return LabelledTable.read(Files.writeString(folder.resolve("t.csv"), csv), "label", List.of());
    }
}
