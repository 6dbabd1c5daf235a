package dev.riffle.benchmarks.alerts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that say which recorded streams a measurement runs on. */
public final class Recordings {
    /** The simulator's stream, which is in no file. */
    static final String SENSORS = "sensors";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "../shared/data",
            description = "Where tabular/ and sensors/ are. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(
            names = "--sets",
            paramLabel = "SET",
            split = ",",
            description = "Streams to run, by their files' names. Default: all of this measurement.")
    private List<String> sets = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    /** Which streams were asked for. */
    public List<String> namesOr(List<String> all) {
        return sets.isEmpty() ? all : List.copyOf(sets);
    }

    public long seed() {
        return seed;
    }

    /** @param limit rows at most, of a table or the simulator */
    public RecordedStream stream(String name, int limit) {
        if (name.equals(SENSORS)) {
            return RecordedStream.sensors(limit, seed);
        }
        Path test = data.resolve("sensors/smd_" + name + "_test.csv.gz");
        return Files.exists(test)
                ? RecordedStream.pair(data.resolve("sensors/smd_" + name + "_train.csv.gz"), test)
                : RecordedStream.shuffled(data.resolve("tabular/" + name + ".csv.gz"), limit, seed);
    }
}
