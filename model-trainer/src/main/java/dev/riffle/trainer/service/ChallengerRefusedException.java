package dev.riffle.trainer.service;

import dev.riffle.detector.replay.TrialOutcome;

/** A model is not good enough to be published; the message gives the reasons. */
public final class ChallengerRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChallengerRefusedException(TrialOutcome outcome) {
        super(String.join("; ", outcome.reasons()));
    }

    ChallengerRefusedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
