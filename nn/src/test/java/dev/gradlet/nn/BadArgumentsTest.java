package dev.gradlet.nn;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.io.Checkpoint;
import dev.gradlet.nn.io.Csv;
import dev.gradlet.nn.io.DataException;
import dev.gradlet.nn.io.Idx;
import dev.gradlet.nn.io.Npy;
import dev.gradlet.nn.io.Npz;
import dev.gradlet.nn.io.SafeTensors;
import dev.gradlet.nn.optim.Adadelta;
import dev.gradlet.nn.optim.Adagrad;
import dev.gradlet.nn.optim.Adam;
import dev.gradlet.nn.optim.AdamW;
import dev.gradlet.nn.optim.LBFGS;
import dev.gradlet.nn.optim.RMSprop;
import dev.gradlet.nn.optim.ReduceOnPlateau;
import dev.gradlet.nn.optim.SGD;
import dev.gradlet.nn.optim.Schedule;
import dev.gradlet.nn.optim.Scheduler;
import dev.gradlet.testing.BadArguments;
import dev.gradlet.testing.PublicMembers;
import dev.gradlet.testing.PublicMembers.Member;
import dev.gradlet.testing.Values;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public constructor and method, whatever it is given, works or says what is wrong. */
@Tag("arguments")
class BadArgumentsTest {
  private static final String TABLE = "weight,size\n1,2\n3,4\n";
  private static final PublicMembers MEMBERS = PublicMembers.besides(Module.class);
  private static final Values VALUES = new Values(MEMBERS)
      .except("KMeans.", "huge")
      .except("KMeans.fit(", "2147483647")
      .except("Sampling.", "2147483647")
      .except("Standardization.", "huge")
      .ordinary(Module.class, "layer", () -> new Linear(4, 3))
      .bad(Module.class, "holds itself", Ring::new)
      .bad(Module.class, "names a member null", () -> new Named(null))
      .bad(Module.class, "names a member by itself", () -> new Named("self"))
      .bad(Module.class, "null", () -> null)
      .ordinary(Layer.class, "layer", () -> new Linear(4, 3))
      .ordinary(Layer.class, "function", () -> Tensor::tanh)
      .bad(Layer.class, "of null", () -> x -> null)
      .bad(Layer.class, "null", () -> null)
      .ordinary(Linear.class, "layer", () -> new Linear(4, 3))
      .ordinary(List.class, "list of layers", () -> List.of(new Linear(4, 3), new ReLU()))
      .ordinary(Csv.class, "table", () -> Csv.read("table", stream(TABLE), Csv.Header.PRESENT))
      .ordinary(InputStream.class, "table", () -> stream(TABLE))
      .bad(InputStream.class, "nothing", () -> stream(""))
      .bad(InputStream.class, "one line", () -> stream("\"weight"))
      .bad(InputStream.class, "null", () -> null)
      .refusal(DataException.class);

  static {
    layers();
    states();
    files();
  }

  private static Object[] arguments(Object... fitting) {
    return fitting;
  }

  private static Tensor labels() {
    return Tensor.of(0, 2, 1);
  }

  /** [n, t, width], or [n, channels, height, width] with n = 2 and t = channels = 3. */
  private static Tensor batch(long... sizes) {
    return Tensor.randn(new Generator(1), sizes);
  }

