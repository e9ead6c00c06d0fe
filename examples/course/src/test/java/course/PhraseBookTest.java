package course;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.Autograd;
import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Index;
import dev.gradlet.Tensor;
import dev.gradlet.nn.CrossEntropyLoss;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.MSELoss;
import dev.gradlet.nn.ReLU;
import dev.gradlet.nn.Sequential;
import dev.gradlet.nn.io.SafeTensors;
import dev.gradlet.nn.optim.Adam;
import dev.gradlet.nn.optim.SGD;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java half of phrase-book.md, as code that runs: each of its lines stands in this file. */
class PhraseBookTest {
  private static final Path SOURCE = Path.of("src/test/java/course/PhraseBookTest.java");

  @Test
  void phraseBook_everyLine_isCodeOfThisTest() throws IOException {
    Set<String> code = Files.readAllLines(SOURCE).stream().map(String::strip).collect(Collectors.toSet());
    List<String> lines = Files.readAllLines(Path.of("phrase-book.md")).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|")[2].strip().replace("`", ""))
        .toList();
    assertThat(lines).hasSizeGreaterThan(80);
    assertThat(code).containsAll(lines);
  }

  @Test
  void tensors() {
    var t = Tensor.of(1f, 2f, 3f);
    assertThat(t.dtype()).isEqualTo(DType.FLOAT32);
    var m = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    var d = Tensor.of(1.0, 2.0);
    assertThat(d.dtype()).isEqualTo(DType.FLOAT64);
    var i = Tensor.of(1, 2, 3);
    assertThat(i.dtype()).isEqualTo(DType.INT32);
    var mask = Tensor.of(true, false);
    assertThat(mask.dtype()).isEqualTo(DType.BOOL);
    var s = Tensor.scalar(3f);
    assertThat(s.rank()).isZero();
    var zeros = Tensor.zeros(2, 3);
    var ones = Tensor.ones(DType.FLOAT64, 2, 3);
    var sevens = Tensor.full(7.0, 2, 3);
    assertThat(zeros.add(1).mul(sevens).sum().item()).isEqualTo(42);
    assertThat(ones.dtype()).isEqualTo(DType.FLOAT64);
    var identity = Tensor.eye(3);
    assertThat(identity.sum().item()).isEqualTo(3);
    var range = Tensor.arange(5);
    assertThat(range.sum().item()).isEqualTo(10);
    var steps = Tensor.linspace(0, 1, 5);
    assertThat(steps.toFloatArray()).containsExactly(0, 0.25f, 0.5f, 0.75f, 1);
    Generator.seed(7);
    var uniform = Tensor.rand(2, 3);
    var normal = Tensor.randn(2, 3);
    assertThat(normal.shape()).isEqualTo(uniform.shape());
    var like = Tensor.zerosLike(m);
    assertThat(like.shape()).isEqualTo(m.shape());
    var wide = t.to(DType.FLOAT64);
    assertThat(wide.dtype()).isEqualTo(DType.FLOAT64);
    var shape = m.shape();
    assertThat(shape.toString()).isEqualTo("[2, 2]");
    long count = m.elements();
    assertThat(count).isEqualTo(4);
    int rows = m.size(0);
    assertThat(rows).isEqualTo(2);
    double value = s.item();
    assertThat(value).isEqualTo(3);
    float[] array = t.toFloatArray();
    assertThat(array).containsExactly(1, 2, 3);
    float[][] matrix = m.toFloatMatrix();
    assertThat(matrix[1]).containsExactly(3, 4);
    System.out.println(t);
  }

  @Test
  void arithmetic() {
    var a = Tensor.of(1f, 4f);
    var b = Tensor.of(2f, 2f);
    var y = a.add(b);
    y = a.sub(b);
    y = a.mul(b);
    y = a.div(b);
    y = a.neg();
    y = a.add(1);
    y = a.mul(0.5);
    y = a.neg().add(1);
    assertThat(y.toFloatArray()).containsExactly(0, -3);
    y = a.pow(2);
    y = a.square();
    y = a.sqrt();
    y = a.exp();
    y = a.log();
    y = a.abs();
    y = a.tanh();
    y = a.sigmoid();
    y = a.relu();
    y = a.clamp(0, 3);
    assertThat(y.toFloatArray()).containsExactly(1, 3);
    y = a.maximum(b);
    y = Tensor.where(a.gt(b), a, b);
    assertThat(y.toFloatArray()).containsExactly(2, 4);
    y = a.eq(b);
    y = a.le(2);
    y = a.gt(1).and(a.lt(5));
    assertThat(y.toBooleanArray()).containsExactly(false, true);
    y = y.not();
  }

  @Test
  void shapes() {
    var x = Tensor.arange(6).reshape(2, 3);
    var w = Tensor.ones(3, 2);
    var y = x.reshape(3, 2);
    y = x.reshape(-1);
    y = x.flatten();
    y = x.transpose();
    y = x.transpose(0, 1);
    y = x.permute(1, 0);
    y = x.unsqueeze(1);
    y = y.squeeze(1);
    y = y.unsqueeze(1).expand(2, 4, 3);
    assertThat(y.shape().toString()).isEqualTo("[2, 4, 3]");
    y = x.repeat(2, 1);
    assertThat(y.shape().toString()).isEqualTo("[4, 3]");
    y = x.select(0, 1);
    y = x.index(Index.at(1));
    y = x.index(Index.all(), Index.range(0, 2));
    assertThat(y.shape().toString()).isEqualTo("[2, 2]");
    y = x.index(Index.all(), Index.newAxis());
    y = x.narrow(1, 0, 2);
    y = x.indexSelect(0, Tensor.of(1, 0));
    y = x.gather(1, Tensor.of(new int[][] {{0}, {2}}));
    assertThat(y.sum().item()).isEqualTo(5);
    y = Tensor.concat(0, x, x);
    y = Tensor.stack(0, x, x);
    assertThat(y.shape().toString()).isEqualTo("[2, 2, 3]");
    var parts = x.split(1, 2);
    assertThat(parts).hasSize(2);
    y = Tensor.of(2, 0).oneHot(3);
    y = x.to(DType.FLOAT32).matmul(w);
    assertThat(y.shape().toString()).isEqualTo("[2, 2]");
  }

  @Test
  void reductions() {
    var x = Tensor.of(new float[][] {{1, 2, 3}, {6, 5, 4}});
    var y = x.sum();
    y = x.sum(0);
    y = x.sum(true, 1);
    assertThat(y.shape().toString()).isEqualTo("[2, 1]");
    y = x.mean(0, 1);
    assertThat(y.item()).isEqualTo(3.5);
    y = x.var(1);
    y = x.std(1);
    y = x.std(false, false, 1);
    y = x.norm();
    y = x.norm(1, 1);
    assertThat(y.toFloatArray()).containsExactly(6, 15);
    y = x.max();
    y = x.min(1).values();
    y = x.min(1).indices();
    y = x.argMax(1);
    assertThat(y.toIntArray()).containsExactly(2, 0);
    y = x.gt(5).any();
    y = x.cumSum(1);
    y = x.softmax(1);
    y = x.logSoftmax(1);
    y = x.logSumExp(1);
    assertThat(y.rank()).isEqualTo(1);
  }

  @Test
  void gradients() {
    var x = Tensor.of(1f, 2f).requireGrad();
    var loss = x.square().sum();
    loss.backward();
    var g = x.grad();
    assertThat(g.toFloatArray()).containsExactly(2, 4);
    x.zeroGrad();
    assertThat(x.grad()).isNull();
    loss = x.pow(3).sum();
    loss.backward(Tensor.scalar(1f), true);
    g = Autograd.grad(loss, x).get(0);
    g = Autograd.grad(loss, null, true, x).get(0);
    assertThat(g.toFloatArray()).containsExactly(3, 12);
    var frozen = x.detach();
    var y = Autograd.noGrad(() -> x.mul(2));
    assertThat(y.requiresGrad()).isFalse();
    x.assign(x.sub(x.grad().mul(0.1)));
    assertThat(frozen.toFloatArray()).containsExactly(1, 2);
    assertThat(x.toFloatArray()[1]).isCloseTo(0.8f, org.assertj.core.data.Offset.offset(1e-6f));
  }

  @Test
  void training(@TempDir Path folder) throws IOException {
    var x = Tensor.randn(new Generator(1), 8, 3);
    var target = x.sum(true, 1);
    var file = folder.resolve("model.safetensors");
    var model = Sequential.of(new Linear(3, 16), new ReLU(), new Linear(16, 1));
    var mse = new MSELoss();
    var crossEntropy = new CrossEntropyLoss();
    var sgd = new SGD(SGD.options(0.01).momentum(0.9), model.parameters());
    var optimizer = new Adam(1e-2, model.parameters());
    double first = mse.forward(model.forward(x), target).item();
    for (int epoch = 0; epoch < 50; epoch++) {
      var loss = mse.forward(model.forward(x), target);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    }
    assertThat(mse.forward(model.forward(x), target).item()).isLessThan(first / 2);
    optimizer.setLearningRate(1e-3);
    model.eval();
    model.train();
    SafeTensors.save(file, model.stateDict());
    model.loadStateDict(SafeTensors.load(file));
    var score = crossEntropy.forward(Tensor.zeros(1, 2), Tensor.of(1));
    assertThat(score.item()).isCloseTo(Math.log(2), org.assertj.core.data.Offset.offset(1e-6));
    sgd.zeroGrad();
  }
}
