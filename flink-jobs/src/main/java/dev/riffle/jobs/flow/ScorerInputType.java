package dev.riffle.jobs.flow;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Tells Flink to serialise a {@link ScorerInput} with {@link ScorerInputSerializer}. */
public final class ScorerInputType extends TypeInformation<ScorerInput> {
    private static final long serialVersionUID = 1L;

    @Override
    public TypeSerializer<ScorerInput> createSerializer(SerializerConfig config) {
        return ScorerInputSerializer.INSTANCE;
    }

    @Override
    public Class<ScorerInput> getTypeClass() {
        return ScorerInput.class;
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof ScorerInputType;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScorerInputType;
    }

    @Override
    public int hashCode() {
        return ScorerInputType.class.hashCode();
    }

    @Override
    public String toString() {
        return "ScorerInput";
    }
}
