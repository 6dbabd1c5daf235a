package dev.riffle.benchmarks.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.benchmarks.runs.Circumstances;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ClusteringTableTest {
    private static final int WHOLE = ImageSet.USPS.rows();
    private static final OptionalInt OWN = OptionalInt.empty();

    @Test
    void putsOursBesideThePublishedValueAndMarksWhatFallsShort() {
        String table = render(run("kmeans", 1, OWN, WHOLE, 0.60, 0.55), run("kmeans", 2, OWN, WHOLE, 0.62, 0.55));

        assertThat(table)
                .contains("### USPS, 9,298 rows")
                // NMI: .61 against .63 is as far as it may be; ACC .55 against .67 is not.
                .contains("| k-means (`kmeans`) | 2 | .63 | .610 ± .014 | -.020 | .55 |")
                .contains("| .67 | .550 ± .000 | **-.120** |");
    }

    @Test
    void saysWhichCellsAreOpen() {
        String table = render(run("kmeans", 1, OWN, WHOLE, 0.6, 0.6));

        assertThat(table)
                .contains("| DEC (`dec`) | open | .77 |  |  | - |  |  | .76 |  |  |")
                .contains("- kmeans on MNIST: 0 of 1 seeds\n")
                .contains("- gradient-kmeans on MNIST, k = 100: 0 of 1 seeds\n")
                .contains("- kmeans on USPS: 1 of 5 seeds\n");
        ClusteringRun[] five = LongStream.rangeClosed(1, 5)
                .mapToObj(seed -> run("kmeans", seed, OWN, WHOLE, 0.6, 0.6))
                .toArray(ClusteringRun[]::new);
        assertThat(render(five)).doesNotContain("- kmeans on USPS");
    }

    @Test
    void theLaterRunOfACellCounts() {
        assertThat(render(run("kmeans", 1, OWN, WHOLE, 0.6, 0.6), run("kmeans", 1, OWN, WHOLE, 0.7, 0.7)))
                .contains("| k-means (`kmeans`) | 1 | .63 | .700 | +.070 |");
    }

    @Test
    void smallerRunsAreNeverShownAsFullOnes() {
        ClusteringRun small = run("kmeans", 1, OWN, 1_000, 0.9, 0.9);

        assertThat(render(small)).doesNotContain(".900").contains("- kmeans on USPS: 0 of 5 seeds\n");
        assertThat(new ClusteringTable(Published.tables(), List.of(small), OptionalInt.of(1_000))
                        .render("")
                        .toString())
                .contains("### USPS, 1,000 rows")
                .contains("| k-means (`kmeans`) | 1 | .63 | .900 | +.270 |")
                .contains("**not** the sets that the papers report on");
    }

    @Test
    void otherEpochsClustersAndAlgorithmsStandInATableOfTheirOwn() {
        String table = render(
                run("kmeans", 1, OptionalInt.of(7), WHOLE, 0.41, 0.6), run("vae-kmeans", 1, OWN, WHOLE, 0.42, 0.6));

        assertThat(table)
                .contains("| `kmeans` | USPS | 10 | 7 | 1 | .410 |")
                .contains("| `vae-kmeans` | USPS | 10 | its own | 1 | .420 |")
                .contains("| k-means (`kmeans`) | open |");
    }

    @Test
    void namesCircumstancesAndEndsWithTheNotes() {
        String table = new ClusteringTable(
                        Published.tables(), List.of(run("kmeans", 3, OWN, WHOLE, 0.6, 0.6)), OptionalInt.empty())
                .render("## Notes\n\nSeen.\n")
                .toString();

        assertThat(table)
                .contains("| `kmeans` | USPS | 10 | its own | 1 | 3 | 12 | 20 | 1.5 | abc123 | 2026-01-02 |")
                .contains("Machines: A Processor with 2 threads, OpenBLAS for SkylakeX.")
                .endsWith("\n## Notes\n\nSeen.\n");
    }

    /** The tables name algorithms that there are, on sets that there are, with a figure for every metric. */
    @Test
    void thePublishedFiguresFitTheirTables() {
        for (Published table : Published.tables()) {
            for (Published.Row row : table.rows()) {
                assertThat(dev.riffle.trainer.clustering.ClusteringAlgorithms.names())
                        .contains(row.algorithm());
                row.values().forEach((set, values) -> {
                    assertThat(List.of(ImageSet.values()))
                            .extracting(ImageSet::id)
                            .contains(set);
                    assertThat(values).hasSameSizeAs(table.metrics());
                    values.stream()
                            .filter(value -> !value.equals(Published.NONE))
                            .forEach(value ->
                                    assertThat(Double.parseDouble(value)).isBetween(0.0, 1.0));
                });
            }
        }
    }

    private static String render(ClusteringRun... runs) {
        return new ClusteringTable(Published.tables(), List.of(runs), OptionalInt.empty())
                .render("")
                .toString();
    }

    private static ClusteringRun run(
            String algorithm, long seed, OptionalInt epochs, int rows, double nmi, double acc) {
        return new ClusteringRun(
                new Cell(algorithm, ImageSet.USPS, seed, OptionalInt.empty(), epochs),
                rows,
                10,
                Map.of("nmi", nmi, "ari", 0.5, "acc", acc, "seconds", 12.0, "cpuSeconds", 20.0, "clusters", 10.0),
                new Circumstances("abc123", "A Processor", "SkylakeX", 2, 1, 1.5, "2026-01-02T03:04:05Z"));
    }
}
