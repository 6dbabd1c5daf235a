package dev.riffle.console.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.riffle.console.tables.Row;
import java.util.List;
import java.util.Set;

/**
 * Writes rows as JSON objects: cells that read as numbers become numbers, empty cells null, all others texts. One per
 * thread.
 */
final class RowJson {
    /** Digits that no text of digits needs to be read as more than: longer ones are identifiers, not quantities. */
    private static final int MOST_DIGITS = 15;

    private final Set<String> excluded;
    private final StringBuilder json = new StringBuilder(512);
    private List<String> columns = List.of();
    /** Per column what stands before its value, its name and a colon; null for columns that are left out. */
    private String[] heads = {};

    /** @param excluded columns that are left out */
    RowJson(Set<String> excluded) {
        this.excluded = Set.copyOf(excluded);
    }

    byte[] encode(Row row) {
        if (row.columns() != columns) {
            lookUp(row.columns());
        }
        String[] cells = row.cells();
        json.setLength(0);
        json.append('{');
        for (int i = 0; i < cells.length; i++) {
            if (heads[i] == null) {
                continue;
            }
            if (json.length() > 1) {
                json.append(',');
            }
            json.append(heads[i]);
            append(cells[i]);
        }
        json.append('}');
        return json.toString().getBytes(UTF_8);
    }

    private void lookUp(List<String> names) {
        columns = names;
        heads = new String[names.size()];
        for (int i = 0; i < heads.length; i++) {
            if (!excluded.contains(names.get(i))) {
                heads[i] = '"' + new String(JsonStringEncoder.getInstance().quoteAsString(names.get(i))) + "\":";
            }
        }
    }

    private void append(String cell) {
        if (cell == null || cell.isEmpty()) {
            json.append("null");
        } else if (isJsonNumber(cell)) {
            json.append(cell);
        } else {
            json.append('"');
            JsonStringEncoder.getInstance().quoteAsString(cell, json);
            json.append('"');
        }
    }

    /**
     * Whether a text is a number in JSON's own grammar: -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?. Whole numbers of
     * more digits than a double holds stay texts.
     */
    static boolean isJsonNumber(String text) {
        int length = text.length();
        int i = text.charAt(0) == '-' ? 1 : 0;
        int whole = digits(text, i);
        if (whole == 0 || whole > 1 && text.charAt(i) == '0') {
            return false;
        }
        i += whole;
        if (i == length) {
            return whole <= MOST_DIGITS;
        }
        if (text.charAt(i) == '.') {
            int fraction = digits(text, i + 1);
            if (fraction == 0) {
                return false;
            }
            i += 1 + fraction;
        }
        if (i < length && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            i++;
            if (i < length && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
                i++;
            }
            int exponent = digits(text, i);
            if (exponent == 0) {
                return false;
            }
            i += exponent;
        }
        return i == length;
    }

    private static int digits(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i - from;
    }
}
