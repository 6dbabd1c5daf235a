package dev.riffle.trainer.service;

/** Of several trainers one leads; the others stand by until it is gone. */
public interface Leadership extends AutoCloseable {
    /** Returns once this trainer leads. */
    void await() throws InterruptedException;

    /** False once another trainer may lead. */
    boolean isHeld();

    @Override
    void close();
}
