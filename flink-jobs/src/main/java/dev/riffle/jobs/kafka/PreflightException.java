package dev.riffle.jobs.kafka;

/** The job cannot work with the Kafka cluster as it is; the message is one sentence for whoever starts it. */
public final class PreflightException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PreflightException(String sentence) {
        super(sentence);
    }

    PreflightException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
