package dev.riffle.detector.pipeline;

/** A monotone change of a number's scale. */
public enum Transform {
    /** The number as it is. */
    IDENTITY("identity") {
        @Override
        public double apply(double value) {
            return value;
        }

        @Override
        public double invert(double value) {
            return value;
        }
    },
    /** {@code sign(x) ln(1 + |x|)}: compresses heavy tails, and takes numbers of either sign. */
    LOG1P("log1p") {
        @Override
        public double apply(double value) {
            return Math.copySign(Math.log1p(Math.abs(value)), value);
        }

        @Override
        public double invert(double value) {
            return Math.copySign(Math.expm1(Math.abs(value)), value);
        }
    };

    private final String label;

    Transform(String label) {
        this.label = label;
    }

    static Transform ofLabel(String label) {
        for (Transform one : values()) {
            if (one.label.equals(label)) {
                return one;
            }
        }
        throw new IllegalArgumentException("There is no transform called " + label);
    }

    /** As written in a pipeline file. */
    public String label() {
        return label;
    }

    /** The transformed number; NaN stays NaN. */
    public abstract double apply(double value);

    /** The number that {@link #apply} makes this of. */
    public abstract double invert(double value);
}
