package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the engine did with some eighty expressions, and must do again: the plan of their values with their gradients,
 * and the bits of both. A change that only moves code leaves {@code replay.txt} as it is, byte for byte; one that
 * changes plans writes it anew ({@code -Dgradlet.replay=write}) and says why.
 */
@Tag("parity")
class ReplayTest {
  private static final String FILE = "replay.txt";
  private static final String HEAD = "== ";

  /** A value of some inputs, the variables. */
  private interface Expression {
    Tensor of(Tensor... x);
  }

  private record Case(String name, Expression expression, int[]... shapes) {
    int elements() {
      return Arrays.stream(shapes).mapToInt(shape -> Arrays.stream(shape).reduce(1, (a, b) -> a * b)).sum();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final int[] SCALAR = {};

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    RowsTest.EXPRESSIONS.forEach((name, f) -> cases.add(new Case("rows: " + name, x -> f.apply(x[0]), shape(9, 128))));
    SuperinstructionTest.UNARY.forEach((name, f) ->
        cases.add(new Case("unary: " + name, x -> f.apply(x[0].add(x[1])).mul(0.5).sub(x[0]), shape(7, 256), shape(7,
            256))));
    SuperinstructionTest.EXPRESSIONS.forEach((name, f) ->
        cases.add(new Case("superinstructions: " + name, x -> f.apply(x[0], x[1]), shape(40, 128), shape(40, 128))));
    WindowsTest.EXPRESSIONS.forEach((name, f) ->
        cases.add(new Case("windows: " + name, x -> sumOfAll(f.apply(x[0], x[1])), shape(3, 1024), shape(3, 1024))));
    TakeOverTest.TAKEN.forEach((name, f) -> cases.add(takeOver("taken over: " + name, f::apply)));
    TakeOverTest.LEFT.forEach((name, f) -> cases.add(takeOver("left: " + name, f::apply)));
    cases.addAll(ofBenchmarks());
    cases.sort((a, b) -> a.name.compareTo(b.name));
    return cases.stream();
  }

  private static Case takeOver(String name, java.util.function.UnaryOperator<Tensor> f) {
    return new Case(name, x -> f.apply(x[0].matmul(x[1])), shape(40, 30), shape(30, 40));
  }

  private static Tensor sumOfAll(List<Tensor> results) {
    return results.stream().map(Tensor::sum).reduce(Tensor::add).orElseThrow();
  }

  private static List<Case> ofBenchmarks() {
    Expression distances = x -> x[0].unsqueeze(1).sub(x[1].unsqueeze(0)).pow(2).sum(2);
    Expression network = x -> x[0].matmul(x[1].transpose()).add(x[2]).tanh().matmul(x[3].transpose()).add(x[4]);
    return List.of(
        new Case("k-means loss", x -> distances.of(x).min(1).values().mean(), shape(2000, 10), shape(10, 10)),
        new Case("k-means loss, repeat and norm", x -> {
          Tensor repeated = x[0].unsqueeze(1).repeat(1, 10, 1);
          return repeated.sub(x[1].unsqueeze(0)).norm(2, 2).square().min(1).values().mean();
        }, shape(300, 10), shape(10, 10)),
        new Case("k-means loss of wide points", x -> distances.of(x).min(1).values().mean(), shape(500, 32),
            shape(64, 32)),
        new Case("MLP", x -> network.of(x).square().mean(), shape(256, 64), shape(128, 64), shape(128), shape(1, 128),
            shape(1)),
        new Case("cross-entropy", x -> {
          Tensor labels = Tensor.arange(96).sub(Tensor.arange(96).to(DType.FLOAT32).div(64).to(DType.INT32).mul(64));
          return x[0].logSoftmax(1).gather(1, labels.unsqueeze(1)).mean().neg();
        }, shape(96, 64)),
        new Case("layer norm", x -> {
          Tensor centred = x[0].sub(x[0].mean(true, 1));
          Tensor scaled = centred.mul(x[0].var(false, true, 1).add(1e-5).rsqrt());
          return scaled.mul(x[1]).add(x[2]).square().mean();
        }, shape(64, 256), shape(256), shape(256)),
        new Case("attention", x -> x[0].matmul(x[1].transpose()).mul(0.125).softmax(-1).matmul(x[2]), shape(40, 64),
            shape(50, 64), shape(50, 64)),
        new Case("mixture", x -> distances.of(x).mul(-0.5).logSumExp(1).mean(), shape(400, 8), shape(5, 8)),
        new Case("step of Adam", x -> {
          Tensor m = x[1].mul(0.9).add(x[0].mul(0.1));
          Tensor v = x[2].square().mul(0.999).add(x[0].square().mul(0.001));
          return x[3].sub(m.mul(1e-2).div(v.sqrt().mul(3).add(1e-8)));
        }, shape(5000), shape(5000), shape(5000), shape(5000)),
        new Case("scalars", x -> x[0].mul(x[1]).add(2).tanh().sub(x[0]).square(), SCALAR, SCALAR));
  }

