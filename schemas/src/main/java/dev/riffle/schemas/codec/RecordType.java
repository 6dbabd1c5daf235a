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
        SpecificData model = new OwnRecords(javaType.getClassLoader());
        model.setCustomCoders(true);
        return new RecordType<>(javaType, model.getSchema(javaType), model);
    }

    String name() {
        return schema.getName();
    }

    /** Finds Riffle's own classes even where nobody told Avro, by its system property, to trust them. */
    private static final class OwnRecords extends SpecificData {
        private static final String PACKAGE = "dev.riffle.schemas";

        OwnRecords(ClassLoader classLoader) {
            super(classLoader);
        }

        @Override
        @SuppressWarnings("rawtypes") // as in SpecificData
        public Class getClass(Schema schema) {
            boolean named = schema.getType() == Schema.Type.RECORD || schema.getType() == Schema.Type.ENUM;
            if (!named || !PACKAGE.equals(schema.getNamespace())) {
                return super.getClass(schema);
            }
            try {
                return Class.forName(schema.getFullName(), true, getClassLoader());
            } catch (ClassNotFoundException e) {
                return null; // what SpecificData says of classes that there are none of
            }
        }
    }
}