  private static void layers() {
    VALUES
        .ordinary(ConvOptions.class, "of images", () -> ConvOptions.of(3, 2, 2))
        .ordinary(Conv1d.class, "small", () -> new Conv1d(3, 2, 2))
        .ordinary(Conv2d.class, "small", () -> new Conv2d(3, 2, 2))
        .ordinary(ConvTranspose2d.class, "small", () -> new ConvTranspose2d(3, 2, 2));
    for (Layer layer : List.of(
        new AvgPool2d(2), new MaxPool2d(2), new Conv2d(3, 2, 2), new ConvTranspose2d(3, 2, 2), new Conv1d(3, 2, 2))) {
      String name = layer.getClass().getSimpleName();
      Tensor x = layer instanceof Conv1d ? batch(2, 3, 4) : batch(2, 3, 4, 5);
      VALUES
          .fitting(name + ".forward", () -> arguments(layer, x))
          .fitting(name + ".summary(Tensor)", () -> arguments(layer, x))
          .fitting(name + ".loadStateDict", () -> arguments(layer, layer.stateDict()));
    }
    VALUES
        .fitting("BatchNorm2d.forward", () -> arguments(new BatchNorm2d(3), batch(2, 3, 4, 5)))
        .fitting("BatchNorm2d.summary(Tensor)", () -> arguments(new BatchNorm2d(3), batch(2, 3, 4, 5)))
        .fitting("CenterLoss.forward", () -> arguments(new CenterLoss(), batch(3, 4), batch(3, 4), labels()))
        .fitting("CenterLoss.moved", () -> arguments(batch(3, 4), batch(3, 4), labels(), 0.5))
        .fitting("ConfusionMatrix.add", () -> arguments(new ConfusionMatrix(3), labels(), labels()))
        .fitting("ConfusionMatrix.of", () -> arguments(labels(), labels(), 3))
        .fitting("EarlyStopping.restoreBest", () -> {
          EarlyStopping stopping = new EarlyStopping(new Linear(4, 3), 2);
          stopping.step(1);
          return arguments(stopping);
        })
        .fitting("GRU.forward(Tensor)", () -> arguments(new GRU(4, 5), batch(3, 2, 4)))
        .fitting("GRU.forward", () -> arguments(new GRU(4, 5), batch(3, 2, 4), batch(1, 2, 5)))
        .fitting("GRUCell.forward(Tensor)", () -> arguments(new GRUCell(4, 5), batch(2, 4)))
        .fitting("GRUCell.forward", () -> arguments(new GRUCell(4, 5), batch(2, 4), batch(2, 5)))
        .fitting("LSTM.forward(Tensor)", () -> arguments(new LSTM(4, 5), batch(3, 2, 4)))
        .fitting("LSTM.forward", () -> arguments(
            new LSTM(4, 5), batch(3, 2, 4), new LSTMCell.State(batch(1, 2, 5), batch(1, 2, 5))))
        .fitting("LSTMCell.forward(Tensor)", () -> arguments(new LSTMCell(4, 5), batch(2, 4)))
        .fitting("LSTMCell.forward", () -> arguments(
            new LSTMCell(4, 5), batch(2, 4), new LSTMCell.State(batch(2, 5), batch(2, 5))))
        .fitting("Metrics.accuracy", () -> arguments(batch(3, 4), labels()))
        .fitting("MultiheadAttention.forward(Tensor, Tensor, Tensor)", () -> arguments(
            new MultiheadAttention(4, 2), batch(2, 3, 4), batch(2, 3, 4), batch(2, 3, 4)))
        .fitting("MultiheadAttention.forward", () -> arguments(
            new MultiheadAttention(4, 2), batch(2, 3, 4), batch(2, 3, 4), batch(2, 3, 4), batch(3, 3)))
        .fitting("NLLLoss.forward", () -> arguments(new NLLLoss(), batch(3, 4).logSoftmax(1), labels()))
        .fitting("RNN.forward(Tensor)", () -> arguments(new RNN(4, 5), batch(3, 2, 4)))
        .fitting("RNN.forward", () -> arguments(new RNN(4, 5), batch(3, 2, 4), batch(1, 2, 5)))
        .fitting("RNNCell.forward(Tensor)", () -> arguments(new RNNCell(4, 5), batch(2, 4)))
        .fitting("RNNCell.forward", () -> arguments(new RNNCell(4, 5), batch(2, 4), batch(2, 5)))
        .fitting("SoftKMeansLoss.forward", () -> arguments(
            new SoftKMeansLoss(), batch(3, 4), batch(2, 4), batch(3, 2).softmax(1)));
  }

