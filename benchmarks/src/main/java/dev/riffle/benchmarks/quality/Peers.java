package dev.riffle.benchmarks.quality;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What other detectors reached on the same streams (protocol P), measured once; versions and settings in the README. */
record Peers(Map<String, Map<String, QualityRun.Ranking>> bySet) {
    static Peers read() {
        Map<String, Map<String, QualityRun.Ranking>> bySet = new LinkedHashMap<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(Peers.class.getResourceAsStream("peers.csv"), StandardCharsets.UTF_8))) {
            reader.lines().skip(1).map(line -> line.split(",", -1)).forEach(cells -> bySet.computeIfAbsent(
                            cells[0], set -> new LinkedHashMap<>())
                    .put(cells[1], new QualityRun.Ranking(Double.parseDouble(cells[2]), Double.parseDouble(cells[3]))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Peers(bySet);
    }

    List<String> names() {
        return new ArrayList<>(bySet.values().iterator().next().keySet());
    }

    QualityRun.Ranking of(String set, String peer) {
        return bySet.get(set).get(peer);
    }
}
