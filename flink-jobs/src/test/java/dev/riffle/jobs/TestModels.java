package dev.riffle.jobs;

import dev.riffle.detector.SyntheticModel;
import dev.riffle.detector.SyntheticStream;
import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.SeededBundle;
import dev.riffle.detector.bundle.SeededBundle.Clusters;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.jobs.flow.PipelineText;
import dev.riffle.schemas.ModelRelease;
import dev.riffle.schemas.Provenance;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Pipelines and model releases for tests. */
public final class TestModels {
    public static final Pipeline PIPELINE = SeededBundle.numericPipeline(SyntheticStream.WIDTH);
    /** With history by two keys. */
    public static final Pipeline HISTORY_PIPELINE = Pipeline.parse("""
            name: history
            event:
              id: id
              keys: [customer, terminal]
              time: {field: time, format: epoch-millis}
            features:
              - {name: amount, type: number, field: amount}
              - {name: customerCount, type: history, key: customer, statistic: count, window: 1h}
              - {name: customerMean, type: history, key: customer, of: amount, statistic: mean, window: 1d}
              - {name: terminalCount, type: history, key: terminal, statistic: count, window: 1h}
            """, "test data");
    /** The same with scores smoothed by the first of them; its models are the same. */
    public static final Pipeline SMOOTHED_PIPELINE = smoothed("customer");

    public static final long CREATED = 1_700_000_000_000L;

    private static final Map<Long, ModelBundle> BUNDLES = new ConcurrentHashMap<>();

    private TestModels() {}

    /** {@link #HISTORY_PIPELINE} with scores smoothed by a key. */
    public static Pipeline smoothed(String key) {
        return Pipeline.parse(HISTORY_PIPELINE.yaml() + "smoothing: {key: " + key + ", halfLife: 10m}\n", "test data");
    }

    public static PipelineText text() {
        return text(PIPELINE);
    }

    public static PipelineText text(Pipeline pipeline) {
        return new PipelineText(pipeline.yaml(), "test data");
    }

    /** A release of a model that knows {@link SyntheticStream}'s events. */
    public static ModelRelease release(long version) {
        return release(bundle(version));
    }

    public static ModelBundle bundle(long version) {
        return BUNDLES.computeIfAbsent(version, TestModels::train);
    }

    private static ModelBundle train(long version) {
        return SyntheticModel.train(version, PIPELINE, new SyntheticStream(version, 0).normals(3_000), 2, 3, 6);
    }

    /** A model that knows {@link SyntheticStream}'s events, with clusters of that kind. */
    public static ModelBundle bundle(long version, Clusters kind) {
        return SyntheticModel.train(version, PIPELINE, kind);
    }

    /** A bundle for any pipeline, consistent but without sense. */
    public static ModelBundle bundle(long version, Pipeline pipeline) {
        return bundle(version, pipeline, Clusters.LATENT_CENTROIDS);
    }

    /** The same with clusters of that kind. */
    public static ModelBundle bundle(long version, Pipeline pipeline, Clusters kind) {
        return SeededBundle.seed(version)
                .version(version, version - 1)
                .pipeline(pipeline)
                .clusterModel(kind)
                .build();
    }

    public static ModelRelease release(ModelBundle bundle) {
        return release(bundle.modelVersion(), BundleFormat.encode(bundle));
    }

    /** A release of any bytes, with their right checksum. */
    public static ModelRelease release(long version, byte[] bytes) {
        return ModelRelease.newBuilder()
                .setModelVersion(version)
                .setCreatedTime(CREATED)
                .setSha256(BundleFormat.sha256(bytes))
                .setProvenance(Provenance.newBuilder()
                        .setAlgorithm("seeded")
                        .setTrainingRows(1)
                        .setHoldoutRows(1)
                        .setHyperparameters(Map.of())
                        .setSeed(version)
                        .setCodeVersion("test")
                        .setHoldoutFigures(Map.of())
                        .build())
                .setBundle(ByteBuffer.wrap(bytes))
                .build();
    }
}
