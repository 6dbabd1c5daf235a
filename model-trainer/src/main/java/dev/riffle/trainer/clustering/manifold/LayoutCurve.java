package dev.riffle.trainer.clustering.manifold;

/**
 * How surely two points of a layout at distance d are neighbours: 1 / (1 + a d^(2b)) (McInnes et al. 2018, definition
 * 11), the smooth curve nearest, by least squares on [0, 3], to 1 up to the least distance and exp(-(d - least distance))
 * beyond it.
 */
record LayoutCurve(double a, double b) {
    private static final int POINTS = 300;
    private static final double REACH = 3;
    private static final int STEPS = 200;

    /**
     * Fits the curve by Levenberg and Marquardt's method.
     *
     * @param leastDistance between points that belong together, at least 0 and less than 3
     */
    static LayoutCurve of(double leastDistance) {
        if (!(leastDistance >= 0 && leastDistance < REACH)) {
            throw new IllegalArgumentException(
                    "least distance is " + leastDistance + "; at least 0 and less than " + REACH + " was expected");
        }
        LayoutCurve best = new LayoutCurve(1, 1);
        double error = best.error(leastDistance);
        double damping = 1e-3;
        for (int step = 0; step < STEPS && damping < 1e12; step++) {
            LayoutCurve next = best.step(leastDistance, damping);
            double nextError = next.a > 0 && next.b > 0 ? next.error(leastDistance) : Double.POSITIVE_INFINITY;
            if (nextError < error) {
                best = next;
                error = nextError;
                damping /= 10;
            } else {
                damping *= 10;
            }
        }
        return best;
    }

    private static double target(double distance, double leastDistance) {
        return distance <= leastDistance ? 1 : Math.exp(-(distance - leastDistance));
    }

    private static double point(int i) {
        return REACH * i / (POINTS - 1);
    }

    /** The curve at a distance. */
    double at(double distance) {
        return 1 / (1 + a * Math.pow(distance, 2 * b));
    }

    private double error(double leastDistance) {
        double sum = 0;
        for (int i = 0; i < POINTS; i++) {
            double miss = at(point(i)) - target(point(i), leastDistance);
            sum += miss * miss;
        }
        return sum;
    }

    private LayoutCurve step(double leastDistance, double damping) {
        double aa = 0;
        double ab = 0;
        double bb = 0;
        double slopeA = 0;
        double slopeB = 0;
        // At distance 0 the curve is 1, whatever a and b are.
        for (int i = 1; i < POINTS; i++) {
            double distance = point(i);
            double power = Math.pow(distance, 2 * b);
            double value = at(distance);
            double byA = -power * value * value;
            double byB = -2 * a * power * Math.log(distance) * value * value;
            double miss = value - target(distance, leastDistance);
            aa += byA * byA;
            ab += byA * byB;
            bb += byB * byB;
            slopeA += byA * miss;
            slopeB += byB * miss;
        }
        aa *= 1 + damping;
        bb *= 1 + damping;
        double determinant = aa * bb - ab * ab;
        return new LayoutCurve(
                a - (bb * slopeA - ab * slopeB) / determinant, b - (aa * slopeB - ab * slopeA) / determinant);
    }
}
