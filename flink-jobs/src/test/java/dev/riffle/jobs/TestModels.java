package dev.riffle.jobs;

import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.SeededBundle;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.jobs.flow.PipelineText;
import dev.riffle.schemas.ModelRelease;
import dev.riffle.schemas.Provenance;
import java.nio.ByteBuffer;
import java.util.Map;

/** Model releases for tests: seeded bundles on a pipeline of three numbers without history. */
public final class TestModels {
    public static final Pipeline PIPELINE = SeededBundle.numericPipeline(3);
    public static final long CREATED = 1_700_000_000_000L;

    private TestModels() {}

    public static PipelineText definition() {
        return new PipelineText(PIPELINE.yaml(), "test data");
    }

    /** A release that the job should adopt. */
    public static ModelRelease release(long version) {
        return release(bundle(version, PIPELINE));
    }

    public static ModelBundle bundle(long version, Pipeline pipeline) {
        return SeededBundle.seed(version)
                .version(version, version - 1)
                .pipeline(pipeline)
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
