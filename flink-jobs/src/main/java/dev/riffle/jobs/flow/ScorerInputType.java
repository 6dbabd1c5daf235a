package dev.riffle.jobs.flow;

/** Tells Flink to serialise a {@link ScorerInput} with {@link ScorerInputSerializer}. */
public final class ScorerInputType extends FlowType<ScorerInput> {
    private static final long serialVersionUID = 1L;

    public ScorerInputType() {
        super(ScorerInput.class, ScorerInputSerializer.INSTANCE);
    }
}
