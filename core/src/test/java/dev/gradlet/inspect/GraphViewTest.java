package dev.gradlet.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class GraphViewTest {
  private final Tensor w = Tensor.of(new double[][] {{1, 2}}).requireGrad();
  private final Tensor b = Tensor.of(0.5).requireGrad();
  private final Tensor x = Tensor.of(new double[][] {{3, -1}, {0, 2}});
  private final Tensor loss = x.matmul(w.transpose()).add(b).pow(2).mean();

  private Map<String, Tensor> names() {
    Map<String, Tensor> names = new LinkedHashMap<>();
    names.put("layer.weight", w);
    names.put("layer.bias", b);
    names.put("x", x);
    return names;
  }

  @Test
  void toString_loss_isATreeWithNamesValuesAndGradients() {
    assertThat(GraphView.of(loss, names())).hasToString("""
        n8 = div(n7, 2)  [] FLOAT64  value 11.25  grad 1
        └ n7 = reshape(n6)  [] FLOAT64  value 22.5  grad 0.5
          └ n6 = sum over [0, 1](n5)  [1, 1] FLOAT64  value 22.5  grad 0.5
            └ n5 = square(n4)  [2, 1] FLOAT64  value [[2.25], [20.25]]  grad all 0.5
              └ n4 = add(n2, n3)  [2, 1] FLOAT64  value [[1.5], [4.5]]  grad [[1.5], [4.5]]
                ├ n2 = matmul(x, n1)  [2, 1] FLOAT64  value [[1], [4]]  grad [[1.5], [4.5]]
                │ ├ x  [2, 2] FLOAT64  value [[3, -1], [0, 2]]
                │ └ n1 = permute(layer.weight)  [2, 1] FLOAT64  value [[1], [2]]  grad [[4.5], [7.5]]
                │   └ layer.weight  [1, 2] FLOAT64  value [[1, 2]]  grad [[4.5, 7.5]]
                └ n3 = expand(layer.bias)  [2, 1] FLOAT64  value all 0.5  grad [[1.5], [4.5]]
                  └ layer.bias  [1] FLOAT64  value 0.5  grad 6
        """);
    assertThat(w.grad()).isNull();
    loss.backward();
    assertThat(w.grad().toDoubleArray()).containsExactly(4.5, 7.5);
  }

  @Test
  void toString_whatSeveralRead_isShownOnce() {
    Tensor y = w.exp();

    assertThat(GraphView.of(y.mul(y.sin()).sum()).toString().lines().filter(line -> line.contains("= exp("))).hasSize(2)
        .last().asString().endsWith("(above)");
  }

  @Test
  void toString_longChain_isFolded() {
    Tensor y = w;
    for (int i = 0; i < 100; i++) {
      y = y.mul(1.01).add(b);
    }
    Tensor recurrent = Tensor.zeros(DType.FLOAT64, 3, 2);
    for (int i = 0; i < 100; i++) {
      recurrent = recurrent.add(Tensor.full(0.01 * i, DType.FLOAT64, 3, 2)).mul(w).tanh();
    }

    assertThat(GraphView.of(y).toString().lines()).hasSizeLessThan(30)
        .anyMatch(line -> line.contains("… 291 operations: expand ×97, add ×97, mul ×97"));
    assertThat(GraphView.of(y).explain()).contains("""
        4. n5 = … 291 operations: expand ×97, add ×97, mul ×97  [1, 2]
           in:  g = all 1.01 of shape [1, 2]
           out: to n4 all 2.65152 of shape [1, 2]
           out: to variable2 331.587
        """).doesNotContain("more step");
    assertThat(GraphView.of(recurrent).toString().lines()).as("inputs of a step are folded with it").hasSizeLessThan(30)
        .anyMatch(line -> line.contains("operations: "));
  }

  @Test
  void toString_deepButSmallModel_isNotFolded() {
    Tensor y = x;
    for (int i = 0; i < 5; i++) {
      y = y.matmul(w.transpose()).relu().expand(2, 2);
    }

    assertThat(GraphView.of(y.sum(), names()).toString()).doesNotContain("…");
  }

  @Test
  void of_aMillionOperations_foldsAndLeavesOut() {
    Tensor chain = w;
    Tensor web = w;
    for (int i = 0; i < 1_000_000; i++) {
      chain = chain.neg();
    }
    for (int i = 0; i < 10_000; i++) {
      web = web.mul(w.sin()).add(web.exp());
    }

    assertThat(GraphView.of(chain).toString()).hasLineCount(10)
        .contains("… 999,994 operations: neg ×999994", "gradients are left out: 1,000,000 operations are too many");
    assertThat(GraphView.of(web).toString().lines()).hasSizeLessThan(1000)
        .anyMatch(line -> line.contains("operations: "));
  }

  @Test
  void of_whatHasNoHistory_saysSo() {
    loss.backward();
    assertThat(GraphView.of(loss).toString()).contains("(the history was walked by backward() and is gone");
    assertThat(GraphView.of(x).toString()).contains("(no history: nothing it was computed from");
    assertThat(GraphView.of(Tensor.of(1, 2).add(1)).toString()).contains("(dtype INT32 has no gradient)",
        "value [2, 3]");
    assertThat(GraphView.of(Tensor.zeros(DType.FLOAT64, 0, 3)).toString()).contains("value empty");
    assertThat(GraphView.of(Tensor.full(Double.NaN, 20)).toString()).contains("value 100 % NaN");
    assertThat(GraphView.of(x).explain()).startsWith("No walk: no history");
    assertThatThrownBy(() -> GraphView.of(null)).hasMessage("graph: the tensor is null");
  }

  @Test
  void explain_loss_saysWhatComesInAndGoesOut() {
    assertThat(GraphView.of(Tensor.of(2.0, 3.0).requireGrad().square().sum()).explain()).isEqualTo("""
        1. n3 = reshape(n2)  []
           y = x in another shape;  dx = g in that of x.
           in:  g = 1
           out: to n2 1

        2. n2 = sum over axis 0(n1)  [1]
           y = Σ x;  dx = g, repeated over what was summed.
           in:  g = 1
           out: to n1 all 1 of shape [2]

        3. n1 = square(variable1)  [2]
           y = x²;  dx = 2 g x.
           in:  g = all 1 of shape [2]
           out: to variable1 [4, 6]

        What arrives at variable1 is its gradient, [4, 6].
        """);
  }

  @Test
  void toMermaidAndDot_loss_haveABoxOfTheModuleAndAllArrows() {
    String mermaid = GraphView.of(loss, names()).toMermaid();
    String dot = GraphView.of(loss, names()).toDot();
    long boxes = mermaid.lines().filter(line -> line.matches(" *b\\d+[(\\[].*")).count();

    assertThat(mermaid).startsWith("flowchart TD\n").containsPattern("subgraph mb\\d+_\\d+ \\[\"layer\"]")
        .contains("([\"layer.weight<br/>[1, 2] FLOAT64<br/>value");
    assertThat(boxes).isEqualTo(dot.lines().filter(line -> line.contains("[label=")).count());
    assertThat(mermaid.lines().filter(line -> line.contains("-->")).count()).isEqualTo(boxes - 1);
    assertThat(dot).startsWith("digraph {\n").contains("label=\"layer\";").endsWith("}\n");
    assertThat(dot.lines().filter(line -> line.contains("->")).count()).isEqualTo(boxes - 1);
  }

  // ---- modules ----

  /** A layer for names alone: what it is called, and a parameter of its own. */
  private static Tensor layer(String name, Tensor x, Map<String, Tensor> names) {
    Tensor weight = names.computeIfAbsent(name + ".weight", n -> Tensor.ones(DType.FLOAT64, 2, 2).requireGrad());
    return x.matmul(weight.transpose());
  }

  private record Model(String name, BiFunction<Tensor, Map<String, Tensor>, Tensor> forward, String modules) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Model> models() {
    return Stream.of(
        new Model("one within another, and what is between",
            (x, n) -> layer("net.1", layer("net.0", x, n).relu(), n).square().sum(), """
            net
              net.0
                net.0.weight permute matmul
              relu
              net.1
                net.1.weight permute matmul
            square sum reshape"""),
        new Model("used twice", (x, n) -> layer("shared", layer("shared", x, n).exp(), n).sum(), """
            shared.weight
            shared
              permute matmul
            exp
            shared
              permute matmul
            sum reshape"""),
        new Model("beside each other", (x, n) -> layer("a", x, n).add(layer("b", x, n)).sum(), """
            a
              a.weight permute matmul
            b
              b.weight permute matmul
            add sum reshape"""),
        new Model("a penalty", (x, n) -> layer("a", x, n).sum().add(n.get("a.weight").square().sum()), """
            a
              a.weight permute matmul
            sum reshape square sum reshape add"""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void toMermaid_model_hasModulesAsBoxes(Model model) {
    Map<String, Tensor> names = new LinkedHashMap<>();
    String mermaid = GraphView.of(model.forward.apply(x, names), names).toMermaid();

    StringBuilder modules = new StringBuilder();
    int depth = 0;
    boolean inLine = false;
    for (String line : mermaid.lines().skip(1).map(String::strip).filter(l -> !l.contains("-->")).toList()) {
      Matcher named = Pattern.compile("\"(?:n\\d+ = )?([\\w.]+)").matcher(line);
      String name = named.find() ? named.group(1) : "";
      if (line.startsWith("subgraph") || !inLine && !line.equals("end")) {
        modules.append(modules.isEmpty() ? "" : "\n").append("  ".repeat(depth)).append(name);
      } else if (!line.equals("end")) {
        modules.append(' ').append(name);
      }
      depth += line.startsWith("subgraph") ? 1 : line.equals("end") ? -1 : 0;
      inLine = !line.startsWith("subgraph") && !line.equals("end") && !name.equals("constant1");
    }
    assertThat(modules.toString().replace("constant1\n", "")).isEqualTo(model.modules);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void toHtml_model_drawsBoxesApartAndWithinTheirModule(Model model) {
    Map<String, Tensor> names = new LinkedHashMap<>();
    String page = GraphView.of(model.forward.apply(x, names), names).toHtml();
    List<Rectangle2D> boxes = rectangles(page, "<g class=\"box [^<]*<title>[^<]*</title><rect ");
    List<Rectangle2D> modules = rectangles(page, "<g class=\"module\"><rect ");

    for (int i = 0; i < boxes.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertThat(boxes.get(i).intersects(boxes.get(j))).as("boxes %s and %s", i, j).isFalse();
      }
      for (Rectangle2D module : modules) {
        assertThat(module.contains(boxes.get(i)) || !module.intersects(boxes.get(i))).as("box %s", i).isTrue();
      }
    }
    assertThat(boxes.size()).isGreaterThan(4);
  }

  private static List<Rectangle2D> rectangles(String page, String before) {
    String number = "=\"([\\d.]+)\" ";
    return Pattern.compile(before + "x" + number + "y" + number + "width" + number + "height" + number).matcher(page)
        .results()
        .map(r -> (Rectangle2D) new Rectangle2D.Double(Double.parseDouble(r.group(1)), Double.parseDouble(r.group(2)),
            Double.parseDouble(r.group(3)), Double.parseDouble(r.group(4))))
        .toList();
  }

  // ---- the page ----

  @Test
  void toHtml_loss_isOnePageThatNeedsNothingElse() throws Exception {
    String page = GraphView.of(loss, Map.of("<b>\"w\" & \\ </script>", w)).toHtml();
    Document svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(
        page.substring(page.indexOf("<svg"), page.indexOf("</svg>") + 6).getBytes(StandardCharsets.UTF_8)));
    NodeList groups = svg.getElementsByTagName("g");

    assertThat(page).doesNotContain("src=", "href=", "url(http", "@@");
    assertThat(Pattern.compile("</script>").matcher(page).results().count()).isEqualTo(2);
    assertThat(((Element) groups.item(0)).getAttribute("class")).startsWith("box ");
    assertThat(svg.getDocumentElement().getTextContent()).contains("<b>\"w\" & \\ </script>");
    Matcher steps = Pattern.compile("\\{\"at\":(\\d+),\"to\":\\[([\\d,]*)],\"text\":\"").matcher(page);
    int count = 0;
    while (steps.find()) {
      count++;
      for (String to : steps.group(2).split(",")) {
        String edge = "id=\"e" + to + "-" + steps.group(1) + "\"";
        assertThat(page).contains("id=\"b" + steps.group(1) + "\"", edge);
      }
    }
    assertThat(count).as("one for each operation").isEqualTo((int) page.lines()
        .filter(l -> l.contains("\"box operation\"")).count());
  }

  /** In Chromium, where it is installed. */
  @Test
  void toHtml_inABrowser_playsTheWalk(@TempDir Path folder) throws Exception {
    Path browser = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(path -> List.of(Path.of(path, "chromium"), Path.of(path, "chromium-browser")).stream())
        .filter(Files::isExecutable).findFirst().orElse(null);
    assumeTrue(browser != null, "no Chromium");
    Path page = folder.resolve("loss.html");
    GraphView.of(loss, names()).saveHtml(page);

    assertThat(dom(browser, folder, page.toUri() + "#3"))
        .containsPattern("class=\"box operation walked reached now\" id=\"b\\d+\"><title>n6 = sum over \\[0, 1]")
        .containsPattern("class=\"box operation walked reached given\" id=\"b\\d+\"><title>n5 = square")
        .containsPattern("class=\"edge now\"")
        .contains("<span id=\"count\">3 of 8</span>")
        .containsPattern("<pre id=\"said\">n6 = sum over \\[0, 1]\\(n5\\)");
  }

  private static String dom(Path browser, Path folder, String url) throws Exception {
    Path out = folder.resolve("dom.html");
    Process process = new ProcessBuilder(browser.toString(), "--headless", "--no-sandbox", "--disable-gpu",
        "--user-data-dir=" + folder.resolve("profile"), "--dump-dom", url)
        .redirectOutput(out.toFile()).redirectError(folder.resolve("errors").toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(out);
  }
}
