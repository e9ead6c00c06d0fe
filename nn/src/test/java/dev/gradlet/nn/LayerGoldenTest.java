package dev.gradlet.nn;

import static dev.gradlet.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.testing.Close;
import dev.gradlet.testing.GoldenCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers with PyTorch's state dicts: their values, gradients, and what became of their buffers. */
class LayerGoldenTest {
  /** A layer, and how it makes the output of a case from its inputs. */
  private record Subject(Module module, Function<Tensor[], Tensor> forward) {
    static Subject of(Layer layer) {
      return new Subject(layer, x -> layer.forward(x[0]));
    }
  }

  static Stream<Arguments> cases() {
    return GoldenCase.read("layer.txt").stream()
        .flatMap(c -> Stream.of(DType.FLOAT64, DType.FLOAT32).map(dtype -> Arguments.of(c, dtype)));
  }

  @Test
  void cases_ofTheFile_areAllFound() {
    assertThat(GoldenCase.read("layer.txt")).hasSize(64);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void forwardAndBackward_goldenCase_agree(GoldenCase golden, DType dtype) {
    Subject subject = subject(golden, dtype);
    subject.module().loadStateDict(prefixed(golden, "state.", dtype));
    if (golden.option("train", "True").equals("False")) {
      subject.module().eval();
    }
    Tensor[] inputs = golden.arrays("in").stream().map(v -> v.tensor(dtype).requireGrad()).toArray(Tensor[]::new);

    Tensor y = subject.forward().apply(inputs);
    y.backward(golden.array("cot").tensor(dtype));

    double tolerance = Close.tolerance(dtype);
    assertThat(y.dtype()).isEqualTo(dtype);
    assertClose("value", y, golden.array("out"), tolerance);
    for (int i = 0; i < inputs.length; i++) {
      assertClose("gradient of input " + i, inputs[i].grad(), golden.arrays("grad").get(i), tolerance);
    }
    Map<String, Parameter> parameters = subject.module().namedParameters();
    prefixed(golden, "grad.", dtype)
        .forEach((name, g) -> assertClose("gradient of " + name, parameters.get(name).grad(), g, tolerance));
    Map<String, Tensor> state = subject.module().stateDict();
    prefixed(golden, "after.", dtype).forEach((name, v) -> assertClose(name, state.get(name), v, tolerance));
  }

  private static Map<String, Tensor> prefixed(GoldenCase golden, String prefix, DType dtype) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (GoldenCase.Values values : golden.arrays()) {
      if (values.key().startsWith(prefix)) {
        String name = values.key().substring(prefix.length());
        tensors.put(name, values.tensor(name.equals("num_batches_tracked") ? DType.INT32 : dtype));
      }
    }
    return tensors;
  }

  private static Subject subject(GoldenCase golden, DType dtype) {
    Generator random = new Generator(1);
    long in = number(golden, "input", 1);
    long hidden = number(golden, "hidden", 1);
    int axis = (int) number(golden, "axis", 1);
    return switch (golden.op()) {
      case "relu6" -> Subject.of(new ReLU6());
      case "elu" -> Subject.of(new ELU(golden.number("alpha", 1)));
      case "selu" -> Subject.of(new SELU());
      case "mish" -> Subject.of(new Mish());
      case "hardtanh" -> Subject.of(new Hardtanh());
      case "log_sigmoid" -> Subject.of(new LogSigmoid());
      case "softsign" -> Subject.of(new Softsign());
      case "gelu_tanh" -> Subject.of(GELU.tanh());
      case "softmax" -> Subject.of(new Softmax(axis));
      case "log_softmax" -> Subject.of(new LogSoftmax(axis));
      case "prelu" -> Subject.of(new PReLU(dtype, number(golden, "num", 1)));
      case "embedding" -> embedding(golden, dtype, random);
      case "layer_norm" -> Subject.of(new LayerNorm(
          dtype, golden.number("eps", 1e-5),
          Arrays.stream(golden.option("shape", "").split(",")).mapToLong(Long::parseLong).toArray()));
      case "batch_norm1d" -> Subject.of(new BatchNorm1d(
          dtype, number(golden, "num", 1), golden.number("eps", 1e-5), momentum(golden), is(golden, "affine")));
      case "batch_norm2d" -> Subject.of(new BatchNorm2d(
          dtype, number(golden, "num", 1), golden.number("eps", 1e-5), momentum(golden), is(golden, "affine")));
      case "rnn_cell" -> cell(golden.option("nonlinearity", "tanh").equals("tanh")
          ? new RNNCell(dtype, in, hidden, true, random)
          : RNNCell.relu(dtype, in, hidden, true, random));
      case "gru_cell" -> cell(new GRUCell(dtype, in, hidden, true, random));
      case "lstm_cell" -> cell(new LSTMCell(dtype, in, hidden, true, random));
      case "rnn" -> network(new RNN(options(golden, dtype), random));
      case "gru" -> network(new GRU(options(golden, dtype), random));
      case "lstm" -> network(new LSTM(options(golden, dtype), random));
      case "attention", "attention_weights" -> attention(golden, dtype, random);
      default -> throw new IllegalArgumentException(golden.op());
    };
  }

