package dev.riffle.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowSplitTest {
    @ParameterizedTest
    @CsvSource({"20, 4", "35, 4", "101, 4", "17, 17", "64, 1"})
    void everyFittedRowIsHeldOutOnceByThePartsAndNeverFittedThere(int rows, int parts) {
        double[][] all =
                IntStream.range(0, rows).mapToObj(i -> new double[] {i}).toArray(double[][]::new);
        RowSplit split = RowSplit.of(all, 0.15, 3);
        int counted = Math.min(parts, split.fitting().length);
        List<double[]> heldOut = new ArrayList<>();

        for (int part = 0; part < counted; part++) {
            RowSplit other = split.withoutPart(part, counted);
            heldOut.addAll(Arrays.asList(other.heldOut()));

            List<double[]> together = new ArrayList<>(Arrays.asList(other.heldOut()));
            together.addAll(Arrays.asList(other.fitting()));
            assertThat(together).containsExactlyInAnyOrder(all);
            assertThat(other.heldOut().length)
                    .isBetween(split.fitting().length / counted, split.fitting().length / counted + 1);
        }

        assertThat(heldOut).containsExactly(split.fitting());
    }
}
