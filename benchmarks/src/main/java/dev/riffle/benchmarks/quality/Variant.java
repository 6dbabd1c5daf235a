package dev.riffle.benchmarks.quality;

import dev.riffle.benchmarks.quality.QualitySet.Group;
import dev.riffle.trainer.training.TrainingConfig;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The recipe with one thing changed.
 *
 * @param name as the tables have it
 * @param settings training settings that differ from the defaults
 * @param groups where it says something
 */
record Variant(String name, Map<String, String> settings, Stream.Handicap handicap, Set<Group> groups) {
    private static final Set<Group> ALL = EnumSet.allOf(Group.class);

    /** The default settings. */
    static final Variant DEFAULT = new Variant("default", Map.of(), Stream.Handicap.NONE, ALL);

    /** A fifth of all cells taken away at random. */
    static final Variant MISSING =
            new Variant("20 % of the cells missing", Map.of(), new Stream.Handicap(true, 0.2), ALL);

    /** What the table of ingredients has besides the default. */
    static final List<Variant> ABLATIONS = List.of(
            MISSING,
            new Variant(
                    "no features of the recent past",
                    Map.of(),
                    new Stream.Handicap(false, 0),
                    EnumSet.of(Group.SMD, Group.SKAB)),
            trained("nothing trimmed", "trimShare", "0"),
            trained("half as much trimmed", "trimShare", "0.1"),
            trained("scoring code of 4 dimensions", "scoringWidth", "4"),
            trained("16 components", "densityClusters", "16"),
            trained("50 projections", "projections", "50"));

    Variant {
        settings = Map.copyOf(settings);
        groups = Set.copyOf(groups);
    }

    private static Variant trained(String name, String key, String value) {
        return new Variant(name, Map.of(key, value), Stream.Handicap.NONE, ALL);
    }

    TrainingConfig config(long seed) {
        TrainingConfig.Builder builder = TrainingConfig.DEFAULTS.toBuilder().set("seed", Long.toString(seed));
        settings.forEach(builder::set);
        return builder.build();
    }
}