  private static Subject embedding(GoldenCase golden, DType dtype, Generator random) {
    Embedding plain = new Embedding(dtype, number(golden, "num", 1), number(golden, "dim", 1), random);
    int padding = (int) number(golden, "padding_idx", -1);
    Embedding embedding = padding < 0 ? plain : plain.padding(padding);
    return new Subject(embedding, x -> embedding.forward(golden.array("idx").tensor(DType.INT32)));
  }

  private static Subject cell(RNNCell cell) {
    return new Subject(cell, x -> cell.forward(x[0], x[1]));
  }

  private static Subject cell(GRUCell cell) {
    return new Subject(cell, x -> cell.forward(x[0], x[1]));
  }

  private static Subject cell(LSTMCell cell) {
    return new Subject(cell, x -> {
      LSTMCell.State next = cell.forward(x[0], new LSTMCell.State(x[1], x[2]));
      return Tensor.concat(0, next.h(), next.c());
    });
  }

  private static Subject network(RNN rnn) {
    return new Subject(rnn, x -> joined(x.length == 1 ? rnn.forward(x[0]) : rnn.forward(x[0], x[1])));
  }

  private static Subject network(GRU gru) {
    return new Subject(gru, x -> joined(x.length == 1 ? gru.forward(x[0]) : gru.forward(x[0], x[1])));
  }

  private static Subject network(LSTM lstm) {
    return new Subject(lstm, x -> {
      LSTM.Output y = x.length == 1
          ? lstm.forward(x[0])
          : lstm.forward(x[0], new LSTMCell.State(x[1], x[2]));
      return Tensor.concat(0, y.output().flatten(), y.state().h().flatten(), y.state().c().flatten());
    });
  }

  private static Tensor joined(RNN.Output y) {
    return Tensor.concat(0, y.output().flatten(), y.hidden().flatten());
  }

  private static RecurrentOptions options(GoldenCase golden, DType dtype) {
    return RecurrentOptions.of(number(golden, "input", 1), number(golden, "hidden", 1))
        .layers((int) number(golden, "num_layers", 1))
        .bias(is(golden, "bias"))
        .batchFirst(golden.option("batch_first", "False").equals("True"))
        .bidirectional(golden.option("bidirectional", "False").equals("True"))
        .dtype(dtype);
  }

  private static Subject attention(GoldenCase golden, DType dtype, Generator random) {
    boolean batchFirst = golden.option("batch_first", "False").equals("True");
    MultiheadAttention attention = new MultiheadAttention(
        dtype, number(golden, "embed", 1), (int) number(golden, "heads", 1), is(golden, "bias"), 0, batchFirst, random);
    return new Subject(attention, x -> {
      List<Tensor> qkv = new ArrayList<>(List.of(x));
      while (qkv.size() < 3) {
        qkv.add(qkv.get(qkv.size() - 1));
      }
      Tensor mask = golden.options().containsKey("causal")
          ? MultiheadAttention.causalMask(x[0].size(batchFirst ? 1 : 0))
          : null;
      MultiheadAttention.Output y = attention.forward(qkv.get(0), qkv.get(1), qkv.get(2), mask);
      return golden.op().equals("attention") ? y.output() : y.weights();
    });
  }

  private static Double momentum(GoldenCase golden) {
    String momentum = golden.option("momentum", "0.1");
    return momentum.equals("none") ? null : Double.valueOf(momentum);
  }

  private static long number(GoldenCase golden, String option, long otherwise) {
    return (long) golden.number(option, otherwise);
  }

  private static boolean is(GoldenCase golden, String option) {
    return golden.option(option, "True").equals("True");
  }
}
