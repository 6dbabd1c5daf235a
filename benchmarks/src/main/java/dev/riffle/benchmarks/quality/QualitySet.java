package dev.riffle.benchmarks.quality;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A stream of protocol P: tables in an order that the seed shuffles, the first tenth of at most 50,000 rows for warm-up;
 * servers and valves in the order of time.
 *
 * @param name as in the table of peers; files with the same name are one set, whose figures are the mean of theirs
 * @param part which file of the set, from 0
 * @param test file that is scored where the first is all warm-up
 * @param label column with the label, in the file that is scored
 */
public record QualitySet(Group group, String name, int part, Path file, Optional<Path> test, String label) {
    /** Of a shuffled set. */
    static final int MOST_ROWS = 50_000;

    private static final String LABEL = "label";
    private static final int VALVE_WARM_UP = 400;

    /** Kinds of streams. */
    public enum Group {
        TABULAR("tables", 0.880, 0.490),
        SMD("servers (SMD)", 0.86, 0.45),
        SKAB("valves (SKAB)", 0.89, 0.91);

        private final String title;
        private final double aurocGoal;
        private final double averagePrecisionGoal;

        Group(String title, double aurocGoal, double averagePrecisionGoal) {
            this.title = title;
            this.aurocGoal = aurocGoal;
            this.averagePrecisionGoal = averagePrecisionGoal;
        }

        public String title() {
            return title;
        }

        double aurocGoal() {
            return aurocGoal;
        }

        double averagePrecisionGoal() {
            return averagePrecisionGoal;
        }
    }

    private static final List<String> TABLES =
            List.of("shuttle", "cover", "smtp", "pendigits", "mnist", "campaign", "waveform", "ionosphere", "pima");
    private static final List<String> MACHINES = List.of("1-6", "2-1", "3-3");
    private static final int VALVES = 16;

    /** A table in an order that the seed shuffles, its first tenth for warm-up. */
    public static QualitySet table(String name, Path file, String label) {
        return new QualitySet(Group.TABULAR, name, 0, file, Optional.empty(), label);
    }

    /** All sets of some groups. */
    public static List<QualitySet> all(Path data, Set<Group> groups) {
        List<QualitySet> sets = new ArrayList<>();
        if (groups.contains(Group.TABULAR)) {
            for (String table : TABLES) {
                Path file = data.resolve("tabular").resolve(table + ".csv.gz");
                sets.add(table(table, file, LABEL));
            }
        }
        Path sensors = data.resolve("sensors");
        if (groups.contains(Group.SMD)) {
            for (String machine : MACHINES) {
                Path train = sensors.resolve("smd_machine-" + machine + "_train.csv.gz");
                Path test = sensors.resolve("smd_machine-" + machine + "_test.csv.gz");
                sets.add(new QualitySet(Group.SMD, "smd_" + machine, 0, train, Optional.of(test), LABEL));
            }
        }
        if (groups.contains(Group.SKAB)) {
            for (int valve = 0; valve < VALVES; valve++) {
                Path file = sensors.resolve("skab_valve1_" + valve + ".csv.gz");
                sets.add(new QualitySet(Group.SKAB, "skab_valve1", valve, file, Optional.empty(), "anomaly"));
            }
        }
        return sets;
    }

    /** Whether the seed shuffles the rows; else they stay in the order of time. */
    boolean shuffled() {
        return group == Group.TABULAR;
    }

    /** Column that event times are taken from. */
    Optional<String> time() {
        return group == Group.SKAB ? Optional.of("datetime") : Optional.empty();
    }

    /** Columns that the pipeline is not to see. */
    Set<String> hidden() {
        return group == Group.SKAB ? Set.of(label, "changepoint") : Set.of(label);
    }

    /** How many of the first rows are warm-up, where there is no test of its own. */
    int warmUp(int rows) {
        return group == Group.SKAB ? VALVE_WARM_UP : rows / 10;
    }

    @Override
    public String toString() {
        return group == Group.SKAB ? name + "/" + part : name;
    }
}
