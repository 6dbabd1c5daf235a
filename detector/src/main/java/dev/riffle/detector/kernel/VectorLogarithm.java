package dev.riffle.detector.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Logarithm}, lane by lane. */
final class VectorLogarithm {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Added to a double of less than 2^51, it leaves the nearest integer in the sum's lowest bits; and the reverse. */
    private static final double TO_INTEGER = 0x1.8p52;

    private static final long INTEGER_ZERO = Double.doubleToRawLongBits(TO_INTEGER);

    private VectorLogarithm() {}

    /** Puts logarithms in the place of whole vectors of values and returns how many they are. */
    static int ofAll(double[] values) {
        int whole = values.length - values.length % LANES;
        for (int i = 0; i < whole; i += LANES) {
            of(values, i);
        }
        return whole;
    }

    private static void of(double[] values, int i) {
        LongVector bits = DoubleVector.fromArray(SPECIES, values, i).reinterpretAsLongs();
        LongVector exponent = bits.sub(Logarithm.HALF_ROOT).lanewise(VectorOperators.ASHR, Logarithm.MANTISSA_BITS);
        DoubleVector m = bits.sub(exponent.lanewise(VectorOperators.LSHL, Logarithm.MANTISSA_BITS))
                .reinterpretAsDoubles();
        DoubleVector e = exponent.add(INTEGER_ZERO).reinterpretAsDoubles().sub(TO_INTEGER);
        DoubleVector s = m.sub(1).div(m.add(1));
        DoubleVector z = s.mul(s);
        DoubleVector z2 = z.mul(z);
        DoubleVector low = z.mul(1.0 / 3).add(1).add(z2.mul(z.mul(1.0 / 7).add(1.0 / 5)));
        DoubleVector high = z.mul(1.0 / 11).add(1.0 / 9).add(z2.mul(1.0 / 13));
        DoubleVector sum = low.add(z2.mul(z2).mul(high));
        e.mul(Logarithm.LOG_2).add(s.mul(2).mul(sum)).intoArray(values, i);
    }
}
