package dev.riffle.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ReachableOpExecutionerTest {
    private static final Duration STRESS = Duration.ofSeconds(5);

    @Test
    void operationsSurviveGarbageCollections() throws Exception {
        Nd4jBackend.load();
        assertThat(Nd4j.getExecutioner()).isInstanceOf(ReachableOpExecutioner.class);

        // Without the fences the process dies here in one of a few runs.
        AtomicReference<byte[]> garbage = new AtomicReference<>();
        Thread allocating = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                garbage.set(new byte[100_000]);
            }
        });
        allocating.start();
        long added = 0;
        try (INDArray matrix = Nd4j.zeros(DataType.FLOAT, 1024, 64);
                INDArray row = Nd4j.ones(DataType.FLOAT, 64)) {
            long end = System.nanoTime() + STRESS.toNanos();
            while (System.nanoTime() < end) {
                matrix.addiRowVector(row);
                added++;
            }
            assertThat(matrix.getFloat(1023, 63)).isEqualTo((float) Math.min(added, 1 << 24));
        } finally {
            allocating.interrupt();
            allocating.join();
        }
    }
}
