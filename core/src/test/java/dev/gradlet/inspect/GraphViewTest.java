package dev.gradlet.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
            └ n5 = square(n4)  [2, 1] FLOAT64  value min 2.25, max 20.25, mean 11.25, std 12.73  grad all 0.5
              └ n4 = add(n2, n3)  [2, 1] FLOAT64  value min 1.5, max 4.5, mean 3, std 2.121  grad min 1.5, max 4.5, mean 3, std 2.121
                ├ n2 = matmul(x, n1)  [2, 1] FLOAT64  value min 1, max 4, mean 2.5, std 2.121  grad min 1.5, max 4.5, mean 3, std 2.121
                │ ├ x  [2, 2] FLOAT64  value min -1, max 3, mean 1, std 1.826
                │ └ n1 = permute(layer.weight)  [2, 1] FLOAT64  value min 1, max 2, mean 1.5, std 0.7071  grad min 4.5, max 7.5, mean 6, \
        std 2.121
                │   └ layer.weight  [1, 2] FLOAT64  value min 1, max 2, mean 1.5, std 0.7071  grad min 4.5, max 7.5, mean 6, std 2.121
                └ n3 = expand(layer.bias)  [2, 1] FLOAT64  value all 0.5  grad min 1.5, max 4.5, mean 3, std 2.121
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

    assertThat(GraphView.of(y).toString().lines()).hasSizeLessThan(30)
        .anyMatch(line -> line.contains("… 291 operations: expand ×97, add ×97, mul ×97"));
    assertThat(GraphView.of(y).explain()).contains(" within n", "more steps");
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
        "value min 2, max 3");
    assertThat(GraphView.of(Tensor.zeros(DType.FLOAT64, 0, 3)).toString()).contains("value empty");
    assertThat(GraphView.of(Tensor.full(Double.NaN, 2)).toString()).contains("value 100 % NaN");
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
           out: to variable1 min 4, max 6, mean 5, std 1.414 of shape [2]

        What arrives at variable1 is its gradient, min 4, max 6, mean 5, std 1.414 of shape [2].
        """);
  }

  @Test
  void toMermaidAndDot_loss_haveABoxOfTheModuleAndAllArrows() {
    String mermaid = GraphView.of(loss, names()).toMermaid();
    String dot = GraphView.of(loss, names()).toDot();
    long boxes = mermaid.lines().filter(line -> line.matches(" *b\\d+[(\\[].*")).count();

    assertThat(mermaid).startsWith("flowchart TD\n").containsPattern("subgraph mb\\d+ \\[\"layer\"]")
        .contains("([\"layer.weight<br/>[1, 2] FLOAT64<br/>value");
    assertThat(boxes).isEqualTo(dot.lines().filter(line -> line.contains("[label=")).count());
    assertThat(mermaid.lines().filter(line -> line.contains("-->")).count()).isEqualTo(boxes - 1);
    assertThat(dot).startsWith("digraph {\n").contains("label=\"layer\";").endsWith("}\n");
    assertThat(dot.lines().filter(line -> line.contains("->")).count()).isEqualTo(boxes - 1);
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
        .containsPattern("class=\"box operation reached now\" id=\"b\\d+\"><title>n6 = sum over \\[0, 1]")
        .containsPattern("class=\"box operation reached given\" id=\"b\\d+\"><title>n5 = square")
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
