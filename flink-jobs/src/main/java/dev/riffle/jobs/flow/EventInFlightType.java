package dev.riffle.jobs.flow;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Tells Flink to serialise an {@link EventInFlight} with {@link EventInFlightSerializer}. */
public final class EventInFlightType extends FlowType<EventInFlight> {
    private static final long serialVersionUID = 1L;

    public EventInFlightType() {
        super(EventInFlight.class, EventInFlightSerializer.INSTANCE);
    }

    /** Makes the type known wherever Flink extracts it by reflection. */
    public static final class Factory extends TypeInfoFactory<EventInFlight> {
        @Override
        public TypeInformation<EventInFlight> createTypeInfo(
                Type type, Map<String, TypeInformation<?>> genericParameters) {
            return new EventInFlightType();
        }
    }
}
