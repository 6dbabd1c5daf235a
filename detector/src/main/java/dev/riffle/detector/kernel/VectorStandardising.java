package dev.riffle.detector.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The Vector API's standardising: one lane per column; the last vector may overlap the one before it. */
final class VectorStandardising implements Standardising {
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = DOUBLES.length();

    private final double[] means;
    private final double[] inverseScales;
    private final double limit;
    private final double[] standardised;

    VectorStandardising(double[] means, double[] inverseScales, float limit) {
        this.means = means.clone();
        this.inverseScales = inverseScales.clone();
        this.limit = limit;
        standardised = new double[means.length];
    }

    /** True if there are as many columns as a vector has lanes. */
    static boolean fits(int columns) {
        return columns >= LANES;
    }

    @Override
    public boolean apply(double[] row, float[] target) {
        Lengths.require("row", row, means.length);
        Lengths.require("target", target, means.length);
        boolean finite = standardiseInLanes(row, means, inverseScales, limit, standardised);
        for (int f = 0; f < target.length; f++) {
            target[f] = (float) standardised[f];
        }
        return finite;
    }

    private static boolean standardiseInLanes(
            double[] row, double[] means, double[] scales, double limit, double[] standardised) {
        int last = row.length - LANES;
        DoubleVector zeros = DoubleVector.zero(DOUBLES);
        for (int f = 0; f < last; f += LANES) {
            zeros = standardise(row, means, scales, limit, standardised, f, zeros);
        }
        zeros = standardise(row, means, scales, limit, standardised, last, zeros);
        return zeros.eq(0).allTrue();
    }

    /**
     * @param zeros what {@link PlainStandardising} has a single one of
     * @return the same with these columns
     */
    private static DoubleVector standardise(
            double[] row,
            double[] means,
            double[] scales,
            double limit,
            double[] standardised,
            int f,
            DoubleVector zeros) {
        DoubleVector x = DoubleVector.fromArray(DOUBLES, row, f);
        DoubleVector z =
                x.sub(DoubleVector.fromArray(DOUBLES, means, f)).mul(DoubleVector.fromArray(DOUBLES, scales, f));
        // Bounded before it is rounded, which gives the same float: the limit is one.
        VectorBounds.within(z, limit).blend(0, z.compare(VectorOperators.NE, z)).intoArray(standardised, f);
        return x.fma(DoubleVector.zero(DOUBLES), zeros);
    }
}
