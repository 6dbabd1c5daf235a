package dev.riffle.benchmarks.clustering;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A table of a paper.
 *
 * @param title what it is called in ours
 * @param source where the figures are from
 * @param metrics names of its figures in JSON, in the order of its columns
 * @param k clusters that all of its runs look for; null for one per class or what the algorithm takes
 */
record Published(String title, String source, List<String> metrics, Integer k, List<Row> rows) {
    /** Where the paper has no figure. */
    static final String NONE = "-";

    private static final String RESOURCE = "published.json";

    /**
     * A row.
     *
     * @param algorithm which of ours it stands for
     * @param values figures by set, as many as metrics and as the paper writes them; a dash where it has none
     */
    record Row(String algorithm, String title, Map<String, List<String>> values) {}

    /** All tables. */
    static List<Published> tables() {
        try (InputStream in = Published.class.getResourceAsStream(RESOURCE)) {
            return Arrays.asList(new ObjectMapper().readValue(in, Published[].class));
        } catch (IOException e) {
            throw new UncheckedIOException("the published figures cannot be read: " + e.getMessage(), e);
        }
    }

    OptionalInt clusters() {
        return k == null ? OptionalInt.empty() : OptionalInt.of(k);
    }

    /** What has to be run for the table, in its order, set by set. */
    List<Cell.Group> groups() {
        List<Cell.Group> groups = new ArrayList<>();
        for (ImageSet set : ImageSet.values()) {
            for (Row row : rows) {
                if (row.values().containsKey(set.id())) {
                    groups.add(Cell.Group.published(row.algorithm(), set, clusters()));
                }
            }
        }
        return groups;
    }
}
