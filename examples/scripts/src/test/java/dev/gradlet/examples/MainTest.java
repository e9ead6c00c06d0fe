package dev.gradlet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  @TempDir
  Path folder;

  private final PrintStream systemOut = System.out;
  private final PrintStream systemErr = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(systemOut);
    System.setErr(systemErr);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String complaints() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void run_help_listsCommands() {
    assertThat(Main.run("--help")).isZero();
    assertThat(printed()).contains(
        "digits", "kmeans-loss", "ridge", "dcn", "dec", "convnet", "vae", "char-lstm", "trainer");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      --epochs 0                    | --epochs must be at least 1, not 0
      digits --lambda -1            | --lambda must be 0 or a positive number, not -1.0
      --learning-rate NaN           | --learning-rate must be a positive number, not NaN
      --epochs many                 | Invalid value for option '--epochs': 'many' is not an int
      kmeans-loss --size 5,5        | '5,5' should be three positive numbers n,k,d such as 2000,10,10
      kmeans-loss --size 5,0,5      | '5,0,5' should be three positive numbers n,k,d such as 2000,10,10
      ridge --weight-decay 0        | --weight-decay must be a positive number, not 0.0
      dcn --seeds 0                 | --seeds must be at least 1, not 0
      dcn --data x.csv              | --data needs --label-column: clusters are scored against it
      dcn --data x.csv --idx y      | --data and --idx exclude each other
      dcn --label-column kind       | --label-column and --no-header belong to --data
      dcn --widths 8,0              | --widths must be at least 1 each
      nonsense                      | There is no command 'nonsense'; the nearest is
      dnc --seeds 3                 | the nearest is 'dcn', of digits, kmeans-loss, ridge, dcn, dec,
      kmeans                        | the nearest is 'kmeans-loss'
      digit --epochs 3              | the nearest is 'digits'
      convnets                      | the nearest is 'convnet'
      lstm                          | the nearest is 'char-lstm'
      vea                           | the nearest is 'vae'
      train                         | the nearest is 'trainer'
      dec --seeds 0                 | --seeds must be at least 1, not 0
      trainer --epochs 0            | '--epochs': '0' is not a whole number from 1
      dcn --epohcs 3                | Did you mean --epochs
      """)
  void run_wrongOption_exitsWith2AndSaysWhatWouldBeRight(String arguments, String complaint) {
    assertThat(Main.run(arguments.split(" "))).isEqualTo(2);
    assertThat(complaints()).contains(complaint);
  }

  @Test
  void run_noSuchFile_exitsWith1AndOneSentence() {
    var file = folder.resolve("none.csv");
    assertThat(Main.run("dcn", "--data", file.toString(), "--label-column", "kind")).isEqualTo(1);
    assertThat(complaints()).isEqualToIgnoringNewLines(file + ": there is no such file");
  }

  @Test
  void run_digitsBriefly_printsScoresAndPictures() {
    assertThat(Main.run("--pretrain-epochs", "2", "--epochs", "2", "--out", folder.toString())).isZero();
    assertThat(printed()).contains("k-means on the pixels", "joint training", "ACC", "NMI", "ARI");
    for (var name : new String[] {"codes.png", "centroids.png", "losses.png"}) {
      assertThat(folder.resolve(name)).isNotEmptyFile();
      assertThat(printed()).contains(folder.resolve(name).toString());
    }
  }

  @Test
  void run_digitsTwice_printsTheSame() {
    String[] arguments = {"--seed", "3", "--pretrain-epochs", "2", "--epochs", "2", "--out", folder.toString()};
    Main.run(arguments);
    var first = printed();
    out.reset();
    Main.run(arguments);
    assertThat(printed()).isEqualTo(first).contains("MSE");
  }

  @Test
  void run_kMeansLossBriefly_comparesSpellings() {
    assertThat(Main.run("kmeans-loss", "--size", "50,3,4", "--rounds", "1", "--warm-up", "1",
        "--out", folder.toString())).isZero();
    assertThat(printed()).contains("n=50, k=3, d=4", "repeat + norm", "KMeansLoss",
        "kmeans-loss: 40 of 400, n=50, k=3, d=4, forward", "kmeans-loss: 400 of 400");
    assertThat(folder.resolve("times.png")).isNotEmptyFile();
  }

  @Test
  void run_ridgeBriefly_printsTablesAndConclusion() {
    assertThat(Main.run("ridge", "--epochs", "20", "--rounds", "1", "--warm-up", "1",
        "--out", folder.toString())).isZero();
    assertThat(printed()).contains(
        "AdamW: not the same", "SGD: the same trajectory", "λ·Σ‖w‖² is n·λ in the closed form");
    assertThat(folder.resolve("differences.csv")).content().startsWith("epoch,").hasLineCount(21);
  }

  /** Three clusters on a line, in a file. */
  private Path points() throws IOException {
    var lines = new StringBuilder("a,b,kind\n");
    for (int i = 0; i < 30; i++) {
      lines.append(i % 3 * 10 + i * 0.01).append(',').append(i % 3 * 7).append(",k").append(i % 3).append('\n');
    }
    return Files.writeString(folder.resolve("points.csv"), lines);
  }

  @Test
  void run_dcnOnUsersFile_scoresEachMethod() throws IOException {
    assertThat(Main.run("dcn", "--data", points().toString(), "--label-column", "kind", "--widths", "4,2", "--seeds",
        "2", "--pretrain-epochs", "3", "--epochs", "2", "--out", folder.toString())).isZero();
    assertThat(printed()).contains("points.csv: 30 rows of 2 columns, 3 clusters, autoencoder 2–4–2–4–2",
        "mean ± sd of 2 seeds", "1.000 ± 0.000", "change from autoencoder + k-means");
  }

  /** What Ctrl-C does to a process, a plain kill does too. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void run_dcnKilledAndResumed_printsWhatAWholeRunDoes() throws Exception {
    var arguments = new ArrayList<>(List.of("dcn", "--data", points().toString(), "--label-column", "kind", "--widths",
        "4,2", "--seeds", "2", "--pretrain-epochs", "30", "--epochs", "30", "--out", folder.toString()));
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    var log = folder.resolve("log.txt");
    var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    while (process.isAlive() && !Files.readString(log).contains("dcn: 18 of 180")) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    process.destroy();
    process.waitFor();
    assertThat(log).content().contains("Stopped; everything is in " + folder.resolve("run.safetensors"));

    arguments.add("--resume");
    assertThat(Main.run(arguments.toArray(String[]::new))).isZero();
    var resumed = printed();
    out.reset();
    arguments.remove("--resume");
    assertThat(Main.run(arguments.toArray(String[]::new))).isZero();

    assertThat(resumed).doesNotContain("dcn: 180 of 180");
    assertThat(printed()).contains("dcn: 180 of 180");
    assertThat(tables(resumed)).isEqualTo(tables(printed()));
    assertThat(folder.resolve("run.safetensors")).doesNotExist();
  }

  private static String tables(String printed) {
    return printed.substring(printed.indexOf("mean ± sd"));
  }
}
