package dev.riffle.detector.replay;

import dev.riffle.detector.Detection;
import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.pipeline.Scaler;
import dev.riffle.detector.replay.Row.Label;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Champion against challenger: both replay the same held-out events, each through a {@link StreamingDetector} of its
 * own, score first, then learn, as the job does. The challenger is refused if it is clearly worse; of two that are as
 * good as each other the newer one, which has seen newer events, wins.
 *
 * <p>A challenger is refused if
 *
 * <ul>
 *   <li>it scores an event with a value that is not finite,
 *   <li>more than a tenth of the events look rare to it (tail probability of at most 0.01), and more than to the
 *       champion, which may suffer from the same drift,
 *   <li>it alerts on far more events than the budget allows, and than the champion does,
 *   <li>it reproduces events worse than the champion, by a quarter and by more than chance,
 *   <li>events are less likely under its mixture, by half a nat per column,
 *   <li>it ranks events with analysts' verdicts worse, by a tenth of average precision,
 *   <li>most events change their cluster id although the champion still fits.
 * </ul>
 */
public final class ChampionTrial {
    /** Share of the events that a trimmed mean leaves out: a few absurd ones would decide alone. */
    public static final double TRIMMED = 0.05;

    /** Tail probability up to which an event counts as rare. */
    public static final double RARE = 0.01;

    /** Fewer events say nothing about a difference between two models. */
    public static final int LEAST_COMPARED = 100;

    /** Fewer verdicts of either kind say nothing. */
    public static final int LEAST_VERDICTS = 5;

    private static final double LARGEST_RARE_SHARE = 0.1;
    private static final double WORSE_RECONSTRUCTION = 1.25;
    private static final double LEAST_RECONSTRUCTION = 0.02;
    private static final double WORSE_LIKELIHOOD = 0.5;
    private static final double WORSE_PRECISION = 0.1;
    private static final double LEAST_CONTINUITY = 0.3;
    /** The champion fits while no more than so many events look rare to it. */
    private static final double FITTING_RARE_SHARE = 0.05;

    private final AlertBudget budget;

    public ChampionTrial(AlertBudget budget) {
        this.budget = Objects.requireNonNull(budget, "budget");
    }

    /**
     * Holds the trial.
     *
     * @param champion the model in use; one with other features is not compared with
     * @param events held-out events in order of event time, that neither model was trained on
     * @param verdicts events that analysts gave a verdict on, labelled
     */
    public TrialOutcome hold(
            Optional<ModelBundle> champion, ModelBundle challenger, List<Row> events, List<Row> verdicts) {
        Optional<ModelBundle> comparable = champion.filter(model ->
                model.pipeline().fingerprint().equals(challenger.pipeline().fingerprint()));
        Replay theirs = new Replay(challenger, events, verdicts);
        Optional<Replay> ours = comparable.map(model -> new Replay(model, events, verdicts));
        List<String> reasons = new ArrayList<>(theirs.defects);
        if (reasons.isEmpty() && !events.isEmpty()) {
            judge(theirs.figures, ours.map(replay -> replay.figures), reasons);
        }
        double continuity = ours.map(replay -> sameShare(replay.clusterIds, theirs.clusterIds))
                .orElse(Double.NaN);
        if (reasons.isEmpty() && ours.isPresent() && events.size() >= LEAST_COMPARED) {
            judgeContinuity(continuity, ours.get().figures, reasons);
        }
        return new TrialOutcome(
                theirs.figures,
                ours.map(replay -> replay.figures),
                continuity,
                ours.map(replay -> sameShare(replay.clusterIndices, theirs.clusterIndices))
                        .orElse(Double.NaN),
                reasons);
    }

    private void judge(TrialFigures challenger, Optional<TrialFigures> champion, List<String> reasons) {
        double championsRare = champion.map(TrialFigures::rareShare).orElse(0.0);
        if (challenger.rareShare() > Math.max(LARGEST_RARE_SHARE, championsRare)) {
            reasons.add(text(
                    "%.1f %% of %d held-out events look rare to it (tail probability of at most %.0f %%); expected at"
                            + " most %.0f %%%s",
                    100 * challenger.rareShare(),
                    challenger.events(),
                    100 * RARE,
                    100 * LARGEST_RARE_SHARE,
                    champion.map(its -> text(", or the champion's %.1f %%", 100 * its.rareShare()))
                            .orElse("")));
        }
        judgeAlerts(challenger, champion, reasons);
        if (champion.isEmpty() || challenger.events() < LEAST_COMPARED) {
            return;
        }
        TrialFigures its = champion.get();
        if (challenger.reconstruction() > WORSE_RECONSTRUCTION * its.reconstruction() + LEAST_RECONSTRUCTION) {
            reasons.add(text(
                    "it leaves %.3f of the events' variance unexplained, the champion %.3f",
                    challenger.reconstruction(), its.reconstruction()));
        }
        if (challenger.logLikelihood() < its.logLikelihood() - WORSE_LIKELIHOOD) {
            reasons.add(text(
                    "the events' log likelihood per column is %.2f under it, %.2f under the champion",
                    challenger.logLikelihood(), its.logLikelihood()));
        }
        if (challenger.averagePrecision() < its.averagePrecision() - WORSE_PRECISION) {
            reasons.add(text(
                    "it ranks events with analysts' verdicts with an average precision of %.2f, the champion with %.2f",
                    challenger.averagePrecision(), its.averagePrecision()));
        }
    }

