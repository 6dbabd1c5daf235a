package dev.riffle.trainer.kafka;

import dev.riffle.trainer.service.FeatureRow;
import dev.riffle.trainer.service.Finding;
import dev.riffle.trainer.service.Request;
import dev.riffle.trainer.service.RowCollector;
import dev.riffle.trainer.service.TrainerInput;
import java.io.IOException;
import java.time.Duration;

/** Reads once what is on the topic {@code features}. */
public final class FeatureHistory {
    private static final Duration POLL = Duration.ofMillis(200);

    private FeatureHistory() {}

    /**
     * Hands over the rows from a start on and what analysts found out, then returns.
     *
     * @throws IOException if the topic is missing or cannot be read
     */
    public static void read(KafkaConnection connection, HistoryStart start, RowCollector receiver)
            throws IOException, InterruptedException {
        try (FeatureInput input = new FeatureInput(connection, start)) {
            while (!input.hasCaughtUp()) {
                input.poll(POLL, new TrainerInput.Receiver() {
                    @Override
                    public void row(FeatureRow row) {
                        receiver.offer(row);
                    }

                    @Override
                    public void request(Request request) {
                        // Requests are the service's business.
                    }

                    @Override
                    public void served(Request request) {
                        // As above.
                    }

                    @Override
                    public void finding(Finding finding) {
                        receiver.found(finding);
                    }
                });
            }
        }
    }
}
