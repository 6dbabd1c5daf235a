package dev.riffle.console.backtest;

import dev.riffle.detector.anomaly.Explanation;
import dev.riffle.detector.anomaly.Explanation.Contribution;

/** How often the explanation of a flagged row names the feature that the row's anomaly was injected into. */
final class ExplainedInjections {
    private long flagged;
    private long named;

    /** @param injected column or feature of the pipeline */
    void add(String injected, Explanation explanation) {
        Contribution top = explanation.contributions().get(0);
        flagged++;
        named += injected.equals(top.column()) || injected.equals(top.feature()) ? 1 : 0;
    }

    /** Share of the flagged rows with an injected feature whose largest share names it; NaN without such rows. */
    double top1() {
        return (double) named / flagged;
    }
}
