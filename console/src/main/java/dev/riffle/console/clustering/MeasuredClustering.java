package dev.riffle.console.clustering;

import com.sun.management.OperatingSystemMXBean;
import dev.riffle.console.images.LabelledRows;
import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.evaluation.ClusteringMetrics;
import dev.riffle.trainer.evaluation.Silhouette;
import dev.riffle.trainer.training.Progress;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a clustering came to.
 *
 * @param metrics against the labels
 * @param silhouette of the clusters in the space of the rows, on at most {@value #SILHOUETTE_ROWS} of them; NaN where
 *     those have fewer than two clusters
 * @param noise rows in no cluster
 * @param seconds wall time of the algorithm
 * @param cpuSeconds processor time of the whole process meanwhile
 */
public record MeasuredClustering(
        ClusteringMetrics metrics, double silhouette, int noise, double seconds, double cpuSeconds) {
    private static final int SILHOUETTE_ROWS = 2_000;

    /** Runs an algorithm, which sees the rows and not the labels. */
    public static MeasuredClustering of(
            ClusteringAlgorithm algorithm, LabelledRows rows, ClusteringSettings settings, Progress progress) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long start = System.nanoTime();
        long cpuStart = system.getProcessCpuTime();
        int[] assignment = algorithm.cluster(rows.rows(), settings, progress);
        double cpuSeconds = (system.getProcessCpuTime() - cpuStart) / 1e9;
        double seconds = (System.nanoTime() - start) / 1e9;
        return new MeasuredClustering(
                ClusteringMetrics.of(rows.labels(), assignment),
                new Silhouette(rows.rows(), SILHOUETTE_ROWS, settings.seed()).of(assignment),
                (int) Arrays.stream(assignment)
                        .filter(cluster -> cluster == ClusteringAlgorithm.NOISE)
                        .count(),
                seconds,
                cpuSeconds);
    }

    /** Every figure by its name in JSON, in the order in which people read them; an undefined one is null. */
    public Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("nmi", metrics.nmi());
        figures.put("nmiMax", metrics.nmiMax());
        figures.put("nmiGeometric", metrics.nmiGeometric());
        figures.put("ari", metrics.ari());
        figures.put("acc", metrics.acc());
        figures.put("vMeasure", metrics.vMeasure());
        figures.put("homogeneity", metrics.homogeneity());
        figures.put("completeness", metrics.completeness());
        figures.put("rand", metrics.rand());
        figures.put("silhouette", Double.isNaN(silhouette) ? null : silhouette);
        figures.put("clusters", metrics.clusters());
        figures.put("noise", noise);
        figures.put("seconds", seconds);
        figures.put("cpuSeconds", cpuSeconds);
        return figures;
    }
}
