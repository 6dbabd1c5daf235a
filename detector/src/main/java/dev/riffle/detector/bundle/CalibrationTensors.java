package dev.riffle.detector.bundle;

import dev.riffle.detector.anomaly.Calibration;
import dev.riffle.detector.anomaly.ScoreCombiner;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Calibrations as tensors {@code calibrations.<name>.knots}. A signal that a bundle does without has none. */
final class CalibrationTensors {
    private static final String RECONSTRUCTION = "reconstruction";
    private static final String DENSITY = "density";
    private static final String PROJECTION = "projection";
    private static final String CORE_DISTANCE = "coreDistance";
    private static final String COMBINED = "combined";
    private static final Set<String> NEEDED = new TreeSet<>(Set.of(RECONSTRUCTION, DENSITY, COMBINED));
    private static final Set<String> OPTIONAL = new TreeSet<>(Set.of(PROJECTION, CORE_DISTANCE));

    private CalibrationTensors() {}

    static SortedMap<String, Manifest.Tail> write(ScoreCombiner scores, TensorWriter tensors) {
        SortedMap<String, Manifest.Tail> tails = new TreeMap<>();
        tails.put(RECONSTRUCTION, write(RECONSTRUCTION, scores.reconstruction(), tensors));
        tails.put(DENSITY, write(DENSITY, scores.density(), tensors));
        scores.projection().ifPresent(calibration -> tails.put(PROJECTION, write(PROJECTION, calibration, tensors)));
        scores.coreDistance()
                .ifPresent(calibration -> tails.put(CORE_DISTANCE, write(CORE_DISTANCE, calibration, tensors)));
        tails.put(COMBINED, write(COMBINED, scores.combined(), tensors));
        return tails;
    }

    static ScoreCombiner read(SortedMap<String, Manifest.Tail> tails, TensorReader tensors)
            throws InvalidBundleException {
        Set<String> unknown = new TreeSet<>(tails.keySet());
        unknown.removeAll(NEEDED);
        unknown.removeAll(OPTIONAL);
        if (!unknown.isEmpty() || !tails.keySet().containsAll(NEEDED)) {
            throw new InvalidBundleException("Model bundle has calibrations of " + tails.keySet() + "; expected "
                    + NEEDED + " and at most " + OPTIONAL + " besides");
        }
        return new ScoreCombiner(
                read(RECONSTRUCTION, tails.get(RECONSTRUCTION), tensors),
                read(DENSITY, tails.get(DENSITY), tensors),
                readIfThere(PROJECTION, tails, tensors),
                readIfThere(CORE_DISTANCE, tails, tensors),
                read(COMBINED, tails.get(COMBINED), tensors));
    }

    static ScoreCombiner read(ManifestVersion1.Calibrations tails, TensorReader tensors) throws InvalidBundleException {
        return new ScoreCombiner(
                read(RECONSTRUCTION, tails.reconstruction(), tensors),
                read(DENSITY, tails.density(), tensors),
                Optional.empty(),
                Optional.empty(),
                read(COMBINED, tails.combined(), tensors));
    }

    private static Optional<Calibration> readIfThere(
            String name, SortedMap<String, Manifest.Tail> tails, TensorReader tensors) throws InvalidBundleException {
        return tails.containsKey(name) ? Optional.of(read(name, tails.get(name), tensors)) : Optional.empty();
    }

    private static Manifest.Tail write(String name, Calibration calibration, TensorWriter tensors) {
        tensors.add(knots(name), calibration.knots(), calibration.knots().length);
        return new Manifest.Tail(calibration.rows(), calibration.tailStart(), calibration.tailScale());
    }

    private static Calibration read(String name, Manifest.Tail tail, TensorReader tensors)
            throws InvalidBundleException {
        return new Calibration(
                tensors.doubles(knots(name), tensors.extent(knots(name), 0)),
                tail.rows(),
                tail.tailStart(),
                tail.tailScale());
    }

    private static String knots(String name) {
        return "calibrations." + name + ".knots";
    }
}
