package dev.riffle.detector.kernel;

/** What the lanes of a vector come to. */
final class Lanes {
    private Lanes() {}

    /**
     * The sum of a vector's lanes, stored beforehand. JDK 17 adds floats within a vector one after the other; four sums
     * hide most of the latency.
     *
     * @param lanes a power of two
     */
    static float sum(float[] lanes) {
        if (lanes.length < 4) {
            return lanes.length == 1 ? lanes[0] : lanes[0] + lanes[1];
        }
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = 0; i < lanes.length; i += 4) {
            a += lanes[i];
            b += lanes[i + 1];
            c += lanes[i + 2];
            d += lanes[i + 3];
        }
        return (a + b) + (c + d);
    }
}
