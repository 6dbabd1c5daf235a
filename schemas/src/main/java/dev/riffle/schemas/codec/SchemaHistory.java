package dev.riffle.schemas.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Every schema that a record was ever shipped with: the resources {@code history/<Record>/1.avsc}, {@code 2.avsc} and so
 * on. Whoever changes a schema adds the next number; none is ever changed or removed.
 */
final class SchemaHistory {
    private SchemaHistory() {}

    /** The schemas of a record by that name, oldest first; empty if it has none. */
    static List<Schema> of(String recordName) {
        List<Schema> schemas = new ArrayList<>();
        for (int version = 1; ; version++) {
            String resource = "/dev/riffle/schemas/history/" + recordName + "/" + version + ".avsc";
            try (InputStream stream = SchemaHistory.class.getResourceAsStream(resource)) {
                if (stream == null) {
                    return List.copyOf(schemas);
                }
                schemas.add(new Schema.Parser().parse(stream));
            } catch (IOException e) {
                throw new UncheckedIOException("reading " + resource, e);
            }
        }
    }
}
