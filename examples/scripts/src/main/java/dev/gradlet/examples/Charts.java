package dev.gradlet.examples;

import dev.gradlet.nn.io.DataException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The charts of the examples, all in one style, drawn without a display. */
final class Charts {
  /** Ten colours that remain apart for most readers, dark enough on white (Tableau's ten). */
  private static final Color[] COLORS = {
    new Color(0x4E79A7), new Color(0xF28E2B), new Color(0xE15759), new Color(0x76B7B2), new Color(0x59A14F),
    new Color(0xEDC948), new Color(0xB07AA1), new Color(0xFF9DA7), new Color(0x9C755F), new Color(0x8A8680)
  };

  private static final int WIDTH = 720;
  private static final int HEIGHT = 560;

  private Charts() {}

  /** A line through {@code (x[i], y[i])}. */
  record Curve(String name, double[] x, double[] y) {
    /** A value after each epoch, from {@code first} on. */
    static Curve ofEpochs(String name, int first, double[] y) {
      var x = new double[y.length];
      for (int i = 0; i < x.length; i++) {
        x[i] = first + i;
      }
      // Ticks would stand on every so many-th point, such as 1, 10, 19, if all points were at equal distances.
      x[0] += 0.001;
      return new Curve(name, x, y);
    }
  }

  static XYChart curves(String title, String xTitle, String yTitle, List<Curve> curves) {
    return curves(WIDTH, HEIGHT, title, xTitle, yTitle, curves);
  }

  /** One of many, with epochs on a logarithmic axis, as most happens in the first ones. */
  static XYChart smallCurves(String title, String yTitle, List<Curve> curves) {
    var chart = curves(WIDTH * 2 / 3, HEIGHT * 2 / 3, title, "epoch", yTitle, curves);
    chart.getStyler()
        .setXAxisLogarithmic(true)
        .setLegendPosition(LegendPosition.OutsideS)
        .setLegendLayout(LegendLayout.Horizontal)
        .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10))
        .setLegendSeriesLineLength(12);
    return chart;
  }

  private static XYChart curves(
      int width, int height, String title, String xTitle, String yTitle, List<Curve> curves) {
    var chart = blank(width, height, title, xTitle, yTitle);
    int number = 0;
    for (var curve : curves) {
      var series = chart.addSeries(curve.name(), curve.x(), curve.y());
      series.setMarker(SeriesMarkers.NONE);
      series.setLineColor(COLORS[number % COLORS.length]);
      series.setLineStyle(new BasicStroke(2));
      number++;
    }
    return chart;
  }

  /** Dots in the colour of the curve of that name. */
  static void addDots(XYChart chart, String curve, double[] x, double[] y) {
    var series = chart.addSeries(curve + " as trained", x, y);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter).setShowInLegend(false);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(chart.getSeries(curve).getLineColor());
  }

  /** Points in two dimensions, coloured by cluster, each cluster's number standing at its centroid. */
  static XYChart clusters(String title, double[][] points, int[] clusters, double[][] centroids) {
    var chart = blank(WIDTH, HEIGHT, title, "first principal component", "second principal component");
    chart.getStyler().setMarkerSize(4).setLegendVisible(false);
    for (int k = 0; k < centroids.length; k++) {
      var x = column(points, clusters, k, 0);
      if (x.length == 0) {
        continue;
      }
      var series = chart.addSeries("cluster " + k, x, column(points, clusters, k, 1));
      series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
      series.setMarker(SeriesMarkers.CIRCLE);
      series.setMarkerColor(COLORS[k % COLORS.length]);
    }
    chart.getStyler().setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.BOLD, 20));
    for (int k = 0; k < centroids.length; k++) {
      chart.addAnnotation(new AnnotationText(String.valueOf(k), centroids[k][0], centroids[k][1], false));
    }
    return chart;
  }

  private static double[] column(double[][] points, int[] clusters, int cluster, int column) {
    var values = new double[points.length];
    int count = 0;
    for (int i = 0; i < points.length; i++) {
      if (clusters[i] == cluster) {
        values[count++] = points[i][column];
      }
    }
    return Arrays.copyOf(values, count);
  }

  /** One value for each name, with what to draw as its uncertainty, or null. */
  record Bars(String name, double[] values, double[] deviations) {}

  static CategoryChart bars(String title, String yTitle, List<String> names, List<Bars> groups) {
    var chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT).title(title).yAxisTitle(yTitle).build();
    style(chart.getStyler());
    chart.getStyler()
        .setAvailableSpaceFill(0.7)
        .setYAxisMin(0.0)
        .setLegendPosition(LegendPosition.OutsideS)
        .setLegendLayout(LegendLayout.Horizontal)
        .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    for (int i = 0; i < groups.size(); i++) {
      var group = groups.get(i);
      var values = Arrays.stream(group.values()).boxed().toList();
      var errors = group.deviations() == null ? null : Arrays.stream(group.deviations()).boxed().toList();
      chart.addSeries(group.name(), names, values, errors).setFillColor(COLORS[i]);
    }
    return chart;
  }

  private static XYChart blank(int width, int height, String title, String xTitle, String yTitle) {
    var chart = new XYChartBuilder().width(width).height(height).title(title).build();
    chart.setXAxisTitle(xTitle);
    chart.setYAxisTitle(yTitle);
    style(chart.getStyler());
    return chart;
  }

  private static void style(AxesChartStyler style) {
    style.setChartBackgroundColor(Color.WHITE)
        .setPlotBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setChartTitleBoxVisible(false)
        .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16))
        .setLegendBorderColor(Color.WHITE)
        .setLegendPosition(LegendPosition.InsideNE)
        .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12))
        .setChartPadding(14);
    style.setPlotGridLinesColor(new Color(0xE4E4E4))
        .setPlotGridLinesStroke(new BasicStroke(1))
        .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13))
        .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
  }

  /** Draws a curve broad and pale, so that others that run along it remain visible. */
  static void putBehind(XYChart chart, String curve) {
    var series = chart.getSeries(curve);
    var color = series.getLineColor();
    series.setLineColor(new Color(pale(color.getRed()), pale(color.getGreen()), pale(color.getBlue())));
    series.setLineStyle(new BasicStroke(8, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
  }

  private static int pale(int component) {
    return 255 - (255 - component) / 2;
  }

  /** Writes charts side by side as one PNG file and returns its path. */
  static Path save(Path directory, String name, Chart<?, ?>... charts) {
    return save(directory, name, charts.length, List.of(charts));
  }

  /** Writes charts in rows of {@code columns} as one PNG file and returns its path. */
  static Path save(Path directory, String name, int columns, List<? extends Chart<?, ?>> charts) {
    var file = directory.resolve(name);
    try {
      Files.createDirectories(directory);
      try (var out = Files.newOutputStream(file)) {
        BitmapEncoder.saveBitmap(charts, (charts.size() + columns - 1) / columns, columns, out, BitmapFormat.PNG);
      }
    } catch (IOException e) {
      throw new DataException(file + ": cannot be written: " + e, e);
    }
    return file;
  }
}