  private static int[] shape(int... sizes) {
    return sizes;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void evaluate_namedExpression_isPlannedAndComputedAsBefore(Case c) throws IOException {
    Assumptions.assumeFalse(Interpreted.only() && c.elements() > 10_000, "too much for an interpreter");
    assertThat(replay(c)).isEqualTo(recorded().get(c.name));
  }

  @Test
  void recorded_names_areThoseOfTheCases() throws IOException {
    String wish = System.getProperty("gradlet.replay");
    if ("write".equals(wish)) {
      StringBuilder text = new StringBuilder();
      cases().forEach(c -> text.append(HEAD).append(c.name).append('\n').append(replay(c)));
      Files.writeString(Path.of("src/test/resources", FILE), text);
      return;
    }
    assertThat(recorded()).containsOnlyKeys(cases().map(Case::name).toList());
  }

  private static Map<String, String> recorded() throws IOException {
    Map<String, String> recorded = new LinkedHashMap<>();
    try (InputStream file = ReplayTest.class.getResourceAsStream("/" + FILE)) {
      String text = file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
      for (String block : text.split("(?m)^" + HEAD)) {
        int end = block.indexOf('\n');
        if (end >= 0) {
          recorded.put(block.substring(0, end), block.substring(end + 1));
        }
      }
    }
    return recorded;
  }

  /** The plan in FLOAT32, then a line of bits for each dtype: of the value, and of each gradient. */
  private static String replay(Case c) {
    StringBuilder text = new StringBuilder();
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      Tensor[] x = inputs(c, dtype);
      Tensor value = c.expression.of(x);
      List<Tensor> results = new ArrayList<>(List.of(value));
      results.addAll(gradients(value.square().sum(), x));
      if (dtype == DType.FLOAT32) {
        text.append(Plans.of(results.toArray(new Tensor[0])));
      }
      Autograd.evaluate(results);
      text.append(dtype);
      results.forEach(result -> text.append(' ').append(Long.toHexString(checksum(result))));
      text.append('\n');
    }
    return text.toString();
  }

  private static Tensor[] inputs(Case c, DType dtype) {
    Tensor[] x = new Tensor[c.shapes.length];
    for (int i = 0; i < x.length; i++) {
      long[] sizes = Arrays.stream(c.shapes[i]).asLongStream().toArray();
      x[i] = Tensor.randn(dtype, new Generator(i + 1), sizes).evaluate().requireGrad();
    }
    return x;
  }

  /** Not evaluated yet; of the variables that the output depends on. */
  private static List<Tensor> gradients(Tensor output, Tensor[] variables) {
    Walk walk = new Walk("replay", output);
    Autograd.noGrad(() -> walk.run(Tensor.onesLike(output)));
    return Arrays.stream(variables)
        .map(variable -> walk.cotangent(variable.node()))
        .filter(gradient -> gradient != null)
        .toList();
  }

  private static long checksum(Tensor tensor) {
    CRC32 checksum = new CRC32();
    for (Object bits : Bits.of(tensor)) {
      long word = ((Number) bits).longValue();
      for (int shift = 0; shift < 64; shift += 8) {
        checksum.update((int) (word >> shift));
      }
    }
    return checksum.getValue();
  }
}