    /** A budget per hour cannot be held against a sample of the events, whose pace is another. */
    private void judgeAlerts(TrialFigures challenger, Optional<TrialFigures> champion, List<String> reasons) {
        if (budget instanceof AlertBudget.ShareOfEvents share) {
            double due = share.share() * challenger.events();
            double most = 2 * due + 4 * Math.sqrt(due) + 3;
            double alerts = challenger.alertRate() * challenger.events();
            double championsAlerts =
                    champion.map(its -> its.alertRate() * its.events()).orElse(0.0);
            if (alerts > Math.max(most, 1.5 * championsAlerts)) {
                reasons.add(text(
                        "it alerts on %.0f of %d held-out events where the budget allows %.1f%s",
                        alerts,
                        challenger.events(),
                        due,
                        champion.map(its -> text(" and the champion alerts on %.0f", championsAlerts))
                                .orElse("")));
            }
        }
    }

    private static void judgeContinuity(double continuity, TrialFigures champion, List<String> reasons) {
        if (continuity < LEAST_CONTINUITY && champion.rareShare() <= FITTING_RARE_SHARE) {
            reasons.add(text(
                    "%.0f %% of the events keep their cluster id; expected at least %.0f %% while the champion still"
                            + " fits the stream",
                    100 * continuity, 100 * LEAST_CONTINUITY));
        }
    }

    /** Share of the events with the same cluster under both; noise is no cluster of either. */
    private static double sameShare(long[] before, long[] after) {
        int both = 0;
        int same = 0;
        for (int i = 0; i < before.length; i++) {
            if (before[i] >= 0 && after[i] >= 0) {
                both++;
                same += before[i] == after[i] ? 1 : 0;
            }
        }
        return both == 0 ? Double.NaN : (double) same / both;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** One model's way through the events. */
    private final class Replay {
        private static final long NOISE = -1;

        private final long[] clusterIds;
        private final long[] clusterIndices;
        private final List<String> defects = new ArrayList<>();
        private final TrialFigures figures;

        Replay(ModelBundle model, List<Row> events, List<Row> verdicts) {
            clusterIds = new long[events.size()];
            clusterIndices = new long[events.size()];
            double[] errors = new double[events.size()];
            double[] unlikelihoods = new double[events.size()];
            int[] rare = new int[1];
            double precision = averagePrecision(model, verdicts);
            Scaler units = Scaler.fit(
                    events.stream().map(row -> row.features().values()).toList(),
                    model.pipeline().columns().size());
            InputLikelihood likelihood = new InputLikelihood(model);
            ReplayReport report = new PrequentialEvaluation()
                    .run(
                            new StreamingDetector(model, budget),
                            events.iterator(),
                            (index, row, judgement, detector) -> {
                                Detection detection = judgement.detection();
                                int i = (int) index;
                                clusterIds[i] = detection.noise() ? NOISE : detection.clusterId();
                                clusterIndices[i] = detection.noise() ? NOISE : detection.clusterIndex();
                                errors[i] = error(model, detection, units);
                                unlikelihoods[i] = -likelihood.perColumn(detection.scaled());
                                rare[0] += detection.tailProbability() <= RARE ? 1 : 0;
                                requireFinite(detection, index);
                            },
                            (index, row, judgement) -> Optional.empty());
            figures = new TrialFigures(
                    events.size(),
                    trimmedMean(errors),
                    -trimmedMean(unlikelihoods),
                    events.isEmpty() ? 0 : (double) rare[0] / events.size(),
                    report.alertRate(),
                    precision);
        }

        private void requireFinite(Detection detection, long index) {
            if (defects.isEmpty()
                    && !(Double.isFinite(detection.surprise()) && Double.isFinite(detection.distance()))) {
                defects.add("it scores held-out event " + index + " with surprise " + detection.surprise()
                        + " and distance " + detection.distance() + "; expected finite values");
            }
        }

        private double averagePrecision(ModelBundle model, List<Row> verdicts) {
            List<Row> labelled = verdicts.stream()
                    .filter(row -> row.label() != Label.UNKNOWN)
                    .toList();
            long anomalies = labelled.stream()
                    .filter(row -> row.label() == Label.ANOMALY)
                    .count();
            if (anomalies < LEAST_VERDICTS || labelled.size() - anomalies < LEAST_VERDICTS) {
                return Double.NaN;
            }
            StreamingDetector detector = new StreamingDetector(model, budget);
            double[] surprises = new double[labelled.size()];
            boolean[] labels = new boolean[labelled.size()];
            for (int i = 0; i < surprises.length; i++) {
                Row row = labelled.get(i);
                surprises[i] = detector.judge(row.features(), row.segment())
                        .detection()
                        .surprise();
                labels[i] = row.label() == Label.ANOMALY;
            }
            return RankingMetrics.averagePrecision(surprises, labels);
        }
    }

    /** Mean squared residual per column, in units of the column's spread over the events. */
    private static double error(ModelBundle model, Detection detection, Scaler units) {
        float[] residual = detection.residual();
        double sum = 0;
        for (int f = 0; f < residual.length; f++) {
            // The residual is half of what it is in units of its scale: see ReconstructionSignal.
            double raw =
                    2 * residual[f] * model.residualScales()[f] * model.scaler().scales()[f];
            double inUnits = Math.min(Math.abs(raw) / units.scales()[f], units.limit());
            sum += inUnits * inUnits;
        }
        return sum / residual.length;
    }

    private static double trimmedMean(double[] values) {
        if (values.length == 0) {
            return 0;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int kept = Math.max(1, (int) Math.ceil((1 - TRIMMED) * sorted.length));
        return Arrays.stream(sorted, 0, kept).average().orElseThrow();
    }
}
