package dev.riffle.trainer.clustering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Clusters as valleys of a reachability plot that are steep by a factor of 1 - xi on both sides (Ankerst et al. 1999,
 * definition 11 and figure 19). Of nested valleys the innermost ones become clusters.
 */
final class XiClusters {
    private final double[] plot;
    private final int rows;
    private final double rest;
    private final int leastRows;
    private final List<Down> downs = new ArrayList<>();
    private final List<int[]> valleys = new ArrayList<>();

    /** A steep downward area, with the highest value since its end. */
    private record Down(int start, int end, double highestSince) {}

    private XiClusters(double[] plot, double xi, int leastRows) {
        this.plot = plot;
        this.rows = plot.length - 1;
        this.rest = 1 - xi;
        this.leastRows = leastRows;
    }

    /**
     * Extracts clusters.
     *
     * @param xi steepness, above 0 and below 1
     * @param leastRows of a cluster, and most rows that a steep area may stay level
     * @return cluster per row or {@link ClusteringAlgorithm#NOISE}
     */
    static int[] of(OpticsOrdering ordering, double xi, int leastRows) {
        int[] order = ordering.order();
        double[] plot = new double[order.length + 1];
        for (int i = 0; i < order.length; i++) {
            plot[i] = ordering.reachability()[order[i]];
        }
        plot[order.length] = Double.POSITIVE_INFINITY;
        XiClusters extraction = new XiClusters(plot, xi, leastRows);
        extraction.findValleys();
        return extraction.innermost(order);
    }

    private boolean steepDown(int i) {
        return i < rows && plot[i] * rest >= plot[i + 1] && plot[i] > plot[i + 1];
    }

    private boolean steepUp(int i) {
        return i < rows && plot[i] <= plot[i + 1] * rest && plot[i] < plot[i + 1];
    }

    private void findValleys() {
        double highest = 0;
        int i = 0;
        while (i < rows) {
            highest = Math.max(highest, plot[i]);
            if (steepDown(i)) {
                keepDowns(highest);
                int end = areaEnd(i, true);
                downs.add(new Down(i, end, 0));
                i = end + 1;
                highest = plot[i];
            } else if (steepUp(i)) {
                keepDowns(highest);
                int end = areaEnd(i, false);
                closeValleys(i, end);
                i = end + 1;
                highest = plot[i];
            } else {
                i++;
            }
        }
    }

    /** Forgets downward areas that the plot has risen above since, and remembers how high it rose. */
    private void keepDowns(double highest) {
        if (Double.isInfinite(highest)) {
            downs.clear();
            return;
        }
        downs.removeIf(down -> highest > plot[down.start()] * rest);
        downs.replaceAll(down -> new Down(down.start(), down.end(), Math.max(down.highestSince(), highest)));
    }

    /** The last steep point of an area: no point of it turns back, and few in a row are not steep (definition 10). */
    private int areaEnd(int start, boolean down) {
        int end = start;
        int level = 0;
        for (int i = start; i < rows; i++) {
            if (down ? steepDown(i) : steepUp(i)) {
                level = 0;
                end = i;
            } else if (down ? plot[i] >= plot[i + 1] : plot[i] <= plot[i + 1]) {
                if (++level > leastRows) {
                    break;
                }
            } else {
                break;
            }
        }
        return end;
    }

    private void closeValleys(int upStart, int upEnd) {
        List<int[]> found = new ArrayList<>();
        for (Down down : downs) {
            double after = plot[upEnd + 1];
            if (after * rest < down.highestSince()) {
                continue;
            }
            int start = down.start();
            int end = upEnd;
            double before = plot[start];
            // Definition 11, 4: both ends at about the same height.
            if (before * rest >= after) {
                while (start < down.end() && plot[start + 1] > after) {
                    start++;
                }
            } else if (after * rest >= before) {
                while (end > upStart && plot[end] > before) {
                    end--;
                }
            }
            if (end - start + 1 >= leastRows && start <= down.end() && end >= upStart) {
                found.add(0, new int[] {start, end});
            }
        }
        valleys.addAll(found);
    }

    private int[] innermost(int[] order) {
        int[] clusters = new int[rows];
        Arrays.fill(clusters, ClusteringAlgorithm.NOISE);
        int next = 0;
        for (int[] valley : valleys) {
            boolean free = true;
            for (int i = valley[0]; i <= valley[1] && free; i++) {
                free = clusters[order[i]] == ClusteringAlgorithm.NOISE;
            }
            if (free) {
                for (int i = valley[0]; i <= valley[1]; i++) {
                    clusters[order[i]] = next;
                }
                next++;
            }
        }
        return clusters;
    }
}
