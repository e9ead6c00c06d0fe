package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages of core as rooms one above the other: what is below names nothing above it, but for Shape and DType. */
class RoomsTest {
  private static final List<String> FROM_BELOW = List.of(
      "dev.gradlet.kernel", "dev.gradlet.engine.graph", "dev.gradlet.engine.run", "dev.gradlet.engine.hot",
      "dev.gradlet.engine.plan", "dev.gradlet", "dev.gradlet.inspect");

  private static final List<String> FOR_ALL = List.of("dev.gradlet.Shape", "dev.gradlet.DType");

  private record Arrow(String from, String to) {
    boolean pointsUp() {
      return room(from) >= 0 && room(to) > room(from) && !FOR_ALL.contains(to);
    }

    private static int room(String type) {
      return FROM_BELOW.indexOf(type.substring(0, type.lastIndexOf('.')));
    }
  }

  @Test
  void dependencies_ofEachClass_pointDown() throws URISyntaxException {
    List<Arrow> arrows = arrows();

    assertThat(arrows).hasSizeGreaterThan(100);
    assertThat(arrows.stream().filter(Arrow::pointsUp).toList()).isEmpty();
  }

  /** Else they would tie every room to the one they are in. */
  @Test
  void dependencies_ofWhatAllRoomsName_endThere() throws URISyntaxException {
    List<String> ground = List.of("dev.gradlet.Shape", "dev.gradlet.DType", "dev.gradlet.Checks");

    assertThat(arrows().stream()
        .filter(arrow -> ground.contains(arrow.from()) && Arrow.room(arrow.to()) >= 0 && !ground.contains(arrow.to()))
        .toList()).isEmpty();
  }

  @Test
  void files_ofCore_haveAtMost500Lines() throws IOException {
    List<String> longFiles;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      longFiles = files
          .filter(file -> file.toString().endsWith(".java") && lines(file) > 500)
          .map(file -> file.getFileName().toString())
          .toList();
    }

    assertThat(longFiles).isEmpty();
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** As jdeps finds them in class files, nested classes counted as what they are nested in. */
  private static List<Arrow> arrows() throws URISyntaxException {
    Path classes = Path.of(Tensor.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    StringWriter lines = new StringWriter();
    PrintWriter out = new PrintWriter(lines);
    ToolProvider.findFirst("jdeps").orElseThrow().run(out, out, "-verbose:class", "-filter:none", classes.toString());
    return lines.toString().lines()
        .map(String::trim)
        .flatMap(new Reader()::read)
        .distinct()
        .toList();
  }

  /** A line names a class, with what it is part of; those below it, after an arrow, what that depends on. */
  private static final class Reader {
    private String from = "";

    Stream<Arrow> read(String line) {
      String[] words = line.split("\\s+");
      if (!line.startsWith("->") && line.startsWith("dev.gradlet")) {
        from = outer(words[0]);
        return words.length > 2 && words[1].equals("->") ? arrow(words[2]) : Stream.empty();
      }
      return line.startsWith("->") ? arrow(words[1]) : Stream.empty();
    }

    private Stream<Arrow> arrow(String to) {
      return to.startsWith("dev.gradlet") && !from.isEmpty() ? Stream.of(new Arrow(from, outer(to))) : Stream.empty();
    }

    private static String outer(String type) {
      int nested = type.indexOf('$');
      return nested < 0 ? type : type.substring(0, nested);
    }
  }
}
