package dev.riffle.benchmarks.sweep;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Stroke;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Curves of figures between 0 and 1, a colour for each metric, as a PNG. */
final class SweepPlot {
    private static final int WIDTH = 1_000;
    private static final int HEIGHT = 640;
    private static final Color[] COLOURS = {new Color(0x1f4e9c), new Color(0xb3261e), new Color(0x2e7d32)};
    private static final float[] DASHES = {8, 6};
    private static final float[] DOTS = {2, 4};

    /** How a curve is drawn. */
    enum Line {
        AUTOENCODED(new BasicStroke(2), true),
        K_MEANS(new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0), false),
        PUBLISHED(new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DOTS, 0), false);

        private final Stroke stroke;
        private final boolean points;

        Line(Stroke stroke, boolean points) {
            this.stroke = stroke;
            this.points = points;
        }
    }

    private final String title;
    private final String axis;
    private final XYSeriesCollection curves = new XYSeriesCollection();
    private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();

    SweepPlot(String title, String axis) {
        this.title = title;
        this.axis = axis;
    }

    /**
     * Adds a curve.
     *
     * @param metric position of the metric, which picks the colour
     * @param points values by what is swept over; none draws nothing
     */
    void add(String name, int metric, Line line, Map<Integer, Double> points) {
        if (points.isEmpty()) {
            return;
        }
        XYSeries series = new XYSeries(name);
        points.forEach(series::add);
        int index = curves.getSeriesCount();
        curves.addSeries(series);
        renderer.setSeriesPaint(index, COLOURS[metric]);
        renderer.setSeriesStroke(index, line.stroke);
        renderer.setSeriesShapesVisible(index, line.points || points.size() == 1);
    }

    /** Draws into a file, which is replaced. */
    void write(Path file) {
        JFreeChart chart =
                ChartFactory.createXYLineChart(title, axis, "", curves, PlotOrientation.VERTICAL, true, false, false);
        XYPlot plot = chart.getXYPlot();
        plot.setRenderer(renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
        plot.getRangeAxis().setRange(0, 0.7);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            ChartUtils.saveChartAsPNG(file.toFile(), chart, WIDTH, HEIGHT);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }
}
