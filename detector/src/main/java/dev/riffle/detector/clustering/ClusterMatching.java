package dev.riffle.detector.clustering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jgrapht.alg.matching.KuhnMunkresMinimalWeightBipartitePerfectMatching;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleWeightedGraph;

/**
 * Keeps cluster ids stable over a retraining: the same events are assigned by the old and by the new model, and the
 * one-to-one matching that keeps most events under their old id wins (Hungarian algorithm, Kuhn 1955, Munkres 1957).
 */
public final class ClusterMatching {
    /** Smallest share of an old cluster's events that makes a link of the lineage. */
    public static final double LEAST_SHARE = 0.01;

    private ClusterMatching() {}

    /**
     * The new clusters' ids.
     *
     * @param newIds one id per new cluster, in the order of the co-assignment's columns
     * @param lineage where the old clusters' events went, for shares of at least {@link #LEAST_SHARE}
     * @param nextFreshId the smallest id that was never used, for the next matching
     */
    public record StableIds(long[] newIds, List<LineageEntry> lineage, long nextFreshId) {
        public StableIds {
            lineage = List.copyOf(lineage);
        }
    }

    /**
     * Matches new clusters to old ones. A new cluster that shares no event with its match, or has none, gets a fresh
     * id.
     *
     * @param oldIds ids of the old clusters
     * @param coAssignment number of events per {@code [old][new]} cluster, at least 0
     * @param nextFreshId an id above every id that was ever used
     * @throws IllegalArgumentException if shapes disagree, counts are negative or the fresh id is in use
     */
    public static StableIds assignIds(long[] oldIds, long[][] coAssignment, long nextFreshId) {
        int newClusters = check(oldIds, coAssignment, nextFreshId);
        int[] matches = match(coAssignment, newClusters);
        long fresh = nextFreshId;
        long[] newIds = new long[newClusters];
        for (int n = 0; n < newClusters; n++) {
            int old = matches[n];
            newIds[n] = old < oldIds.length && coAssignment[old][n] > 0 ? oldIds[old] : fresh++;
        }
        return new StableIds(newIds, lineage(oldIds, newIds, coAssignment), fresh);
    }

    private static List<LineageEntry> lineage(long[] oldIds, long[] newIds, long[][] coAssignment) {
        List<LineageEntry> lineage = new ArrayList<>();
        for (int o = 0; o < oldIds.length; o++) {
            double events = Arrays.stream(coAssignment[o]).sum();
            for (int n = 0; n < newIds.length; n++) {
                double share = events == 0 ? 0 : coAssignment[o][n] / events;
                if (share >= LEAST_SHARE) {
                    lineage.add(new LineageEntry(oldIds[o], newIds[n], share));
                }
            }
        }
        return lineage;
    }

    /** The old cluster of each new one; indices from {@code coAssignment.length} on stand for none. */
    private static int[] match(long[][] coAssignment, int newClusters) {
        // The algorithm wants sides of equal size: the shorter one is padded with clusters that share no event.
        int size = Math.max(coAssignment.length, newClusters);
        SimpleWeightedGraph<Integer, DefaultWeightedEdge> graph = new SimpleWeightedGraph<>(DefaultWeightedEdge.class);
        Set<Integer> oldSide = new LinkedHashSet<>();
        Set<Integer> newSide = new LinkedHashSet<>();
        for (int i = 0; i < size; i++) {
            oldSide.add(i);
            newSide.add(size + i);
            graph.addVertex(i);
            graph.addVertex(size + i);
        }
        for (int o = 0; o < size; o++) {
            for (int n = 0; n < size; n++) {
                DefaultWeightedEdge edge = graph.addEdge(o, size + n);
                boolean real = o < coAssignment.length && n < newClusters;
                graph.setEdgeWeight(edge, real ? -coAssignment[o][n] : 0);
            }
        }
        int[] matches = new int[newClusters];
        for (DefaultWeightedEdge edge : new KuhnMunkresMinimalWeightBipartitePerfectMatching<>(graph, oldSide, newSide)
                .getMatching()
                .getEdges()) {
            int a = graph.getEdgeSource(edge);
            int b = graph.getEdgeTarget(edge);
            int n = Math.max(a, b) - size;
            if (n < newClusters) {
                matches[n] = Math.min(a, b);
            }
        }
        return matches;
    }

    private static int check(long[] oldIds, long[][] coAssignment, long nextFreshId) {
        if (coAssignment.length != oldIds.length || oldIds.length == 0) {
            throw new IllegalArgumentException("co-assignment has " + coAssignment.length + " rows for " + oldIds.length
                    + " old clusters, expected one row each and at least one");
        }
        int newClusters = coAssignment[0].length;
        for (int o = 0; o < oldIds.length; o++) {
            if (oldIds[o] >= nextFreshId) {
                throw new IllegalArgumentException(
                        "fresh id " + nextFreshId + " is not above the old cluster id " + oldIds[o]);
            }
            if (coAssignment[o].length != newClusters) {
                throw new IllegalArgumentException("co-assignment row " + o + " has " + coAssignment[o].length
                        + " columns, expected " + newClusters);
            }
            for (long count : coAssignment[o]) {
                if (count < 0) {
                    throw new IllegalArgumentException(
                            "co-assignment row " + o + " has a count of " + count + ", expected at least 0");
                }
            }
        }
        return newClusters;
    }
}
