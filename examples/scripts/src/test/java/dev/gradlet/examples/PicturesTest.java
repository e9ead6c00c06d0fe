package dev.gradlet.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradlet.examples.Charts.Curve;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {
  @TempDir
  Path folder;

  private static HashSet<Integer> colors(BufferedImage image) {
    var colors = new HashSet<Integer>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colors.add(image.getRGB(x, y) & 0xFFFFFF);
      }
    }
    return colors;
  }

  @Test
  void save_twoCharts_writesOneFileWithBothCurves() throws IOException {
    var left = Charts.curves("left", "epoch", "loss", List.of(Curve.ofEpochs("a", 1, new double[] {3, 2, 1})));
    var right = Charts.curves("right", "epoch", "loss", List.of(Curve.ofEpochs("b", 1, new double[] {1, 2})));
    var file = Charts.save(folder.resolve("new"), "two.png", left, right);
    var image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(left.getWidth() + right.getWidth());
    assertThat(colors(image)).contains(0x4E79A7);
  }

  @Test
  void clusters_threeOfThemOneEmpty_drawsTheOthersColors() throws IOException {
    double[][] points = {{0, 0}, {0, 1}, {5, 5}};
    var chart = Charts.clusters("codes", points, new int[] {0, 0, 2}, new double[][] {{0, 0.5}, {9, 9}, {5, 5}});
    var image = ImageIO.read(Charts.save(folder, "codes.png", chart).toFile());
    assertThat(colors(image)).contains(0x4E79A7, 0xE15759).doesNotContain(0xF28E2B);
  }

  @Test
  void draw_blackAndWhitePixel_areEnlarged() {
    var grid = new ImageGrid(2, 1, 0, 16).row("row", new double[][] {{0, 16}}, List.of("caption"));
    var picture = grid.draw();
    assertThat(new Color(picture.getRGB(14 + 20, 34 + 40))).isEqualTo(Color.WHITE);
    assertThat(new Color(picture.getRGB(14 + 70, 34 + 40))).isEqualTo(Color.BLACK);
  }

  @Test
  void row_imageOfOtherSize_isRefused() {
    var grid = new ImageGrid(8, 8, 0, 16);
    assertThatThrownBy(() -> grid.row("row", new double[][] {{1, 2, 3}}, List.of("caption")))
        .hasMessage("image grid: an image of 3 pixels, 8×8 = 64 were expected");
  }
}
