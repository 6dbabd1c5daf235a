package dev.riffle.benchmarks.quality;

import dev.riffle.benchmarks.quality.QualitySet.Group;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which of the public sets, as all commands have it that measure on them. A mixin. */
public final class SetOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "../shared/data",
            description = "Folder with the folders tabular and sensors. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(
            names = "--groups",
            split = ",",
            paramLabel = "G",
            description = "Which of ${COMPLETION-CANDIDATES}. Default: all.")
    private Set<Group> groups = EnumSet.allOf(Group.class);

    @Option(
            names = "--sets",
            split = ",",
            paramLabel = "SET",
            description = "Only these sets, by their names in the table. Default: all of the groups.")
    private Set<String> sets = new LinkedHashSet<>();

    /** The sets that were asked for. */
    public List<QualitySet> sets() {
        return QualitySet.all(data, groups).stream()
                .filter(set -> has(set.name()))
                .toList();
    }

    /** Whether a set of this name was asked for, or all were. */
    public boolean has(String name) {
        return sets.isEmpty() || sets.contains(name);
    }
}
