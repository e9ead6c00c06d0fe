package course;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.Tensor;
import dev.gradlet.inspect.GraphView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of the README, as it stands there. */
class ReadmeTest {
  private static final Path README = Jvm.TOP.resolve("README.md");

  /** What the lines of "Look inside" take for granted. */
  private static final String AROUND = """
      import dev.gradlet.*;
      import dev.gradlet.inspect.*;
      import dev.gradlet.nn.*;
      import dev.gradlet.nn.Module;
      import dev.gradlet.nn.optim.*;
      import java.nio.file.Path;
      import java.util.function.UnaryOperator;

      public class Snippet {
        static final Tensor X = Tensor.rand(new Generator(1), 8, 3);
        static final MSELoss MSE = new MSELoss();

        static void train(Sequential model) {
          MSE.forward(model.forward(X), Tensor.ones(8, 1)).backward();
          model.parameters().forEach(Tensor::zeroGrad);
        }

        public static void main(String... arguments) throws Exception {
          UnaryOperator<Tensor> f = p -> p.sub(3).square().sum();
          Tensor at = Tensor.of(0.0, 1.0);
          var model = Sequential.of(new Linear(3, 4, new Generator(2)), new Tanh(), new Linear(4, 1, new Generator(3)));
          var optimizer = new SGD(0.1, model.parameters());
          var mse = MSE;
          var x = X;
          var y = Tensor.ones(8, 1);
          var loss = mse.forward(model.forward(x), y);
      %s
          System.out.println("at the end " + at);
        }
      }
      """;

  private static List<String> code() throws IOException {
    return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README)).results()
        .map(block -> block.group(1)).toList();
  }

  @Test
  void trainingScript_startedAsItSays_trains(@TempDir Path folder) throws Exception {
    Path script = Files.writeString(folder.resolve("Script.java"), code().get(0));
    String command = Files.readString(README).replaceAll("(?s).*`(java --add-modules [^`]* Script.java)`.*", "$1");

    assertThat(Jvm.run(Jvm.command(command.replace("-cp core", "-cp " + System.getProperty("java.class.path") + ":core")
        .replace("Script.java", script.toString())), null))
        .containsPattern("epoch 10: loss [\\d.]+\nepoch 20: loss [\\d.]+\nepoch 30: loss [\\d.]+\n")
        .containsPattern("tensor\\(\\[.*], shape=\\[4], dtype=\\w+\\)\n$");
  }

  @Test
  void lookInside_allLines_runAndPrintWhatTheirCommentsSay(@TempDir Path folder) throws Exception {
    assertThat(code()).hasSize(2);
    String lines = code().get(1).replace("\"loss.html\"", "\"" + folder.resolve("loss.html") + "\"");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      Jvm.compiled(folder, "Snippet", String.format(AROUND, lines)).getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8)).contains(
        "└ 0.weight  [4, 3] FLOAT32", "y = tanh x;  dx = g (1 − y²).", ". whole arrays\n",
        "at the end tensor([3., 3.]");
    assertThat(folder.resolve("loss.html")).content().contains("<svg", "2.weight");
  }

  @Test
  void explain_smallLoss_saysWhatIsQuoted() throws IOException {
    Tensor x = Tensor.of(2.0, 3.0).requireGrad();
    String said = GraphView.of(x.square().sum(), Map.of("x", x)).explain();

    assertThat(Files.readString(README)).contains(
        "```\n" + said.substring(said.indexOf("3. "), said.indexOf("\nWhat")) + "```");
  }
}
