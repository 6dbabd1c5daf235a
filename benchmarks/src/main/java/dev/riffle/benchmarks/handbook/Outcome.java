package dev.riffle.benchmarks.handbook;

import dev.riffle.detector.replay.RankingMetrics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What an experiment came to.
 *
 * @param all every payment that was scored
 * @param unknown those of them whose customers were not known to be compromised
 * @param from first day scored
 * @param to last day scored
 */
record Outcome(List<Payment> all, List<Payment> unknown, int from, int to) {
    private static final int CARDS = 100;

    /** AUROC of one scenario's frauds against all genuine payments. */
    double auroc(int scenario) {
        return auroc(all, payment -> !payment.isFraud() || payment.scenario() == scenario);
    }

    double auroc() {
        return auroc(all, payment -> true);
    }

    double aurocOfUnknown() {
        return auroc(unknown, payment -> true);
    }

    double averagePrecision() {
        return RankingMetrics.averagePrecision(surprises(all), frauds(all));
    }

    double averagePrecisionOfUnknown() {
        return RankingMetrics.averagePrecision(surprises(unknown), frauds(unknown));
    }

    /**
     * Card precision@100: of the hundred cards whose payments of a day score highest, the share that had a fraud that
     * day; mean over days. A compromised card that was found is not looked at again.
     */
    double cardPrecision() {
        Set<String> found = new HashSet<>();
        double sum = 0;
        for (int day = from; day <= to; day++) {
            Map<String, Double> highest = new HashMap<>();
            Set<String> compromised = new HashSet<>();
            for (Payment payment : unknown) {
                if (payment.day() == day && !found.contains(payment.customer())) {
                    highest.merge(payment.customer(), payment.surprise(), Math::max);
                    if (payment.isFraud()) {
                        compromised.add(payment.customer());
                    }
                }
            }
            List<String> top = highest.entrySet().stream()
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .limit(CARDS)
                    .map(Map.Entry::getKey)
                    .filter(compromised::contains)
                    .toList();
            sum += (double) top.size() / CARDS;
            found.addAll(top);
        }
        return sum / (to - from + 1);
    }

    private static double auroc(List<Payment> payments, Predicate<Payment> counted) {
        List<Payment> kept = payments.stream().filter(counted).toList();
        return RankingMetrics.auroc(surprises(kept), frauds(kept));
    }

    private static double[] surprises(List<Payment> payments) {
        return payments.stream().mapToDouble(Payment::surprise).toArray();
    }

    private static boolean[] frauds(List<Payment> payments) {
        boolean[] frauds = new boolean[payments.size()];
        for (int i = 0; i < frauds.length; i++) {
            frauds[i] = payments.get(i).isFraud();
        }
        return frauds;
    }
}
