package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Operation.Moving;
import dev.gradlet.engine.graph.Operation.OfArrays;
import dev.gradlet.engine.plan.Evaluator;
import dev.gradlet.engine.plan.Schedule;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans as text. */
class PlanTest {

  private static Tensor floats(long... sizes) {
    return Tensor.rand(new Generator(1), sizes);
  }

  private static String plan(Tensor root, int task) {
    return ((Schedule.LoopTask) Plans.of(root).tasks().get(task)).plan().toString();
  }

  @Test
  void explain_kMeansLoss_isOneNestOverTilesOfPoints() {
    Tensor points = floats(200, 3);
    Tensor centroids = floats(4, 3);
    Tensor loss = points.unsqueeze(1).sub(centroids.unsqueeze(0)).pow(2).sum(2).min(1).values().mean();

    assertThat(plan(loss, 0)).endsWith("""
        r0 = 0.0
        for tiles of 200 lanes
          r1 = Infinity
          for a1 < 4
            r2 = 0.0
            for a2 < 3
              r3 = tile of m1
              r4 = one of m2
              r2 += square of r3 - one of r4
            r1 = minimum r1 r2
          r0 = add r0 r1
        r0 folded
        m0 = one of r0
        """);
  }

  @Test
  void explain_elementwiseChain_isOneLoop() {
    Tensor x = floats(5000);

    assertThat(plan(x.mul(2).exp().maximum(x), 0)).isEqualTo("""
        in  m0 = node 0 strides [1]
        in  m1 = node 1 strides [0]
        out m2 = node 4 strides [1]
        r1 = one of m1
        for tiles of 5000 lanes
          r0 = m0
          r2 = mul r0 one of r1
          r2 = exp r2
          r0 = maximum r2 r0
          m2 = r0
        """);
  }

  @Test
  void explain_whatIsAboveANumber_isKeptByOneInstruction() {
    Tensor x = floats(5000);
    Tensor y = floats(5000);

    assertThat(plan(Tensor.where(x.gt(0.5), y, 0), 0)).endsWith("""
        for tiles of 5000 lanes
          r0 = m0
          r2 = m2
          r2 = r2 where r0 > one of r1, else one of r3
          m4 = r2
        """);
  }

  @Test
  void explain_whatDoesNotVaryWithin_isComputedOutside() {
    Tensor x = floats(300, 400);
    Tensor row = floats(300, 1);
    String plan = plan(x.mul(row.neg()).sum(1), 0);

    assertThat(plan).as("one negation a row").contains("""
          r1 = neg r1
          r0 = mul r0 row's r1
        """);
  }

  static Stream<Arguments> expressions() {
    return Stream.concat(
        RowsTest.EXPRESSIONS.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue().apply(floats(9, 128)))),
        SuperinstructionTest.EXPRESSIONS.entrySet().stream()
            .map(e -> Arguments.of(e.getKey(), e.getValue().apply(floats(40, 128), floats(40, 128).neg().evaluate()))));
  }

  /** The plan is the one that runs, and every operation is in some line, but for views and what computes no element. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("expressions")
  void explain_graph_saysWhereEachLineComesFrom(String name, Tensor root) {
    Graph graph = Graph.of(List.of(root.node()));
    Schedule traced = Evaluator.explain(graph);
    String text = traced.toString();

    assertThat(text.replaceAll(" ← [\\d ]+", "")).isEqualTo(Plans.of(root).toString());
    for (int i = 0; i < graph.size(); i++) {
      if (!graph.isLeaf(i) && traced.firstOfSame()[i] == i
          && !(graph.operation(i) instanceof Moving || graph.operation(i) instanceof OfArrays)) {
        assertThat(text).as(graph.operation(i).label()).containsPattern("← (\\d+ )*" + i + "[ \n]");
      }
    }
  }

  private static Tensor distances(Tensor points, Tensor centroids) {
    return points.unsqueeze(1).sub(centroids.unsqueeze(0)).square().sum(2);
  }

  static Stream<Arguments> readersOfDistances() {
    UnaryOperator<Tensor> kMeans = d -> d.min(1).values().mean();
    UnaryOperator<Tensor> largest = d -> d.sqrt().max(1).values();
    return Stream.of(
            Arguments.of("k-means loss", kMeans), Arguments.of("largest distance", largest),
            Arguments.of("sum", (UnaryOperator<Tensor>) Tensor::sum),
            Arguments.of("mean of rows", (UnaryOperator<Tensor>) d -> d.mean(1)),
            Arguments.of("largest norm", (UnaryOperator<Tensor>) d -> d.norm(Double.POSITIVE_INFINITY, 1)),
            Arguments.of("softmin", (UnaryOperator<Tensor>) d -> d.neg().softmax(1)),
            Arguments.of("logSumExp", (UnaryOperator<Tensor>) d -> d.neg().logSumExp(1).sum()))
        .flatMap(reader -> Stream.of(10, 63, 64, 65, 100)
            .map(k -> Arguments.of(reader.get()[0], k, reader.get()[1])));
  }

  /** Rows are a poor lane for sums along a third axis, whose terms are then no longer adjacent. */
  @ParameterizedTest(name = "{0}, {1} centroids")
  @MethodSource("readersOfDistances")
  void explain_reductionsOfDistances_addNoTermsRowByRow(String name, int k, UnaryOperator<Tensor> reader) {
    Tensor points = floats(1000, 32);
    Tensor centroids = floats(k, 32);
    List<Tensor> roots = List.of(
        reader.apply(distances(points, centroids)),
        reader.apply(distances(points.requireGrad(), centroids.requireGrad())),
        Autograd.noGrad(() -> reader.apply(distances(points.requireGrad(), centroids.requireGrad()))));

    for (Tensor root : roots) {
      assertThat(Plans.of(root).toString())
          .doesNotContainPattern("(?m)^( *)for rows.*\\R(\\1  .*\\R)*\\1  for ");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 63, 64, 65, 100})
  void explain_kMeansLossOfConstants_isThatOfVariablesWithoutIndices(int k) {
    Tensor points = floats(1000, 32);
    Tensor centroids = floats(k, 32);
    String constants = plan(distances(points, centroids).min(1).values().mean(), 0);
    String variables =
        plan(distances(points.requireGrad(), centroids.requireGrad()).min(1).values().mean(), 0);

    assertThat(loops(constants)).isEqualTo(loops(variables));
  }

  private static List<String> loops(String plan) {
    return plan.lines().filter(line -> line.strip().startsWith("for ")).toList();
  }
}
