package dev.riffle.detector.clustering;

import dev.riffle.detector.clustering.ClusterChange.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads from a lineage what a retraining did to each cluster. */
public final class ClusterChanges {
    private ClusterChanges() {}

    /**
     * The changes: splits first, then merges, then what was kept, was born and died, each by ascending id. A cluster that
     * splits may be kept as well, as one of its own parts; one that merges likewise.
     *
     * @param oldIds ids of the old clusters
     * @param newIds ids of the new clusters
     * @param lineage where the old clusters' events went
     */
    public static List<ClusterChange> of(long[] oldIds, long[] newIds, List<LineageEntry> lineage) {
        Set<Long> before = setOf(oldIds);
        Set<Long> after = setOf(newIds);
        List<ClusterChange> changes = new ArrayList<>();
        Set<Long> parts = new TreeSet<>();
        Set<Long> sources = new TreeSet<>();
        changes.addAll(splits(before, lineage, parts));
        changes.addAll(merges(after, lineage, sources));
        for (long id : after) {
            if (before.contains(id)) {
                changes.add(new ClusterChange(Kind.KEPT, id, List.of(), keptShare(id, lineage)));
            }
        }
        for (long id : after) {
            if (!before.contains(id) && !parts.contains(id)) {
                changes.add(new ClusterChange(Kind.BORN, id, List.of(), 0));
            }
        }
        for (long id : before) {
            if (!after.contains(id) && !sources.contains(id)) {
                changes.add(new ClusterChange(Kind.DIED, id, List.of(), 0));
            }
        }
        return changes;
    }

    private static List<ClusterChange> splits(Set<Long> before, List<LineageEntry> lineage, Set<Long> parts) {
        List<ClusterChange> splits = new ArrayList<>();
        for (long old : before) {
            TreeMap<Long, Double> targets = new TreeMap<>();
            for (LineageEntry entry : lineage) {
                if (entry.oldId() == old && entry.share() >= ClusterChange.LEAST_PART) {
                    targets.merge(entry.newId(), entry.share(), Double::sum);
                }
            }
            if (targets.size() > 1) {
                double together = targets.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum();
                splits.add(new ClusterChange(
                        Kind.SPLIT, old, List.copyOf(targets.navigableKeySet()), Math.min(1, together)));
                parts.addAll(targets.keySet());
            }
        }
        return splits;
    }

    private static List<ClusterChange> merges(Set<Long> after, List<LineageEntry> lineage, Set<Long> sources) {
        List<ClusterChange> merges = new ArrayList<>();
        for (long id : after) {
            TreeMap<Long, Double> from = new TreeMap<>();
            for (LineageEntry entry : lineage) {
                if (entry.newId() == id && entry.share() >= ClusterChange.LEAST_SOURCE) {
                    from.put(entry.oldId(), entry.share());
                }
            }
            if (from.size() > 1) {
                double least = from.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .min()
                        .orElseThrow();
                merges.add(new ClusterChange(Kind.MERGED, id, List.copyOf(from.navigableKeySet()), least));
                sources.addAll(from.keySet());
            }
        }
        return merges;
    }

    private static double keptShare(long id, List<LineageEntry> lineage) {
        return lineage.stream()
                .filter(entry -> entry.oldId() == id && entry.newId() == id)
                .mapToDouble(LineageEntry::share)
                .sum();
    }

    private static Set<Long> setOf(long[] ids) {
        Set<Long> set = new TreeSet<>();
        for (long id : ids) {
            set.add(id);
        }
        return set;
    }
}
