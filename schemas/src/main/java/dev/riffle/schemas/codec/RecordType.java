package dev.riffle.schemas.codec;

import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** A record class with its schema and the model that makes and reads its instances. */
record RecordType<T extends SpecificRecord>(Class<T> javaType, Schema schema, SpecificData model) {

    static <T extends SpecificRecord> RecordType<T> of(Class<T> javaType) {
        Objects.requireNonNull(javaType, "javaType");
        // A model of our own: switching the generated coders on in the shared one would reach into other people's code.
        SpecificData model = new SpecificData(javaType.getClassLoader());
        model.setCustomCoders(true);
        return new RecordType<>(javaType, model.getSchema(javaType), model);
    }

    String name() {
        return schema.getName();
    }
}
