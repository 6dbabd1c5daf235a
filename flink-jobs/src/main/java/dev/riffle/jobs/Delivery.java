package dev.riffle.jobs;

/** What the job promises about its output topics. */
public enum Delivery {
    /** Every event is answered; after a failure some answers are repeated with the same event id. */
    AT_LEAST_ONCE,
    /**
     * Every event is answered once, by Kafka transactions: readers with isolation level read_committed see answers when
     * a checkpoint has completed.
     */
    EXACTLY_ONCE
}
