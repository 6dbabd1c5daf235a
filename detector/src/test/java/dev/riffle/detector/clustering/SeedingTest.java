package dev.riffle.detector.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeedingTest {
    private static final int GROUPS = 16;

    /** Groups of the same size far from each other, and the group of every row beside it. */
    private static float[][] apart(Random random) {
        float[][] rows = new float[GROUPS * 100][5];
        float[][] middles = new float[GROUPS][5];
        for (float[] middle : middles) {
            for (int f = 0; f < middle.length; f++) {
                middle[f] = 12 * (float) random.nextGaussian();
            }
        }
        for (int i = 0; i < rows.length; i++) {
            for (int f = 0; f < 5; f++) {
                rows[i][f] = middles[i % GROUPS][f] + (float) random.nextGaussian();
            }
        }
        return rows;
    }

    @Test
    void greedySeedsSeldomGiveOneGroupTwoCentres() {
        Random random = new Random(4);
        int plain = 0;
        int greedy = 0;
        for (int trial = 0; trial < 20; trial++) {
            float[][] rows = apart(random);
            plain += groupsHit(rows, Seeding.PLAIN, trial);
            greedy += groupsHit(rows, Seeding.GREEDY, trial);
        }

        assertThat(greedy / 20.0).isGreaterThan(15.5).isGreaterThan(plain / 20.0 + 0.5);
    }

    private static int groupsHit(float[][] rows, Seeding seeding, long seed) {
        Set<Integer> groups = new HashSet<>();
        for (double[] position : seeding.seeds(rows, GROUPS, seed)) {
            for (int i = 0; i < rows.length; i++) {
                if (Arrays.equals(Seeding.position(rows[i]), position)) {
                    groups.add(i % GROUPS);
                }
            }
        }
        return groups.size();
    }

    @Property(tries = 100)
    void seedsAreDifferentRowsWhereThereAreEnough(
            @ForAll long seed, @ForAll Seeding seeding, @ForAll @IntRange(min = 1, max = 30) int k) {
        Random random = new Random(seed);
        float[][] rows = new float[30][2];
        for (float[] row : rows) {
            row[0] = random.nextFloat();
            row[1] = random.nextFloat();
        }

        double[][] seeds = seeding.seeds(rows, k, seed);

        assertThat(Arrays.stream(seeds).map(Arrays::toString))
                .doesNotHaveDuplicates()
                .hasSize(k);
        assertThat(Arrays.stream(rows).map(Seeding::position).map(Arrays::toString))
                .containsAll(Arrays.stream(seeds).map(Arrays::toString).toList());
    }

    @ParameterizedTest
    @EnumSource
    void rowsThatAreAllTheSameMakeSeedsThatAreAllTheSame(Seeding seeding) {
        float[][] rows = new float[10][3];

        assertThat(seeding.seeds(rows, 4, 1)).isEqualTo(new double[4][3]);
    }
}
