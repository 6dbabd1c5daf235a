package dev.riffle.trainer.kafka;

import dev.riffle.trainer.service.FeatureRow;
import dev.riffle.trainer.service.Request;
import dev.riffle.trainer.service.TrainerInput;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** Reads once what is on the topic {@code features}. */
public final class FeatureHistory {
    private static final Duration POLL = Duration.ofMillis(200);

    private FeatureHistory() {}

    /**
     * Hands over the last rows of every partition, then returns.
     *
     * @param rowsPerPartition most rows per partition
     * @throws IOException if the topic is missing or cannot be read
     */
    public static void read(KafkaConnection connection, int rowsPerPartition, Consumer<FeatureRow> receiver)
            throws IOException, InterruptedException {
        try (FeatureInput input = new FeatureInput(connection, rowsPerPartition)) {
            while (!input.hasReadHistory()) {
                input.poll(POLL, new TrainerInput.Receiver() {
                    @Override
                    public void row(FeatureRow row) {
                        receiver.accept(row);
                    }

                    @Override
                    public void request(Request request) {
                        // Requests are the service's business.
                    }
                });
            }
        }
    }
}
