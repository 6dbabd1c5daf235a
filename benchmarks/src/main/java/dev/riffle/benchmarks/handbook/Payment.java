package dev.riffle.benchmarks.handbook;

/**
 * A payment and the truth about it.
 *
 * @param day days since the file's first
 * @param scenario 0 for genuine ones, else 1 to 3
 * @param values its features
 * @param surprise what the detector says; NaN before it said so
 */
record Payment(String customer, int day, long timeMillis, int scenario, double[] values, double surprise) {
    boolean isFraud() {
        return scenario > 0;
    }

    Payment judged(double newSurprise) {
        return new Payment(customer, day, timeMillis, scenario, values, newSurprise);
    }
}
