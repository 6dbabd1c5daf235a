package dev.riffle.trainer.training;

import org.nd4j.linalg.schedule.ISchedule;

/** A learning rate that falls linearly from its first value to a share of it at the last iteration. */
record LinearDecay(double initial, double finalShare, int iterations) implements ISchedule {
    @Override
    public double valueAt(int iteration, int epoch) {
        double progress = Math.min(1, iteration / (double) Math.max(1, iterations - 1));
        return initial * (1 - (1 - finalShare) * progress);
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod")
    public ISchedule clone() {
        return this;
    }
}
