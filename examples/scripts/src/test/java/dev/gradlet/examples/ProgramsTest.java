package dev.gradlet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of one file each: in a few epochs they learn what nothing but training could have told them. */
class ProgramsTest {
  @TempDir
  Path folder;

  private static String printed(String... arguments) {
    var systemOut = System.out;
    var out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(arguments)).isZero();
    } finally {
      System.setOut(systemOut);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The numbers that follow a word. */
  private static List<Double> numbers(String word, String printed) {
    return Pattern.compile(Pattern.quote(word) + " +(\\d+\\.\\d+)").matcher(printed).results()
        .map(match -> Double.parseDouble(match.group(1))).toList();
  }

  private static double last(String word, String printed) {
    var numbers = numbers(word, printed);
    return numbers.get(numbers.size() - 1);
  }

  /** By chance it would be 0.1. */
  @Test
  void convNet_twoEpochs_readsHeldOutDigits() {
    assertThat(last("held-out accuracy", printed("convnet", "--epochs", "2"))).isGreaterThan(0.8);
  }

  /** The mean image leaves ‖x − mean‖² / 2 variance = 58.7, and a code without information the same. */
  @Test
  void vae_twentyEpochs_codesInformAndDecode() {
    var printed = printed("vae", "--epochs", "20", "--out", folder.toString());
    assertThat(last("−ELBO", printed)).isLessThan(40);
    assertThat(last("KL", printed)).isGreaterThan(3);
    assertThat(folder.resolve("samples.png")).isNotEmptyFile();
  }

  /** ln 59 = 4.08 if all characters were alike, 3.1 by their frequencies alone. */
  @Test
  void charLstm_oneEpoch_knowsMoreThanFrequencies() {
    var printed = printed("char-lstm", "--epochs", "1");
    assertThat(printed).containsSubsequence("Before training", "Shall ", "epoch 1", "After training", "Shall ");
    assertThat(last("held-out loss", printed)).isLessThan(2.7);
  }

  /** From the same autoencoders, whose targets make DEC's clusters tighter and better ones. */
  @Test
  void dec_oneSeedBriefly_raisesWhatItStartsFrom() {
    var printed = printed("dec", "--seeds", "1", "--pretrain-epochs", "30", "--epochs", "20");
    assertThat(numbers("KL", printed)).isNotEmpty();
    assertThat(last("DEC: soft assignments alone", printed))
        .isGreaterThan(last("autoencoder + k-means", printed)).isGreaterThan(0.6);
  }

  @Test
  void trainer_stoppedAndStartedAgain_hasTheBitsOfARunWithoutAStop() throws IOException {
    var whole = printed("trainer", "--epochs", "6", "--out", folder.resolve("whole").toString());
    assertThat(last("accuracy", whole)).isGreaterThan(0.9);
    for (var epochs : List.of("1", "4", "6", "6")) {
      var stopped = printed("trainer", "--epochs", epochs, "--out", folder.resolve("stopped").toString());
      if (epochs.equals("6")) {
        assertThat(last("accuracy", stopped)).isEqualTo(last("accuracy", whole));
        assertThat(file("stopped")).hasSameBinaryContentAs(file("whole"));
      }
    }
  }

  @Test
  void trainer_killedAnywhere_goesOnAsIfItHadNotBeen() throws IOException, InterruptedException {
    var log = folder.resolve("log.txt");
    var process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
            System.getProperty("java.class.path"), Main.class.getName(), "trainer", "--out",
            folder.resolve("killed").toString())
        .redirectErrorStream(true).redirectOutput(log.toFile()).start();
    while (process.isAlive() && !Files.readString(log).contains("epoch 3")) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    process.destroyForcibly().waitFor();
    assertThat(log).content().contains("epoch 3").doesNotContain("best of");

    var epochs = String.valueOf(3 + Files.readString(log).lines().filter(line -> line.startsWith("epoch")).count());
    var resumed = printed("trainer", "--epochs", epochs, "--out", folder.resolve("killed").toString());
    var whole = printed("trainer", "--epochs", epochs, "--out", folder.resolve("whole").toString());
    assertThat(resumed).doesNotContain("epoch 3:").contains("epoch " + epochs);
    assertThat(whole).contains("epoch 3:", resumed.substring(0, resumed.indexOf("best of")));
    assertThat(file("killed")).hasSameBinaryContentAs(file("whole"));
  }

  private Path file(String run) {
    return folder.resolve(run).resolve("seed-0.safetensors");
  }
}
