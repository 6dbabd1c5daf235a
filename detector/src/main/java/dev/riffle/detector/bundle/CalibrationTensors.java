package dev.riffle.detector.bundle;

import dev.riffle.detector.anomaly.Calibration;
import dev.riffle.detector.anomaly.MissingCellAllowance;
import dev.riffle.detector.anomaly.ScoreCombiner;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Calibrations as tensors {@code calibrations.<name>.knots}. A signal that a bundle does without has none; nor is there
 * an allowance {@code missingCells.*} where no cell was missing.
 */
final class CalibrationTensors {
    private static final String RECONSTRUCTION = "reconstruction";
    private static final String DENSITY = "density";
    private static final String PROJECTION = "projection";
    private static final String CORE_DISTANCE = "coreDistance";
    private static final String COMBINED = "combined";
    private static final String PER_MISSING_CELL = "missingCells.allowance";
    private static final String MOST_MISSING_CELLS = "missingCells.most";
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
        MissingCellAllowance missingCells = scores.missingCells();
        if (!missingCells.equals(MissingCellAllowance.NONE)) {
            tensors.add(PER_MISSING_CELL, new double[] {missingCells.perCell()}, 1);
            tensors.add(MOST_MISSING_CELLS, new long[] {missingCells.mostCells()}, 1);
        }
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
                readMissingCells(tensors),
                read(COMBINED, tails.get(COMBINED), tensors));
    }

    static ScoreCombiner read(ManifestVersion1.Calibrations tails, TensorReader tensors) throws InvalidBundleException {
        return new ScoreCombiner(
                read(RECONSTRUCTION, tails.reconstruction(), tensors),
                read(DENSITY, tails.density(), tensors),
                Optional.empty(),
                Optional.empty(),
                MissingCellAllowance.NONE,
                read(COMBINED, tails.combined(), tensors));
    }

    private static Optional<Calibration> readIfThere(
            String name, SortedMap<String, Manifest.Tail> tails, TensorReader tensors) throws InvalidBundleException {
        return tails.containsKey(name) ? Optional.of(read(name, tails.get(name), tensors)) : Optional.empty();
    }

    private static MissingCellAllowance readMissingCells(TensorReader tensors) throws InvalidBundleException {
        if (!tensors.has(PER_MISSING_CELL)) {
            return MissingCellAllowance.NONE;
        }
        long most = tensors.longs(MOST_MISSING_CELLS, 1)[0];
        if (most < 0 || most > Integer.MAX_VALUE) {
            throw new InvalidBundleException("Model bundle's tensor '" + MOST_MISSING_CELLS + "' is " + most
                    + "; expected 0 to " + Integer.MAX_VALUE);
        }
        return new MissingCellAllowance(tensors.doubles(PER_MISSING_CELL, 1)[0], (int) most);
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
