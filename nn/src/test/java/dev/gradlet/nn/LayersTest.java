package dev.gradlet.nn;

import static dev.gradlet.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradlet.Autograd;
import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Index;
import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the golden values leave open: second derivatives, modes, chance, bad input. */
class LayersTest {
  private static final DType F64 = DType.FLOAT64;

  private static Tensor random(long seed, long... shape) {
    return Tensor.randn(F64, new Generator(seed), shape);
  }

  private static Arguments row(Module module, Function<Tensor, Tensor> forward, long... shape) {
    return Arguments.of(module, forward, random(1, shape));
  }

  static Stream<Arguments> smooth() {
    Generator random = new Generator(3);
    Embedding embedding = Embedding.of(random(4, 5, 2));
    LayerNorm layerNorm = new LayerNorm(F64, 1e-5, 4);
    BatchNorm1d batchNorm = new BatchNorm1d(F64, 4, 1e-5, 0.1, true);
    BatchNorm2d evaluated = new BatchNorm2d(F64, 2, 1e-5, null, true);
    evaluated.eval();
    Conv2d convolution = new Conv2d(ConvOptions.of(4, 2, 3).groups(2).padding(1).stride(2).dtype(F64), random);
    Conv1d series = new Conv1d(ConvOptions.of(2, 3, 2).dilation(2).dtype(F64), random);
    ConvTranspose2d transpose = new ConvTranspose2d(ConvOptions.of(2, 2, 3).stride(2).padding(1).dtype(F64), 1, random);
    RecurrentOptions options = RecurrentOptions.of(3, 2).layers(2).bidirectional(true).dtype(F64);
    RNN rnn = new RNN(options, random);
    GRU gru = new GRU(options, random);
    LSTM lstm = new LSTM(options, random);
    GRUCell cell = new GRUCell(F64, 3, 2, true, random);
    MultiheadAttention attention = new MultiheadAttention(F64, 4, 2, true, 0, false, random);
    return Stream.of(
        row(new ELU(0.7), new ELU(0.7)::forward, 4, 3),
        row(new SELU(), new SELU()::forward, 4, 3),
        row(new Mish(), new Mish()::forward, 4, 3),
        row(new GELU(), new GELU()::forward, 4, 3), row(GELU.tanh(), GELU.tanh()::forward, 4, 3),
        row(new Softsign(), new Softsign()::forward, 4, 3),
        row(new Softmax(), new Softmax()::forward, 4, 3),
        row(embedding, x -> embedding.forward(Tensor.of(0, 1, 1, 4, 0)).mul(x.sum()), 1),
        row(layerNorm, layerNorm::forward, 3, 4),
        row(batchNorm, batchNorm::forward, 5, 4),
        row(batchNorm, batchNorm::forward, 3, 4, 2),
        row(evaluated, evaluated::forward, 2, 2, 3, 2),
        row(convolution, convolution::forward, 2, 4, 5, 4),
        row(series, series::forward, 2, 2, 5),
        row(transpose, transpose::forward, 1, 2, 2, 3),
        row(new MaxPool2d(2), new MaxPool2d(2, 1)::forward, 1, 2, 3, 4),
        row(new AvgPool2d(2), new AvgPool2d(3, 2, 1)::forward, 1, 2, 4, 4),
        row(rnn, x -> rnn.forward(x).output(), 4, 2, 3),
        row(gru, x -> gru.forward(x).output(), 4, 2, 3),
        row(lstm, x -> lstm.forward(x).output(), 4, 2, 3),
        row(cell, cell::forward, 2, 3),
        row(attention, x -> attention.forward(x, x.sin(), x).output(), 3, 2, 4));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("smooth")
  void backward_inputAndParameters_agreeWithDifferences(Module module, Function<Tensor, Tensor> forward, Tensor at) {
    Tensor x = at.requireGrad();
    List<Tensor> variables = new ArrayList<>(module.parameters());
    variables.add(x);

    Slopes.check(() -> forward.apply(x), variables);
  }

  @Test
  void activations_hugeInput_haveFiniteGradients() {
    for (Layer layer : List.of(
        new ELU(), new SELU(), new Mish(), new GELU(), GELU.tanh(), new Softsign(), new LogSigmoid(), new ReLU6(),
        new Hardtanh())) {
      Tensor x = Tensor.of(-1e4f, 1e4f, -200f, 200f).requireGrad();
      layer.forward(x).sum().backward();
      for (float slope : x.grad().toFloatArray()) {
        assertThat(slope).as("%s", layer).isFinite();
      }
    }
  }

  /** By Python's math.erf. */
  @Test
  void gelu_exactForm_isXTimesTheNormalDistribution() {
    Tensor x = Tensor.of(-3.0, -1, 0, 0.5, 2).requireGrad();
    Tensor y = new GELU().forward(x);
    y.sum().backward();

    double[] values = {-0.00404969409489031, -0.15865525393145707, 0, 0.34573123063700656, 1.9544997361036416};
    double[] slopes = {-0.011945647204183918, -0.08331547058768629, 0.5, 0.8674951246561629, 1.085231801078197};
    assertClose("GELU", y, Tensor.of(values), 1e-15);
    assertClose("its gradient", x.grad(), Tensor.of(slopes), 1e-15);
  }

  @Test
  void dropout_oneCall_hasOneMaskForValueGradientAndLaterReads() {
    Tensor x = Tensor.ones(1000).requireGrad();
    Tensor y = new Dropout(0.25, new Generator(1)).forward(x);
    Tensor later = y.mul(2);
    y.sum().backward();

    float[] values = y.toFloatArray();
    assertThat(x.grad().toFloatArray()).isEqualTo(values);
    assertThat(later.toFloatArray()).isEqualTo(y.add(y).toFloatArray());
    assertThat(Arrays.stream(y.toDoubleArray()).filter(v -> v == 0).count()).isBetween(200L, 300L);
    assertThat(y.max().item()).isEqualTo((float) (1 / 0.75));
  }

  @Test
  void dropout_sameGenerator_drawsTheSameMasksAndEachCallAnother() {
    Tensor x = Tensor.ones(64);
    Dropout one = new Dropout(0.5, new Generator(7));
    Dropout other = new Dropout(0.5, new Generator(7));
    float[] first = one.forward(x).toFloatArray();

    assertThat(other.forward(x).toFloatArray()).isEqualTo(first);
    assertThat(one.forward(x).toFloatArray()).isNotEqualTo(first);
  }

  @Test
  void dropout_atItsEndsAndInEvaluation_dropsAllOrNothing() {
    Tensor x = Tensor.ones(8).requireGrad();
    Tensor all = new Dropout(1).forward(x);
    all.sum().backward();
    assertThat(all.toFloatArray()).containsOnly(0);
    assertThat(x.grad().toFloatArray()).containsOnly(0);
    assertThat(new Dropout(0).forward(x)).isSameAs(x);

    Dropout dropout = new Dropout(0.5);
    Sequential model = Sequential.of(dropout);
    model.eval();
    assertThat(model.forward(x)).isSameAs(x);
    model.train();
    assertThat(model.forward(x)).isNotSameAs(x);
  }

  @Test
  void embedding_anyShape_looksUpAndSaysThatItIsNotDecayed() {
    Embedding embedding = new Embedding(5, 2, new Generator(1));

    assertThat(embedding.forward(Tensor.of(new int[][] {{0, 1, 2}})).shape()).isEqualTo(Shape.of(1, 3, 2));
    assertThat(embedding.forward(Tensor.of(3).squeeze()).toFloatArray())
        .isEqualTo(embedding.weight().select(0, 3).toFloatArray());
    assertThat(embedding.weights()).isEmpty();
    assertThat(embedding.padding(2).weight().select(0, 2).toFloatArray()).containsOnly(0);
  }

  @Test
  void batchNorm_oneValueInAChannel_isRefusedAndLeavesTheStatisticsAlone() {
    BatchNorm1d norm = new BatchNorm1d(3);
    norm.forward(random(1, 4, 3).to(DType.FLOAT32));
    float[] mean = norm.runningMean().toFloatArray();
    float[] var = norm.runningVar().toFloatArray();

    assertRefused(
        () -> norm.forward(Tensor.zeros(1, 3)),
        "BatchNorm1d: input [1, 3] has 1 values in each channel, too few for a variance in training: give larger"
            + " batches, or call eval()");
    assertThat(norm.runningMean().toFloatArray()).isEqualTo(mean);
    assertThat(norm.runningVar().toFloatArray()).isEqualTo(var);
    assertThat(norm.stateDict().get("num_batches_tracked").item()).isEqualTo(1);

    norm.eval();
    assertThat(norm.forward(Tensor.zeros(1, 3)).shape()).isEqualTo(Shape.of(1, 3));
    assertThat(norm.runningMean().toFloatArray()).isEqualTo(mean);
  }

  @Test
  void batchNorm_underNoGrad_tracksAsElsewhere() {
    Tensor x = random(1, 6, 3);
    BatchNorm1d one = new BatchNorm1d(F64, 3, 1e-5, 0.1, true);
    BatchNorm1d other = new BatchNorm1d(F64, 3, 1e-5, 0.1, true);

    Tensor y = one.forward(x);
    Tensor z = Autograd.noGrad(() -> other.forward(x));

    assertThat(z.toDoubleArray()).isEqualTo(y.toDoubleArray());
    assertThat(other.runningVar().toDoubleArray()).isEqualTo(one.runningVar().toDoubleArray());
  }

  @Test
  void batchNorm_stateDict_hasTheBuffersAndTheParametersHaveNot() {
    BatchNorm2d norm = new BatchNorm2d(2);

    assertThat(norm.stateDict().keySet())
        .containsExactly("weight", "bias", "running_mean", "running_var", "num_batches_tracked");
    assertThat(norm.namedParameters().keySet()).containsExactly("weight", "bias");
    assertThat(new BatchNorm1d(F64, 2, 1e-5, 0.1, false).parameters()).isEmpty();
  }

  @Test
  void recurrent_stateCarriedOver_isOneLongWalk() {
    LSTM lstm = new LSTM(RecurrentOptions.of(3, 2).layers(2).dtype(F64), new Generator(1));
    Tensor x = random(1, 6, 2, 3);

    LSTM.Output whole = lstm.forward(x);
    LSTM.Output first = lstm.forward(x.narrow(0, 0, 4));
    LSTM.Output second = lstm.forward(x.narrow(0, 4, 2), first.state().detach());

    assertThat(lstm.forward(x, null).output().toDoubleArray()).as("null is zeros")
        .isEqualTo(whole.output().toDoubleArray());
    assertThat(second.output().toDoubleArray()).isEqualTo(whole.output().narrow(0, 4, 2).toDoubleArray());
    assertThat(second.state().c().toDoubleArray()).isEqualTo(whole.state().c().toDoubleArray());
  }

  @Test
  void recurrent_dropout_actsBetweenLayersInTrainingOnly() {
    Tensor x = random(1, 5, 2, 3);
    GRU gru = new GRU(RecurrentOptions.of(3, 4).layers(2).dropout(0.5).dtype(F64), new Generator(1));
    double[] dropped = gru.forward(x).output().toDoubleArray();
    assertThat(gru.forward(x).output().toDoubleArray()).isNotEqualTo(dropped);

    gru.eval();
    double[] evaluated = gru.forward(x).output().toDoubleArray();
    assertThat(gru.forward(x).output().toDoubleArray()).isEqualTo(evaluated);
    assertThat(gru.stateDict().keySet()).containsExactly(
        "weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "weight_ih_l1", "weight_hh_l1", "bias_ih_l1",
        "bias_hh_l1");
  }

  @Test
  void attention_causalMask_doesNotLookAhead() {
    MultiheadAttention attention = new MultiheadAttention(F64, 4, 2, true, 0, true, new Generator(1));
    Tensor x = random(1, 1, 5, 4);
    Tensor changed = Tensor.concat(1, x.narrow(1, 0, 3), random(2, 1, 2, 4));
    Tensor mask = MultiheadAttention.causalMask(5);

    double[] before = attention.forward(x, x, x, mask).output().narrow(1, 0, 3).toDoubleArray();
    double[] after = attention.forward(changed, changed, changed, mask).output().narrow(1, 0, 3).toDoubleArray();
    Tensor weights = attention.forward(x, x, x, mask).weights();

    assertThat(after).isEqualTo(before);
    assertClose("weights sum to one", weights.sum(2), Tensor.ones(F64, 1, 5), 1e-14);
    assertThat(weights.index(Index.at(0), Index.at(0)).toDoubleArray())
        .containsExactly(1, 0, 0, 0, 0);
  }

  @Test
  void attention_addedMaskAndDropout_actAsTheyShould() {
    Tensor x = random(1, 5, 2, 4);
    MultiheadAttention attention = new MultiheadAttention(F64, 4, 2, true, 0.5, false, new Generator(1));
    attention.eval();
    Tensor mask = MultiheadAttention.causalMask(5);
    Tensor added = Tensor.where(mask, Double.NEGATIVE_INFINITY, Tensor.zeros(F64, 5, 5));

    double[] evaluated = attention.forward(x, x, x, mask).output().toDoubleArray();
    assertThat(attention.forward(x, x, x, added).output().toDoubleArray()).isEqualTo(evaluated);
    attention.train();
    assertThat(attention.forward(x, x, x, mask).output().toDoubleArray()).isNotEqualTo(evaluated);
  }

  static Stream<Arguments> refused() {
    RNN rnn = new RNN(3, 2);
    LSTM batchFirst = new LSTM(RecurrentOptions.of(3, 2).batchFirst(true));
    MultiheadAttention attention = new MultiheadAttention(4, 2);
    Tensor x = Tensor.zeros(5, 2, 4);
    return Stream.of(
        bad(() -> new Dropout(1.5), "Dropout: p 1.5 must be from 0 to 1"),
        bad(() -> new Dropout().forward(Tensor.of(1)),
            "Dropout: input is INT32, must be FLOAT32 or FLOAT64: convert with to(dtype)"),
        bad(() -> new ELU(Double.NaN), "ELU: alpha NaN must be finite"),
        bad(() -> new Hardtanh(1, 1), "Hardtanh: min 1.0 must be less than max 1.0"),
        bad(() -> new ReLU6().forward(null), "ReLU6: input is null"),
        bad(() -> new PReLU(3).forward(Tensor.zeros(2, 4)), "PReLU: axis 1 of the input [2, 4] must be of size 3"),
        bad(() -> new Embedding(0, 3), "Embedding: count 0 must be at least 1"),
        bad(() -> new Embedding(4, 3).padding(4), "Embedding: padding 4 must be between 0 and 3"),
        bad(() -> new Embedding(4, 3).forward(Tensor.of(1, 4)), "Embedding: index 4 must be between 0 and 3"),
        bad(() -> new Embedding(4, 3).forward(Tensor.of(1f)),
            "Embedding: index is FLOAT32, must be INT32: convert with to(DType.INT32)"),
        bad(() -> new LayerNorm(), "LayerNorm: the shape must have an axis or more"),
        bad(() -> new LayerNorm(4).forward(Tensor.zeros(4, 3)),
            "LayerNorm: the last axes of the input [4, 3] must be [4]"),
        bad(() -> new BatchNorm1d(0), "BatchNorm1d: number of channels 0 must be at least 1"),
        bad(() -> new BatchNorm1d(DType.FLOAT32, 2, 1e-5, 2.0, true),
            "BatchNorm1d: momentum 2.0 must be from 0 to 1"),
        bad(() -> new BatchNorm1d(3).forward(Tensor.zeros(4, 2)),
            "BatchNorm1d: input [4, 2] must be [n, 3] or [n, 3, length]"),
        bad(() -> new BatchNorm2d(3).forward(Tensor.zeros(4, 3)),
            "BatchNorm2d: input [4, 3] must be [n, 3, height, width]"),
        bad(() -> RecurrentOptions.of(3, 2).layers(0), "RecurrentOptions: number of layers 0 must be at least 1"),
        bad(() -> rnn.forward(Tensor.zeros(5, 3)), "RNN: input [5, 3] must be [steps, n, 3]"),
        bad(() -> rnn.forward(Tensor.zeros(5, 2, 4)), "RNN: input [5, 2, 4]: its last axis must be of size 3"),
        bad(() -> rnn.forward(Tensor.zeros(0, 2, 3)), "RNN: input [0, 2, 3] must have a step or more"),
        bad(() -> rnn.forward(Tensor.zeros(5, 2, 3), Tensor.zeros(1, 3, 2)),
            "RNN: state [1, 3, 2] must be [1, 2, 2]"),
        bad(() -> batchFirst.forward(Tensor.zeros(5, 3)), "LSTM: input [5, 3] must be [n, steps, 3]"),
        bad(() -> new GRUCell(3, 2).forward(Tensor.zeros(4, 3), Tensor.zeros(3, 2)),
            "GRUCell: state [3, 2] must be [4, 2]"),
        bad(() -> new LSTMCell(3, 2).forward(Tensor.zeros(4, 2)),
            "LSTMCell: input [4, 2]: its last axis must be of size 3"),
        bad(() -> new MultiheadAttention(4, 3), "MultiheadAttention: width 4 must be a multiple of the 3 heads"),
        bad(() -> attention.forward(Tensor.zeros(5, 2, 3), x, x),
            "MultiheadAttention: query [5, 2, 3] must be [length, n, 4]"),
        bad(() -> attention.forward(x, x, x, Tensor.zeros(4, 5)),
            "MultiheadAttention: mask FLOAT32 [4, 5] must be BOOL or floating-point and broadcast to [2, 2, 5, 5],"
                + " [n, heads, l, s]"),
        bad(() -> attention.forward(x, x, x, Tensor.of(1)),
            "MultiheadAttention: mask INT32 [1] must be BOOL or floating-point and broadcast to [2, 2, 5, 5],"
                + " [n, heads, l, s]"),
        bad(() -> attention.forward(x, Tensor.zeros(5, 3, 4), x),
            "MultiheadAttention: query [5, 2, 4], key [5, 3, 4] and value [5, 2, 4] must be of one batch size, key and"
                + " value of one shape"));
  }

  private static Arguments bad(Supplier<?> call, String message) {
    return Arguments.of(message, call);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void badInput_isRefusedWithASentence(String message, Supplier<?> call) {
    assertRefused(call, message);
  }

  private static void assertRefused(Supplier<?> call, String message) {
    assertThatThrownBy(call::get).isInstanceOf(RuntimeException.class).hasMessage(message);
  }
}
