package dev.riffle.console.local;

import java.util.Objects;

/** Which Kafka a local stack works with. */
public sealed interface KafkaChoice {
    /**
     * A broker in this process, kept in the stack's directory.
     *
     * @param port its port; 0 for any free one
     */
    record Embedded(int port) implements KafkaChoice {}

    /**
     * Somebody's own cluster: topics that are missing are made, nothing else is changed.
     *
     * @param bootstrap host:port, several separated by commas
     */
    record External(String bootstrap) implements KafkaChoice {
        public External {
            Objects.requireNonNull(bootstrap, "bootstrap");
        }
    }
}
