package dev.riffle.detector.pipeline;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes a pipeline file for a table that nobody has described, from its header and a sample of its rows. */
public final class PipelineInference {
    /** Text columns with more different values are hashed. */
    static final int MOST_VALUES = 20;

    static final int BUCKETS = 8;

    /** Rows that features of the recent past look at. */
    static final int RECENT_ROWS = 10;

    /** Rows in random order are near 0 (at most .04 on nine tabular sets), sensors above (.34 to .83 on two sets). */
    static final double LEAST_AUTOCORRELATION = 0.2;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern RESERVED = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

    private final String name;
    private final List<String> header;
    private final List<String[]> sample;
    private final Set<String> excluded = new LinkedHashSet<>();
    private String id;
    private String time;
    private boolean temporal;

    /**
     * @param header column names, no two alike
     * @param sample rows in the header's order; empty text means missing
     */
    public PipelineInference(String name, List<String> header, List<String[]> sample) {
        this.name = name;
        this.header = List.copyOf(header);
        this.sample = List.copyOf(sample);
        for (String[] row : sample) {
            if (row.length != header.size()) {
                throw new InvalidPipelineException(
                        name + ": found a row of " + row.length + " values, expected " + header.size() + ".");
            }
        }
        Set<String> seen = new LinkedHashSet<>();
        for (String column : header) {
            if (!seen.add(column)) {
                throw new InvalidPipelineException(
                        name + ": found the column '" + column + "' twice, expected every name once.");
            }
        }
    }

    /** Columns that must not become features: labels above all. */
    public PipelineInference excluding(Collection<String> columns) {
        columns.forEach(column -> excluded.add(known(column)));
        return this;
    }

    /** The column with the event's id, which is no feature. */
    public PipelineInference id(String column) {
        id = known(column);
        return this;
    }

    /** The column with the event's time, which is no feature. */
    public PipelineInference time(String column) {
        time = known(column);
        return this;
    }

    /**
     * The sample's rows follow each other in time: where they tell something about the next one, number columns get
     * the mean and the standard deviation over the last {@value #RECENT_ROWS} rows. They do if the number columns'
     * autocorrelation at one row, on average, is above {@value #LEAST_AUTOCORRELATION}.
     */
    public PipelineInference temporal() {
        temporal = true;
        return this;
    }

    private String known(String column) {
        if (!header.contains(column)) {
            throw new InvalidPipelineException(name + ": there is no column '" + column + "', expected one of "
                    + String.join(", ", header) + "." + Suggestion.forName(column, header));
        }
        return column;
    }

    /**
     * The pipeline file's text: columns of numbers become numbers, text becomes a one-hot category (up to 20 different
     * values in the sample) or one hashed into 8 buckets; a text column with a single value, and one without any, is
     * left out.
     *
     * @throws InvalidPipelineException if nothing is left
     */
    public String yaml() {
        List<String> features = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            String column = header.get(i);
            if (!excluded.contains(column) && !column.equals(id) && !column.equals(time)) {
                String feature = feature(i);
                if (feature != null) {
                    features.add(feature);
                    if (feature.equals(number(column))) {
                        numbers.add(i);
                    }
                }
            }
        }
        if (temporal && meanAutocorrelation(numbers) > LEAST_AUTOCORRELATION) {
            for (RecentStatistic statistic : List.of(RecentStatistic.MEAN, RecentStatistic.STD)) {
                numbers.forEach(column -> features.add(recent(header.get(column), statistic)));
            }
        }
        if (features.isEmpty()) {
            throw new InvalidPipelineException(
                    name + ": none of the columns " + String.join(", ", header) + " can serve as a feature.");
        }
        return text(name, id, time, features);
    }

    /** At a distance of one row, averaged over these columns of the sample; a constant column counts as 0. */
    private double meanAutocorrelation(List<Integer> columns) {
        double sum = 0;
        for (int column : columns) {
            sum += autocorrelation(sample.stream()
                    .mapToDouble(row -> row[column] == null ? Double.NaN : NumberText.parse(row[column].strip()))
                    .filter(Double::isFinite)
                    .toArray());
        }
        return columns.isEmpty() ? 0 : sum / columns.size();
    }

    private static double autocorrelation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = 0;
        double products = 0;
        for (int i = 0; i < values.length; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
            products += i == 0 ? 0 : (values[i] - mean) * (values[i - 1] - mean);
        }
        return squares > 0 ? products / squares : 0;
    }

    private static String recent(String field, RecentStatistic statistic) {
        String label = statistic.label();
        return "{name: " + quoted(field + "." + label + RECENT_ROWS) + ", type: recent, of: " + quoted(field)
                + ", statistic: " + label + ", rows: " + RECENT_ROWS + "}";
    }

    private String feature(int column) {
        Set<String> values = new LinkedHashSet<>();
        boolean numeric = true;
        for (String[] row : sample) {
            String value = row[column] == null ? "" : row[column].strip();
            if (NumberText.saysMissing(value)) {
                continue;
            }
            numeric &= !Double.isNaN(NumberText.parse(value));
            if (values.size() <= MOST_VALUES) {
                values.add(row[column]);
            }
        }
        String field = header.get(column);
        if (values.isEmpty()) {
            return null;
        }
        if (numeric) {
            return number(field);
        }
        if (values.size() == 1) {
            return null;
        }
        String start = "{name: " + quoted(field) + ", type: category, field: " + quoted(field);
        return values.size() > MOST_VALUES
                ? start + ", buckets: " + BUCKETS + "}"
                : start + ", values: ["
                        + String.join(
                                ", ",
                                values.stream()
                                        .sorted()
                                        .map(PipelineInference::quoted)
                                        .toList()) + "]}";
    }

    static String numericTable(String name, List<String> fields) {
        return text(
                name, null, null, fields.stream().map(PipelineInference::number).toList());
    }

    private static String number(String field) {
        return "{name: " + quoted(field) + ", type: number, field: " + quoted(field) + "}";
    }

    private static String text(String name, String id, String time, List<String> features) {
        StringBuilder yaml = new StringBuilder("name: ").append(quoted(name)).append('\n');
        if (id != null || time != null) {
            yaml.append("event:\n");
        }
        if (id != null) {
            yaml.append("  id: ").append(quoted(id)).append('\n');
        }
        if (time != null) {
            yaml.append("  time: ").append(quoted(time)).append('\n');
        }
        yaml.append("features:\n");
        features.forEach(feature -> yaml.append("  - ").append(feature).append('\n'));
        return yaml.toString();
    }

    /** As it is where YAML takes it for text, in double quotes (which JSON and YAML share) elsewhere. */
    private static String quoted(String text) {
        if (PLAIN.matcher(text).matches() && !RESERVED.matcher(text).matches()) {
            return text;
        }
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
