package dev.gradlet.examples;

import dev.gradlet.Tensor;
import dev.gradlet.nn.io.DataException;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.imageio.ImageIO;

/** Small grey images in titled rows, each with a caption, enlarged without smoothing. */
final class ImageGrid {
  private static final int SIDE = 96;
  private static final int GAP = 14;
  private static final int CAPTION = 22;
  private static final int TITLE = 38;

  private record Row(String title, double[][] images, List<String> captions) {}

  private final int width;
  private final int height;
  private final double white;
  private final double black;
  private final List<Row> rows = new ArrayList<>();

  /** For images of {@code width × height} pixels, drawn from white to black as given. */
  ImageGrid(int width, int height, double white, double black) {
    this.width = width;
    this.height = height;
    this.white = white;
    this.black = black;
  }

  /** Adds a row; each image is its pixels, line by line. */
  ImageGrid row(String title, double[][] images, List<String> captions) {
    for (var image : images) {
      if (image.length != width * height) {
        throw new IllegalArgumentException(
            "image grid: an image of %d pixels, %d×%d = %d were expected"
                .formatted(image.length, width, height, width * height));
      }
    }
    rows.add(new Row(title, images, captions));
    return this;
  }

  /** Adds a row of images (n, width · height), without captions. */
  ImageGrid row(String title, Tensor images) {
    return row(title, images.toDoubleMatrix(), Collections.nCopies(images.size(0), ""));
  }

  BufferedImage draw() {
    int columns = rows.stream().mapToInt(row -> row.images().length).max().orElse(0);
    int rowHeight = TITLE + SIDE + CAPTION + GAP;
    var picture = new BufferedImage(
        GAP + columns * (SIDE + GAP), Math.max(1, rows.size() * rowHeight), BufferedImage.TYPE_INT_RGB);
    var g = picture.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    for (int r = 0; r < rows.size(); r++) {
      drawRow(g, rows.get(r), r * rowHeight);
    }
    g.dispose();
    return picture;
  }

  private void drawRow(Graphics2D g, Row row, int top) {
    g.setColor(Color.BLACK);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    g.drawString(row.title(), GAP, top + 24);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    for (int i = 0; i < row.images().length; i++) {
      int left = GAP + i * (SIDE + GAP);
      g.drawImage(image(row.images()[i]), left, top + TITLE, SIDE, SIDE, null);
      g.setColor(new Color(0xC8C8C8));
      g.drawRect(left, top + TITLE, SIDE, SIDE);
      g.setColor(Color.DARK_GRAY);
      var caption = row.captions().get(i);
      int textWidth = g.getFontMetrics().stringWidth(caption);
      g.drawString(caption, left + (SIDE - textWidth) / 2, top + TITLE + SIDE + 16);
    }
  }

  private BufferedImage image(double[] pixels) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < pixels.length; i++) {
      double darkness = Math.min(1, Math.max(0, (pixels[i] - white) / (black - white)));
      int level = (int) Math.round(255 * (1 - darkness));
      image.setRGB(i % width, i / width, level << 16 | level << 8 | level);
    }
    return image;
  }

  /** Writes the grid as a PNG file and returns its path. */
  Path save(Path directory, String name) {
    var file = directory.resolve(name);
    try {
      Files.createDirectories(directory);
      ImageIO.write(draw(), "png", file.toFile());
    } catch (IOException e) {
      throw new DataException(file + ": cannot be written: " + e, e);
    }
    return file;
  }
}
