package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.testing.BadArguments;
import dev.gradlet.testing.PublicMembers;
import dev.gradlet.testing.PublicMembers.Member;
import dev.gradlet.testing.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public constructor and method, whatever it is given, works or says what is wrong. */
class BadArgumentsTest {
  private static final PublicMembers MEMBERS = PublicMembers.besides(Module.class);
  private static final Values VALUES = new Values(MEMBERS)
      .rarelyRight(
          "BatchNorm", "CenterLoss.", "ConfusionMatrix.add", "ConfusionMatrix.of", "EarlyStopping.", "Embedding.",
          "GRU", "LSTM", "LayerNorm.", "Metrics.accuracy", "MultiheadAttention.", "NLLLoss.", "PReLU.", "RNN",
          "SoftKMeansLoss.", "Adagrad.load", "Adam.load", "AdamW.load", "LBFGS.load", "Optimizer.load",
          "RMSprop.load", "ReduceOnPlateau.load", "SGD.load", "Scheduler.load")
      .except("KMeans.", "huge")
      .except("KMeans.fit(", "2147483647")
      .except("Sampling.", "2147483647")
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
      .ordinary(List.class, "list of layers", () -> List.of(new Linear(4, 3), new ReLU()));

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

  /** Those of files have tables of hostile ones in tests of their own. */
  static Stream<Member> members() {
    return MEMBERS.all().stream().filter(member -> !member.type().getPackageName().endsWith(".io"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("members")
  void call_anyArguments_succeedsOrIsRefusedByASentence(Member member) {
    BadArguments.assertAllRefusedOrDone(VALUES, member);
  }
}
