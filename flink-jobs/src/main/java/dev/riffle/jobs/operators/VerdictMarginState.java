package dev.riffle.jobs.operators;

import dev.riffle.detector.feedback.VerdictMargins;
import dev.riffle.schemas.AnalystVerdict;
import dev.riffle.schemas.Finding;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What analysts' verdicts add to the thresholds, kept in broadcast state together with how far their topic was heard: who
 * reads it from the start again, as scorers do after a restart, hears nothing twice. A live object for one thread.
 */
final class VerdictMarginState {
    /** Key of the one offset that is kept. */
    private static final String NEXT = "next";

    private final BroadcastState<String, Double> saved;
    private final BroadcastState<String, Long> heard;
    private final VerdictMargins margins = new VerdictMargins();

    /** Takes up what the state holds. */
    VerdictMarginState(OperatorStateStore store) throws Exception {
        saved = store.getBroadcastState(new MapStateDescriptor<>("margins", Types.STRING, Types.DOUBLE));
        heard = store.getBroadcastState(new MapStateDescriptor<>("verdicts-heard", Types.STRING, Types.LONG));
        for (Map.Entry<String, Double> margin : saved.entries()) {
            margins.restore(margin.getKey(), margin.getValue());
        }
    }

    VerdictMargins margins() {
        return margins;
    }

    /** @param offset where the verdict lies on its topic, which has one partition; passed over if it was heard before */
    void hear(AnalystVerdict verdict, long offset) throws Exception {
        Long next = heard.get(NEXT);
        if (next != null && offset < next) {
            return;
        }
        heard.put(NEXT, offset + 1);
        margins.found(verdict.getSegment(), verdict.getFinding() == Finding.TRUE_ALERT);
        saved.putAll(margins.snapshot());
    }
}
