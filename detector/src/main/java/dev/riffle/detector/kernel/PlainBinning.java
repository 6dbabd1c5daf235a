package dev.riffle.detector.kernel;

/** Plain loops. */
final class PlainBinning implements Binning {
    private final float[] starts;
    private final float[] inverseWidths;
    private final int bins;
    private double beyond;

    PlainBinning(float[] starts, float[] inverseWidths, int bins) {
        this.starts = starts.clone();
        this.inverseWidths = inverseWidths.clone();
        this.bins = bins;
    }

    @Override
    public void cells(float[] values, int[] cells) {
        Lengths.requireAtLeast("values", values, starts.length);
        beyond = 0;
        for (int h = 0, first = 0; h < starts.length; h++, first += bins + 2) {
            float place = (values[h] - starts[h]) * inverseWidths[h];
            cells[h] = first + (place < 0 ? 0 : place >= bins ? bins + 1 : 1 + (int) place);
            if (place < 0 || place > bins) {
                beyond += Binning.beyond(place, bins);
            }
        }
    }

    @Override
    public double beyond() {
        return beyond;
    }
}
