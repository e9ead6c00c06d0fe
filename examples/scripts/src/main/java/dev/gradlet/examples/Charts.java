package dev.gradlet.examples;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
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
      return new Curve(name, x, y);
    }
  }

  static XYChart curves(String title, String xTitle, String yTitle, List<Curve> curves) {
    var chart = blank(title, xTitle, yTitle);
    int number = 0;
    for (var curve : curves) {
      var series = chart.addSeries(curve.name(), curve.x(), curve.y());
      series.setMarker(SeriesMarkers.NONE);
      series.setLineColor(COLORS[number % COLORS.length]);
      series.setLineStyle(number < COLORS.length ? solid() : dashed());
      number++;
    }
    return chart;
  }

  /** Points in two dimensions, coloured by cluster, each cluster's number standing at its centroid. */
  static XYChart clusters(String title, double[][] points, int[] clusters, double[][] centroids) {
    var chart = blank(title, "first principal component", "second principal component");
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
    return java.util.Arrays.copyOf(values, count);
  }

  private static XYChart blank(String title, String xTitle, String yTitle) {
    var chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle(xTitle).yAxisTitle(yTitle).build();
    var style = chart.getStyler();
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
    return chart;
  }

  private static BasicStroke solid() {
    return new BasicStroke(2);
  }

  private static BasicStroke dashed() {
    return new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {6, 4}, 0);
  }

  /** Writes charts side by side as one PNG file and returns its path. */
  static Path save(Path directory, String name, XYChart... charts) {
    var file = directory.resolve(name);
    try (var out = Files.newOutputStream(Files.createDirectories(directory).resolve(name))) {
      BitmapEncoder.saveBitmap(List.of(charts), 1, charts.length, out, BitmapFormat.PNG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}
