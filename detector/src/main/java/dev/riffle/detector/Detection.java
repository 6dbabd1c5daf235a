package dev.riffle.detector;

/**
 * What a detector found out about one event. Free of any threshold: the verdict is the alert budget's.
 *
 * <p>A detection that {@link Detector#score(FeatureVector)} returns is never written to again. One that was handed to
 * {@link Detector#score(FeatureVector, Detection)} holds the event scored last: scoring so allocates nothing. The arrays
 * belong to the detection; they let a {@link Learner} learn and an explanation be computed without encoding the event
 * again.
 */
public final class Detection {
    private int clusterIndex;
    private long clusterId;
    private double distance;
    private boolean noise;
    private int densityIndex;
    private double reconstructionError;
    private double sparseness;
    private double rarity;
    private double reconstructionSurprise;
    private double densitySurprise;
    private double eventSurprise;
    private double surprise;
    private boolean smoothed;
    private final float[] scaled;
    private final float[] residual;
    private final int[] cells;
    private final float[] position;

    /** Room for one event. */
    Detection(int columns, int projections, int positionDimension) {
        scaled = new float[columns];
        residual = new float[columns];
        cells = new int[projections];
        position = new float[positionDimension];
    }

    /** The arrays are handed over, not copied. Each value is what the method of its name says; nothing is smoothed. */
    public Detection(
            int clusterIndex,
            long clusterId,
            double distance,
            boolean noise,
            int densityIndex,
            double reconstructionError,
            double sparseness,
            double rarity,
            double reconstructionSurprise,
            double densitySurprise,
            double surprise,
            float[] scaled,
            float[] residual,
            int[] cells,
            float[] position) {
        this.scaled = scaled;
        this.residual = residual;
        this.cells = cells;
        this.position = position;
        assign(clusterIndex, clusterId, distance, noise);
        measure(densityIndex, reconstructionError, sparseness, rarity);
        surprise(reconstructionSurprise, densitySurprise, surprise);
    }

    /** The same in arrays of its own, for whoever keeps it longer than until the next event is scored. */
    public Detection copy() {
        Detection copy = new Detection(
                clusterIndex,
                clusterId,
                distance,
                noise,
                densityIndex,
                reconstructionError,
                sparseness,
                rarity,
                reconstructionSurprise,
                densitySurprise,
                eventSurprise,
                scaled.clone(),
                residual.clone(),
                cells.clone(),
                position.clone());
        copy.surprise = surprise;
        copy.smoothed = smoothed;
        return copy;
    }

    void assign(int toIndex, long toId, double atDistance, boolean asNoise) {
        clusterIndex = toIndex;
        clusterId = toId;
        distance = atDistance;
        noise = asNoise;
    }

    void measure(int nearestDensity, double error, double negativeLogDensity, double meanRarity) {
        densityIndex = nearestDensity;
        reconstructionError = error;
        sparseness = negativeLogDensity;
        rarity = meanRarity;
    }

    void surprise(double byReconstruction, double byDensity, double combined) {
        reconstructionSurprise = byReconstruction;
        densitySurprise = byDensity;
        eventSurprise = combined;
        surprise = combined;
        smoothed = false;
    }

    /** Sets what the event and the recent ones of its key say together. */
    void smooth(double together) {
        surprise = together;
        smoothed = true;
    }

    /** True if the arrays are as long as these, so that an event of such a model fits in. */
    boolean hasRoomFor(int columns, int projections, int positionDimension) {
        return scaled.length == columns && cells.length == projections && position.length == positionDimension;
    }

    /** Index of the nearest cluster in {@link dev.riffle.detector.clustering.ClusterState#latent()}. */
    public int clusterIndex() {
        return clusterIndex;
    }

    /** Stable id of that cluster. */
    public long clusterId() {
        return clusterId;
    }

    /** Distance to it, at least 0; {@link dev.riffle.detector.clustering.ClusterModel} says from what to what. */
    public double distance() {
        return distance;
    }

    /** True if the event belongs to no cluster, not even the nearest. */
    public boolean noise() {
        return noise;
    }

    /** Index of the nearest centroid of the density mixture. */
    public int densityIndex() {
        return densityIndex;
    }

    /** Value of the reconstruction signal, at least 0. */
    public double reconstructionError() {
        return reconstructionError;
    }

    /** Value of the density signal: negative log density, any finite value. */
    public double sparseness() {
        return sparseness;
    }

    /** Value of the projection signal: mean negative log density, any finite value; 0 for models without it. */
    public double rarity() {
        return rarity;
    }

    /** Negative natural logarithm of the reconstruction error's tail probability, at least 0. */
    public double reconstructionSurprise() {
        return reconstructionSurprise;
    }

    /** How surprising sparseness and rarity are together, in the same unit, at least 0; with a cluster model of core points
     * at least that of the distance's. */
    public double densitySurprise() {
        return densitySurprise;
    }

    /** Negative natural logarithm of the combined tail probability of the event by itself, at least 0. */
    public double eventSurprise() {
        return eventSurprise;
    }

    /** True if {@link #surprise()} is that of more than this event. */
    public boolean isSmoothed() {
        return smoothed;
    }

    /**
     * Negative natural logarithm of the combined tail probability, at least 0; ranks events. That of the event by itself,
     * unless the pipeline smooths scores: then of the event together with the recent ones of its key.
     */
    public double surprise() {
        return surprise;
    }

    /** Scaled input, one value per column. */
    public float[] scaled() {
        return scaled;
    }

    /** Normalised residual, one value per column. */
    public float[] residual() {
        return residual;
    }

    /** Cell of the histograms that the event falls into, per projection; empty for models without projections. */
    public int[] cells() {
        return cells;
    }

    /** Where the event lies in the cluster model's space. */
    public float[] position() {
        return position;
    }

    /** Calibrated probability that a normal event looks at least this unusual, in (0, 1]. */
    public double tailProbability() {
        return Math.exp(-surprise);
    }

    /** The same of the event by itself, where {@link #surprise()} is smoothed; in (0, 1]. */
    public double eventTailProbability() {
        return Math.exp(-eventSurprise);
    }

    /** How unusual the event is, in [0, 1]: 1 - {@link #tailProbability()}. */
    public double score() {
        return -Math.expm1(-surprise);
    }
}
