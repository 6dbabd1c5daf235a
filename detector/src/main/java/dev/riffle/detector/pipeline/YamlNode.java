package dev.riffle.detector.pipeline;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** YAML as a tree that remembers its lines, so that an error can say where it stands. */
sealed interface YamlNode {
    /** Line that the node starts on, from 1. */
    int line();

    /** What it is, for messages: "the text 'x'", "a list". */
    String describe();

    /** A mapping; values in file order. */
    record Mapping(int line, Map<String, YamlNode> values) implements YamlNode {
        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /** A list. */
    record Sequence(int line, List<YamlNode> values) implements YamlNode {
        @Override
        public String describe() {
            return "a list";
        }
    }

    /** A single value, as it was written. */
    record Scalar(int line, Kind kind, String text) implements YamlNode {
        @Override
        public String describe() {
            return switch (kind) {
                case TEXT -> "the text " + Shortened.quote(text);
                case NUMBER -> "the number " + text;
                case TRUTH -> "the truth value " + text;
                case NOTHING -> "nothing";
            };
        }
    }

    /** How YAML reads an unquoted value. */
    enum Kind {
        TEXT,
        NUMBER,
        TRUTH,
        NOTHING
    }

    /**
     * Reads a whole file.
     *
     * @throws InvalidPipelineException if the text is not one YAML document of mappings, lists and plain values
     */
    static YamlNode read(String yaml, String origin) {
        try (YAMLParser parser = new YAMLFactory().createParser(yaml)) {
            if (parser.nextToken() == null) {
                throw new InvalidPipelineException(
                        origin + ": the file is empty; expected a mapping with name, event and features.");
            }
            YamlNode root = readNode(parser, origin);
            if (parser.nextToken() != null) {
                throw new InvalidPipelineException(
                        at(origin, line(parser)) + ": a second document starts here; expected one.");
            }
            return root;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String problem = e.getOriginalMessage().strip();
            throw new InvalidPipelineException(at(origin, line) + ": not valid YAML: " + problem, e);
        } catch (IOException e) {
            throw new InvalidPipelineException(origin + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static String at(String origin, int line) {
        return origin + ", line " + line;
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private static YamlNode readNode(YAMLParser parser, String origin) throws IOException {
        int line = line(parser);
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            throw new InvalidPipelineException(
                    at(origin, line) + ": found a YAML anchor or alias; expected the value itself.");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, YamlNode> values = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String key = parser.currentName();
                    int keyLine = line(parser);
                    parser.nextToken();
                    if (values.put(key, readNode(parser, origin)) != null) {
                        throw new InvalidPipelineException(at(origin, keyLine) + ": the key '" + key
                                + "' stands here a second time; expected it once.");
                    }
                }
                yield new Mapping(line, values);
            }
            case START_ARRAY -> {
                List<YamlNode> values = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    values.add(readNode(parser, origin));
                }
                yield new Sequence(line, values);
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Scalar(line, Kind.NUMBER, parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> new Scalar(line, Kind.TRUTH, parser.getText());
            case VALUE_NULL -> new Scalar(line, Kind.NOTHING, "");
            default -> new Scalar(line, Kind.TEXT, parser.getText());
        };
    }
}