  /** What saves and loads a state, and takes its own. */
  private static void states() {
    List<Tensor> weights = List.of(Tensor.ones(3).requireGrad());
    Map<String, Supplier<Stateful>> all = Map.ofEntries(
        Map.entry("BatchNorm1d", () -> new BatchNorm1d(3)), Map.entry("BatchNorm2d", () -> new BatchNorm2d(3)),
        Map.entry("EarlyStopping", () -> new EarlyStopping(new Linear(4, 3), 2)),
        Map.entry("Embedding", () -> new Embedding(4, 3)), Map.entry("GRU", () -> new GRU(4, 5)),
        Map.entry("GRUCell", () -> new GRUCell(4, 5)), Map.entry("LSTM", () -> new LSTM(4, 5)),
        Map.entry("LSTMCell", () -> new LSTMCell(4, 5)), Map.entry("LayerNorm", () -> new LayerNorm(4)),
        Map.entry("MultiheadAttention", () -> new MultiheadAttention(4, 2)), Map.entry("PReLU", () -> new PReLU()),
        Map.entry("RNN", () -> new RNN(4, 5)), Map.entry("RNNCell", () -> new RNNCell(4, 5)),
        Map.entry("Adadelta", () -> new Adadelta(0.1, weights)), Map.entry("Adagrad", () -> new Adagrad(0.1, weights)), Map.entry("Adam", () -> new Adam(0.1, weights)),
        Map.entry("AdamW", () -> new AdamW(0.1, weights)), Map.entry("LBFGS", () -> new LBFGS(weights)),
        Map.entry("Optimizer", () -> new SGD(0.1, weights)), Map.entry("RMSprop", () -> new RMSprop(0.1, weights)),
        Map.entry("ReduceOnPlateau", () -> new ReduceOnPlateau(new SGD(0.1, weights))),
        Map.entry("SGD", () -> new SGD(0.1, weights)),
        Map.entry("Scheduler", () -> new Scheduler(new SGD(0.1, weights), Schedule.constant())));
    all.forEach((name, stateful) -> VALUES.fitting(
        name + ".loadStateDict", () -> arguments(stateful.get(), stateful.get().stateDict())));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Files of each format, written where the build writes. */
  private static void files() {
    Path directory = Path.of("target", "bad-arguments");
    Path csv = directory.resolve("table.csv");
    Path npy = directory.resolve("array.npy");
    Path npz = directory.resolve("arrays.npz");
    Path tensors = directory.resolve("some.safetensors");
    Path idx = directory.resolve("bytes.idx");
    Map<String, Tensor> some = Map.of("weight", Tensor.ones(3), "bias", Tensor.ones(1));
    Supplier<Checkpoint> checkpoint = () -> new Checkpoint().with("model", new Linear(4, 3));
    Csv.write(csv, List.of("weight", "size"), List.of(List.of(1, 2), List.of(3, 4)));
    Npy.save(npy, Tensor.ones(3));
    Npz.save(npz, some);
    SafeTensors.save(tensors, some);
    checkpoint.get().save(directory.resolve("checkpoint"));
    try {
      Files.write(idx, new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 5, 6});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    VALUES
        .fitting("Checkpoint.load", () -> arguments(checkpoint.get(), directory.resolve("checkpoint")))
        .fitting("Csv.read(Path, Header)", () -> arguments(csv, Csv.Header.PRESENT))
        .fitting("Csv.read(Path, Header, char)", () -> arguments(csv, Csv.Header.PRESENT, ','))
        .fitting("Csv.write", () -> arguments(
            directory.resolve("written.csv"), List.of("weight", "size"), List.of(List.of(1, 2))))
        .fitting("Idx.load(Path)", () -> arguments(idx))
        .fitting("Idx.load", () -> arguments(directory, "bytes.idx"))
        .fitting("Npy.load", () -> arguments(npy))
        .fitting("Npz.load", () -> arguments(npz))
        .fitting("SafeTensors.load", () -> arguments(tensors))
        .fitting("SafeTensors.read", () -> arguments(tensors))
        .fitting("SafeTensors.save(Path, Map, Map)", () -> arguments(
            directory.resolve("written"), some, Map.of("about", "this")));
  }

  /** Members that hold each other, and what holds them. */
  static final class Ring implements Module {
    final Linear linear = new Linear(4, 3);
    final Module self = this;
    final List<Object> list = new ArrayList<>();
    final Map<String, Object> map = new HashMap<>();
    final Object[] array = {this, null};

    Ring() {
      list.add(list);
      list.add(map);
      map.put("list", list);
      map.put("map", map);
      array[1] = array;
    }
  }

  record Named(String name) implements Module {
    @Override
    public Map<String, ?> members() {
      Map<String, Object> members = new HashMap<>();
      members.put(name, this);
      return members;
    }
  }

  static Stream<Member> members() {
    return MEMBERS.all().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("members")
  void call_anyArguments_succeedsOrIsRefusedByASentence(Member member) {
    BadArguments.assertAllRefusedOrDone(VALUES, member);
  }
}
