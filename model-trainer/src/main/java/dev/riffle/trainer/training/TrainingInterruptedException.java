package dev.riffle.trainer.training;

/** A training was given up because its thread was interrupted; the thread's interrupt flag stays set. */
public final class TrainingInterruptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingInterruptedException(String message) {
        super(message);
    }

    /**
     * Gives up if the calling thread is interrupted.
     *
     * @param where what the thread was doing, for the message
     * @throws TrainingInterruptedException if the calling thread is interrupted
     */
    public static void throwIfInterrupted(String where) {
        if (Thread.currentThread().isInterrupted()) {
            throw new TrainingInterruptedException("Training was interrupted while " + where);
        }
    }
}
