package dev.riffle.detector.bundle;

/** Bytes of a {@link ModelBundle}; docs/bundle-format.md lays them out. */
public final class BundleFormat {
    public static final int CURRENT_VERSION = 1;

    private BundleFormat() {}

    public static byte[] encode(ModelBundle bundle) {
        throw new UnsupportedOperationException();
    }

    /** @throws InvalidBundleException saying what was found, what was expected and where */
    public static ModelBundle decode(byte[] bytes) throws InvalidBundleException {
        throw new UnsupportedOperationException();
    }
}
