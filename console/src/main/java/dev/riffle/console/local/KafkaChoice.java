package dev.riffle.console.local;

import dev.riffle.console.kafka.Broker;
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
     * @param broker where it is, and how every client is let in
     */
    record External(Broker broker) implements KafkaChoice {
        public External {
            Objects.requireNonNull(broker, "broker");
        }
    }
}
