package dev.riffle.benchmarks.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacktestStagesTest {
    private static final String REPLAY = "dev.riffle.detector.replay.PrequentialEvaluation.run";

    @Test
    void tellsWhatARowGoesThrough() {
        assertThat(stage("java.util.zip.Inflater.inflate", "dev.riffle.console.tables.CsvReader.readRow"))
                .isEqualTo(BacktestStages.PARSE);
        assertThat(stage(
                        "dev.riffle.detector.pipeline.PaneWindow.evaluate",
                        "dev.riffle.detector.pipeline.FeatureExtractor.extract"))
                .isEqualTo(BacktestStages.HISTORY);
        assertThat(stage(
                        "dev.riffle.detector.anomaly.Calibration.rank",
                        "dev.riffle.detector.Detector.score",
                        "dev.riffle.detector.StreamingDetector.judge"))
                .isEqualTo(BacktestStages.SCORE);
        assertThat(stage("dev.riffle.detector.anomaly.DecayedTail.add", "dev.riffle.detector.StreamingDetector.learn"))
                .isEqualTo(BacktestStages.LEARN);
        assertThat(stage("java.util.BitSet.set")).isEqualTo(BacktestStages.REST);
    }

    @Test
    void whatATrainingDoesIsTheTrainings() {
        assertThat(stage(
                        "dev.riffle.detector.Detector.score",
                        "dev.riffle.detector.StreamingDetector.judge",
                        "dev.riffle.trainer.training.AutoencoderTrainer.train"))
                .isEqualTo(BacktestStages.TRAINING);
    }

    private static String stage(String... frames) {
        List<String> all = new ArrayList<>(List.of(frames));
        all.add(REPLAY);
        return BacktestStages.stages().of("main", all);
    }
}
