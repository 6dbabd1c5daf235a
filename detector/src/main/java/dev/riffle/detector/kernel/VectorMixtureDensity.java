package dev.riffle.detector.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The Vector API's mixture: one lane per component; the last vector may overlap the one before it. */
final class VectorMixtureDensity implements MixtureDensity {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Those of the last vector are 0 where the one before it has the component. */
    private final float[] weights;

    private final int count;
    private final float factor;
    private final float[] sums = new float[LANES];

    VectorMixtureDensity(float[] weights, float precision) {
        count = weights.length;
        int whole = (count - 1) / LANES * LANES;
        int last = count - LANES;
        this.weights = Arrays.copyOf(weights, whole + LANES);
        Arrays.fill(this.weights, whole, whole + LANES, 0);
        System.arraycopy(weights, whole, this.weights, whole + whole - last, count - whole);
        factor = -0.5f * precision;
    }

    /** True if there are as many components as a vector has lanes. */
    static boolean fits(int components) {
        return components >= LANES;
    }

    @Override
    public double at(float[] squared, float least) {
        Lengths.require("squared", squared, count);
        Arrays.fill(sums, 0);
        int last = count - LANES;
        int i = 0;
        for (; i < last; i += LANES) {
            mixInLanes(squared, i, least, weights, i, factor, sums);
        }
        mixInLanes(squared, last, least, weights, i, factor, sums);
        return Lanes.sum(sums);
    }

    /**
     * One vector of components. A method for each, with its sums in memory: in a loop, twice over with the tail, this is
     * more than the compiler keeps free of objects (from 17 components on 672 bytes an event, and the event half as slow
     * again).
     */
    private static void mixInLanes(
            float[] squared, int at, float least, float[] weights, int atWeights, float factor, float[] sums) {
        FloatVector.fromArray(SPECIES, weights, atWeights)
                .fma(exp(squared, at, least, factor), FloatVector.fromArray(SPECIES, sums, 0))
                .intoArray(sums, 0);
    }

    /** {@link Exponential#of}, lane by lane. */
    private static FloatVector exp(float[] squared, int i, float least, float factor) {
        FloatVector x = VectorBounds.atLeast(
                FloatVector.fromArray(SPECIES, squared, i).sub(least).mul(factor), Exponential.LEAST);
        FloatVector shifted = x.fma(of(Exponential.LOG2_E), of(Exponential.TO_INTEGER));
        FloatVector k = shifted.sub(Exponential.TO_INTEGER);
        FloatVector r = k.fma(of(-Exponential.LOG_2_LOW), k.fma(of(-Exponential.LOG_2_HIGH), x));
        FloatVector z = r.mul(r);
        FloatVector middle = r.fma(of(Exponential.C3), of(Exponential.C2));
        FloatVector high = z.fma(of(Exponential.C6), r.fma(of(Exponential.C5), of(Exponential.C4)));
        FloatVector p = z.fma(z.fma(high, middle), r.add(1));
        return p.reinterpretAsInts()
                .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, Exponential.MANTISSA_BITS))
                .reinterpretAsFloats();
    }

    private static FloatVector of(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
