package dev.riffle.jobs.operators;

import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.InvalidBundleException;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.schemas.ModelRelease;
import java.nio.ByteBuffer;

/** Opens model releases, and refuses those that the job cannot score with. */
final class ReleaseGate {
    private final String pipelineFingerprint;

    ReleaseGate(String pipelineFingerprint) {
        this.pipelineFingerprint = pipelineFingerprint;
    }

    /** @throws RefusedReleaseException saying what was found and what was expected */
    ModelBundle open(ModelRelease release) throws RefusedReleaseException {
        ByteBuffer buffer = release.getBundle().duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        String found = BundleFormat.sha256(bytes);
        if (!found.equals(release.getSha256())) {
            throw new RefusedReleaseException("the bundle's SHA-256 is " + found + ", the release says "
                    + release.getSha256() + ": the bytes were damaged on their way");
        }
        ModelBundle bundle;
        try {
            bundle = BundleFormat.decode(bytes);
        } catch (InvalidBundleException e) {
            throw new RefusedReleaseException(e.getMessage(), e);
        }
        if (bundle.modelVersion() != release.getModelVersion()) {
            throw new RefusedReleaseException("the bundle is of model version " + bundle.modelVersion()
                    + ", the release says " + release.getModelVersion());
        }
        String fingerprint = bundle.pipeline().fingerprint();
        if (!fingerprint.equals(pipelineFingerprint)) {
            throw new RefusedReleaseException("the model was trained on pipeline " + fingerprint + " ("
                    + bundle.pipeline().name() + "), this job computes the features of pipeline "
                    + pipelineFingerprint);
        }
        return bundle;
    }
}
