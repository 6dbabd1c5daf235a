package dev.riffle.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promise that what was written stays readable. After a change of a schema: copy it to
 * {@code history/<Record>/<next>.avsc}; after a new record also run this test with {@code -Driffle.golden.write=true}.
 */
class SchemaCompatibilityTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/v1");

    static Stream<SpecificRecord> records() {
        return Records.golden().stream();
    }

    @Test
    void everyShippedRecordIsUnderTest() throws IOException {
        try (Stream<Path> schemas = Files.list(Path.of("src/main/avro"))) {
            assertThat(schemas.map(path -> path.getFileName().toString().replace(".avsc", "")))
                    .containsExactlyInAnyOrderElementsOf(
                            records().map(datum -> datum.getSchema().getName()).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void theCurrentSchemaIsTheNewestInTheHistory(SpecificRecord datum) {
        List<Schema> history = SchemaHistory.of(datum.getSchema().getName());
        assertThat(history).isNotEmpty();
        // Of two schemas that differ in their docs only Avro says that they are equal.
        Schema written = new Schema.Parser().parse(datum.getSchema().toString());
        assertThat(withoutJavaTypes(written)).isEqualTo(history.get(history.size() - 1));
    }

    @ParameterizedTest
    @MethodSource("records")
    void theCurrentSchemaReadsEverySchemaInTheHistory(SpecificRecord datum) {
        for (Schema written : SchemaHistory.of(datum.getSchema().getName())) {
            assertThat(SchemaCompatibility.checkReaderWriterCompatibility(datum.getSchema(), written)
                            .getType())
                    .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordOfVersionOneStaysReadable(SpecificRecord expected) throws IOException {
        String name = expected.getSchema().getName();
        assertThat(decode(RecordCodec.avro(expected.getClass()), resource(name + ".avro")))
                .isEqualTo(expected);
        assertThat(decode(RecordCodec.json(expected.getClass()), resource(name + ".json")))
                .isEqualTo(expected);
        assertThat(decode(RecordCodec.any(expected.getClass()), resource(name + ".avro")))
                .isEqualTo(expected);
        assertThat(decode(RecordCodec.any(expected.getClass()), resource(name + ".json")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyFieldIsDocumented(SpecificRecord datum) {
        List<String> undocumented = new ArrayList<>();
        collectUndocumented(datum.getSchema(), new LinkedHashSet<>(), undocumented);
        assertThat(undocumented).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("records")
    @EnabledIfSystemProperty(named = "riffle.golden.write", matches = "true")
    void writeGoldenFilesThatAreMissing(SpecificRecord datum) throws IOException {
        Files.createDirectories(GOLDEN);
        write(RecordCodec.avro(typeOf(datum)), datum, ".avro");
        write(RecordCodec.json(typeOf(datum)), datum, ".json");
    }

    private static void write(RecordCodec<SpecificRecord> codec, SpecificRecord datum, String extension)
            throws IOException {
        Path file = GOLDEN.resolve(datum.getSchema().getName() + extension);
        if (!Files.exists(file)) {
            Files.write(file, codec.encode(datum));
        }
    }

    private static SpecificRecord decode(RecordCodec<? extends SpecificRecord> codec, byte[] bytes)
            throws UnreadableRecordException {
        return codec.decode(bytes);
    }

    @SuppressWarnings("unchecked")
    static Class<SpecificRecord> typeOf(SpecificRecord datum) {
        return (Class<SpecificRecord>) datum.getClass();
    }

    private static byte[] resource(String file) {
        try (InputStream stream = SchemaCompatibilityTest.class.getResourceAsStream("/golden/v1/" + file)) {
            assertThat(stream).as("golden file %s", file).isNotNull();
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema as its file has it: the generated class adds how its texts look in Java. */
    private static Schema withoutJavaTypes(Schema schema) {
        return new Schema.Parser()
                .parse(schema.toString()
                        .replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\"")
                        .replace(",\"avro.java.string\":\"String\"", ""));
    }

    private static void collectUndocumented(Schema schema, Set<String> visited, List<String> undocumented) {
        switch (schema.getType()) {
            case ARRAY -> collectUndocumented(schema.getElementType(), visited, undocumented);
            case MAP -> collectUndocumented(schema.getValueType(), visited, undocumented);
            case UNION -> schema.getTypes().forEach(branch -> collectUndocumented(branch, visited, undocumented));
            case ENUM -> {
                if (schema.getDoc() == null || schema.getDoc().isBlank()) {
                    undocumented.add(schema.getFullName());
                }
            }
            case RECORD -> {
                if (!visited.add(schema.getFullName())) {
                    return;
                }
                if (schema.getDoc() == null || schema.getDoc().isBlank()) {
                    undocumented.add(schema.getFullName());
                }
                for (Schema.Field field : schema.getFields()) {
                    if (field.doc() == null || field.doc().isBlank()) {
                        undocumented.add(schema.getFullName() + "." + field.name());
                    }
                    collectUndocumented(field.schema(), visited, undocumented);
                }
            }
            default -> {}
        }
    }
}
