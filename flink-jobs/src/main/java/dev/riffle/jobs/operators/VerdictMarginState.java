package dev.riffle.jobs.operators;

import dev.riffle.detector.feedback.VerdictMargins;
import dev.riffle.schemas.AnalystVerdict;
import dev.riffle.schemas.Finding;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/** What analysts' verdicts add to the thresholds, kept in broadcast state. A live object for one thread. */
final class VerdictMarginState {
    private final BroadcastState<String, Double> saved;
    private final VerdictMargins margins = new VerdictMargins();

    /** Takes up what the state holds. */
    VerdictMarginState(OperatorStateStore store) throws Exception {
        saved = store.getBroadcastState(new MapStateDescriptor<>("margins", Types.STRING, Types.DOUBLE));
        for (Map.Entry<String, Double> margin : saved.entries()) {
            margins.restore(margin.getKey(), margin.getValue());
        }
    }

    VerdictMargins margins() {
        return margins;
    }

    void hear(AnalystVerdict verdict) throws Exception {
        margins.found(verdict.getSegment(), verdict.getFinding() == Finding.TRUE_ALERT);
        saved.putAll(margins.snapshot());
    }
}
