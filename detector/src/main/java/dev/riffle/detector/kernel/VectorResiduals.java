package dev.riffle.detector.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The Vector API's residuals: one lane per column. */
final class VectorResiduals implements Residuals {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private final float[] inverseScales;
    private final float limit;
    /** Of the last vector, which may overlap the one before it: 1 for the columns that no other has. */
    private final float[] own;

    private final float[] sums = new float[LANES];

    VectorResiduals(float[] inverseScales, float limit) {
        this.inverseScales = inverseScales.clone();
        this.limit = limit;
        own = new float[LANES];
        int last = inverseScales.length - LANES;
        Arrays.fill(own, (inverseScales.length - 1) / LANES * LANES - last, LANES, 1);
    }

    /** True if there are as many columns as a vector has lanes. */
    static boolean fits(int columns) {
        return columns >= LANES;
    }

    @Override
    public float measure(float[] input, float[] reconstruction, float[] residual) {
        Lengths.require("input", input, inverseScales.length);
        Lengths.require("reconstruction", reconstruction, inverseScales.length);
        Lengths.require("residual", residual, inverseScales.length);
        sumInLanes(input, reconstruction, residual, inverseScales, limit, own, sums);
        return Lanes.sum(sums);
    }

    private static void sumInLanes(
            float[] input,
            float[] reconstruction,
            float[] residual,
            float[] scales,
            float limit,
            float[] own,
            float[] sums) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int last = residual.length - LANES;
        for (int f = 0; f < last; f += LANES) {
            FloatVector normalised = normalised(input, reconstruction, scales, limit, f);
            normalised.intoArray(residual, f);
            sum = normalised.fma(normalised, sum);
        }
        FloatVector normalised = normalised(input, reconstruction, scales, limit, last);
        normalised.intoArray(residual, last);
        normalised
                .mul(FloatVector.fromArray(SPECIES, own, 0))
                .fma(normalised, sum)
                .intoArray(sums, 0);
    }

    private static FloatVector normalised(float[] input, float[] reconstruction, float[] scales, float limit, int f) {
        FloatVector difference =
                FloatVector.fromArray(SPECIES, reconstruction, f).sub(FloatVector.fromArray(SPECIES, input, f));
        return VectorBounds.within(difference.mul(FloatVector.fromArray(SPECIES, scales, f)), limit)
                .mul(0.5f);
    }
}
