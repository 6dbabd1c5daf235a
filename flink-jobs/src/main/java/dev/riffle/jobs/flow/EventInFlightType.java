package dev.riffle.jobs.flow;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Tells Flink to serialise an {@link EventInFlight} with {@link EventInFlightSerializer}. */
public final class EventInFlightType extends TypeInformation<EventInFlight> {
    private static final long serialVersionUID = 1L;

    /** Makes the type known wherever Flink extracts it by reflection. */
    public static final class Factory extends TypeInfoFactory<EventInFlight> {
        @Override
        public TypeInformation<EventInFlight> createTypeInfo(
                Type type, Map<String, TypeInformation<?>> genericParameters) {
            return new EventInFlightType();
        }
    }

    @Override
    public TypeSerializer<EventInFlight> createSerializer(SerializerConfig config) {
        return EventInFlightSerializer.INSTANCE;
    }

    @Override
    public Class<EventInFlight> getTypeClass() {
        return EventInFlight.class;
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
        return other instanceof EventInFlightType;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventInFlightType;
    }

    @Override
    public int hashCode() {
        return EventInFlightType.class.hashCode();
    }

    @Override
    public String toString() {
        return "EventInFlight";
    }
}
