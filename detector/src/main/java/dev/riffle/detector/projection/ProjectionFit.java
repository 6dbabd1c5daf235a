package dev.riffle.detector.projection;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Random projections and their histograms over a batch of events. Every projection reads ceil(sqrt(dimension))
 * dimensions, as LODA's do (Pevny 2016, after Li 2007), all dimensions equally often; weights are Gaussian. Inner bins
 * lie evenly between the 0.5 % and 99.5 % quantiles, widened by a tenth; their number is 2 n^(1/3) (Rice's rule), at
 * most 32.
 *
 * @param projections random, scaled to the events
 * @param histograms of the events
 */
public record ProjectionFit(Projections projections, Histograms histograms) {
    /** No projections. */
    public static final ProjectionFit NONE = new ProjectionFit(Projections.NONE, Histograms.NONE);

    private static final int LEAST_BINS = 4;
    private static final int MOST_BINS = 32;
    private static final double OUTER_SHARE = 0.005;
    private static final float WIDENED = 0.05f;
    /** Smallest range of the inner bins: inputs are standardised, so this is far below any usual spread. */
    private static final float LEAST_RANGE = 1e-3f;

    /** @throws IllegalArgumentException if the histograms are not those of the projections */
    public ProjectionFit {
        if (histograms.projections() != projections.count()) {
            throw new IllegalArgumentException(
                    histograms + " were given for " + projections.count() + " projections, expected one of each");
        }
    }

    /**
     * Draws projections and counts events.
     *
     * @param points events as scaled inputs, at least one
     * @param count projections, at least 1
     * @throws IllegalArgumentException if there are no points or projections
     */
    public static ProjectionFit of(float[][] points, int count, long seed) {
        if (points.length == 0 || count < 1) {
            throw new IllegalArgumentException(count + " projections were asked for over " + points.length
                    + " points, expected at least 1 of each");
        }
        Random random = new Random(seed);
        int dimension = points[0].length;
        int each = (int) Math.ceil(Math.sqrt(dimension));
        int[] reads = deal(dimension, count, each, random);
        float[] weights = new float[reads.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        int bins = (int) Math.max(LEAST_BINS, Math.min(MOST_BINS, Math.ceil(2 * Math.cbrt(points.length))));
        float[] starts = new float[count];
        float[] binWidths = new float[count];
        double[] masses = new double[count * (bins + 2)];
        float[] values = new float[points.length];
        for (int p = 0; p < count; p++) {
            for (int i = 0; i < values.length; i++) {
                values[i] = 0;
                for (int r = p * each; r < (p + 1) * each; r++) {
                    values[i] += points[i][reads[r]] * weights[r];
                }
            }
            float[] sorted = values.clone();
            Arrays.sort(sorted);
            float low = sorted[(int) Math.floor(OUTER_SHARE * (sorted.length - 1))];
            float high = sorted[(int) Math.ceil((1 - OUTER_SHARE) * (sorted.length - 1))];
            float range = Math.max(high - low, LEAST_RANGE);
            starts[p] = low - WIDENED * range;
            binWidths[p] = (1 + 2 * WIDENED) * range / bins;
            for (float value : values) {
                float place = (value - starts[p]) / binWidths[p];
                int bin = place < 0 ? 0 : place >= bins ? bins + 1 : 1 + (int) place;
                masses[p * (bins + 2) + bin]++;
            }
        }
        return new ProjectionFit(
                new Projections(dimension, reads, weights, starts, binWidths), new Histograms(bins, masses));
    }

    /** Dimensions are dealt like cards: none twice to one projection, none again before all others were dealt. */
    private static int[] deal(int dimension, int count, int each, Random random) {
        int[] dealt = new int[count * each];
        int[] deck = IntStream.range(0, dimension).toArray();
        int next = dimension;
        for (int i = 0; i < dealt.length; i++) {
            if (next == dimension) {
                deck = shuffled(deck, random, Arrays.copyOfRange(dealt, i - i % each, i));
                next = 0;
            }
            dealt[i] = deck[next++];
        }
        return dealt;
    }

    /** @param last the cards that come last */
    private static int[] shuffled(int[] deck, Random random, int[] last) {
        int[] cards = deck.clone();
        for (int i = cards.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = cards[i];
            cards[i] = cards[j];
            cards[j] = swapped;
        }
        IntPredicate isLast = card -> Arrays.stream(last).anyMatch(other -> other == card);
        return IntStream.concat(
                        Arrays.stream(cards).filter(isLast.negate()),
                        Arrays.stream(cards).filter(isLast))
                .toArray();
    }
}
