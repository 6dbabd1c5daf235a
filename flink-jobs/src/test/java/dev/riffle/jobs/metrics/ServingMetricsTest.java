package dev.riffle.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServingMetricsTest {
    @ParameterizedTest
    @CsvSource({"vector-256, 256", "vector-512, 512", "plain, 0", "'', -1"})
    void theKernelIsANumberForReportersThatTakeNumbersOnly(String kernel, int bits) {
        assertThat(ServingMetrics.vectorBits(kernel)).isEqualTo(bits);
    }
}
