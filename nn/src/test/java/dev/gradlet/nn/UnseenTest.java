package dev.gradlet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Named.named;

import dev.gradlet.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no member leads to is refused where it is state, and left alone where it is none. */
class UnseenTest {
  private static final String SO = ": this would be neither trained nor saved; ";
  private static final String PLAIN = SO + "use a field, a list, a map or an array, or override members()";
  private static final String DIRECT = SO + "give the module itself, or make it a field of a module";

  /** A field of any type. */
  record Held(Object it) implements Module {}

  record InASet(Set<Linear> heads) implements Module {}

  record InAnOptional(Optional<Parameter> scale) implements Module {}

  record Nested(Sequential body, List<InASet> blocks) implements Module {}

  record InAThreadLocal(ThreadLocal<Linear> head) implements Module {}

  record Harmless(Supplier<Linear> make, Optional<Layer> activation, Set<String> words, Object note)
      implements Module {}

  static final class Head {
    final Linear linear = new Linear(2, 1);
  }

  record Wrapper(Head head) {}

  static final class OfTheClass implements Module {
    static final Parameter SCALE = Parameter.of(Tensor.ones(2));
    static final OfTheClass DEFAULT = new OfTheClass();
  }

  interface Constants {
    Parameter SCALE = Parameter.of(Tensor.ones(2));
  }

  record WithConstants() implements Module, Constants {}

  static final class Layers extends ArrayList<Layer> implements Module {}

  static class Base {
    private final Linear linear = new Linear(2, 1);
  }

  static final class Derived extends Base implements Module {
    final Linear own = new Linear(2, 1);
  }

  static final class Variable implements Module {
    final Tensor w = Tensor.ones(2).requireGrad();
    final Tensor constant = Tensor.ones(2);
  }

  /** As Kotlin compiles {@code val head by lazy { Linear(2, 1) }}. */
  static final class Lazy implements Module {
    final Object head$delegate = new Object();

    Linear getHead() {
      throw new IllegalStateException("computed too early");
    }
  }

  static final class Moody implements Layer {
    boolean training = true;

    @Override
    public void training(boolean training) {
      this.training = training;
    }

    @Override
    public Tensor forward(Tensor x) {
      return x;
    }
  }

  static final class OwnNames implements Module {
    final Linear linear = new Linear(2, 1);
    final Set<Linear> known = Set.of(linear);
    final Object unused = new Head();

    @Override
    public Map<String, ?> members() {
      return Map.of("it", linear);
    }
  }

  /** A function that uses the module around it, and an accessor that holds what is a member anyway. */
  static final class Net implements Module {
    final Linear a = new Linear(2, 2);
    final Head untouched = null;
    final Sequential body = Sequential.of(x -> a.forward(x), this::scaled, a::forward);
    final Set<Layer> all = new LinkedHashSet<>(List.of(a, body));
    final Object head$delegate = new AtomicReference<>(a);

    Tensor scaled(Tensor x) {
      return x.mul(2);
    }
  }

  private static final Linear LINEAR = new Linear(2, 1);
  private static final String SET = Set.of(LINEAR).getClass().getSimpleName();

  static Stream<Named<Object[]>> lost() {
    Parameter parameter = Parameter.of(Tensor.ones(1));
    Layer capturing = x -> x.mul(parameter);
    return Stream.of(
        row(new InASet(Set.of(LINEAR)), "'heads' is a " + SET + " that holds a Linear" + PLAIN),
        row(new InAnOptional(Optional.of(parameter)), "'scale' is an Optional that holds a Parameter" + PLAIN),
        row(new Held(new ArrayDeque<>(List.of(LINEAR))), "'it' is an ArrayDeque that holds a Linear" + PLAIN),
        row(new Held(new AtomicReference<>(LINEAR)), "'it' is an AtomicReference that holds a Linear" + PLAIN),
        row(new Held(Buffer.of(parameter)), null),
        row(new Held(Optional.of(Buffer.of(parameter))), "'it' is an Optional that holds a Buffer" + PLAIN),
        row(new Held(Optional.of(new Moody())), "'it' is an Optional that holds a Moody" + PLAIN),
        row(new Held(List.of(Map.of("k", new HashMap<>(Map.of("v", Set.of(LINEAR)))))),
            "'it.0.k.v' is a " + SET + " that holds a Linear" + PLAIN),
        row(new Nested(Sequential.of(LINEAR), List.of(new InASet(Set.of(LINEAR)))), null),
        row(new Nested(Sequential.of(), List.of(new InASet(Set.of()), new InASet(linkedSetOf(LINEAR)))),
            "'blocks.1.heads' is a LinkedHashSet that holds a Linear" + PLAIN),
        row(new Held(new Head()), "'it' is a Head that holds a Linear" + SO
            + "let Head implement Module, or override members()"),
        row(new Held(new Wrapper(new Head())), "'it' is a Wrapper that holds a Linear" + SO
            + "let Wrapper implement Module, or override members()"),
        row(new OfTheClass(), "'SCALE' is a static field that holds a Parameter" + SO + "make it an instance field"),
        row(new WithConstants(), "'SCALE' is a static field that holds a Parameter" + SO + "make it an instance field"),
        row(new Held(Map.of(LINEAR, "k")), "'it' is a map that has as a key a Linear" + SO
            + "make it a value of the map"),
        row(layers(LINEAR), "it is a Layers that itself consists of a Linear" + SO
            + "keep it in a field, or override members()"),
        row(layers(new ReLU()), null),
        row(new Derived(), null),
        row(new Variable(), "'w' is a Tensor that holds a variable that is no Parameter" + SO + "use Parameter.of"),
        row(Sequential.of(LINEAR::forward), "'0' is a function that captures a Linear" + DIRECT),
        row(Sequential.of(capturing), "'0' is a function that captures a Parameter" + DIRECT),
        row(capturing, "it is a function that captures a Parameter" + DIRECT),
        row(new Held((Supplier<Layer>) () -> LINEAR), null),
        row(new Held(supplierOf(LINEAR)), "'it' is a function that holds a Linear" + DIRECT),
        row(anonymous(parameter), "it is an anonymous class that captures a Parameter" + DIRECT),
        row(new InAThreadLocal(new ThreadLocal<>()), "'head' is a ThreadLocal, which cannot be seen into" + PLAIN),
        row(new Lazy(), "'head' is lazy or delegated, so that its value is no member" + SO
            + "initialise the property itself, or override members()"),
        row(new Harmless(() -> new Linear(1, 1), Optional.of(new ReLU()), Set.of("word"), new Object()), null),
        row(new OwnNames(), null),
        row(new Net(), null));
  }

  private static Named<Object[]> row(Module module, String complaint) {
    String name = module.getClass().isHidden() ? "function" : module.getClass().getSimpleName();
    return named(name + ": " + complaint, new Object[] {module, complaint});
  }

  private static Set<Linear> linkedSetOf(Linear linear) {
    return new LinkedHashSet<>(List.of(linear));
  }

  private static Layers layers(Layer layer) {
    Layers layers = new Layers();
    layers.add(layer);
    return layers;
  }

  private static Supplier<Layer> supplierOf(Layer layer) {
    return () -> layer;
  }

  private static Module anonymous(Parameter captured) {
    return new Module() {
      @Override
      public String toString() {
        return captured.toString();
      }
    };
  }

  @ParameterizedTest
  @MethodSource("lost")
  void everyCall_stateThatNoMemberLeadsTo_isRefused(Object[] row) {
    Module module = (Module) row[0];
    for (Runnable call : List.<Runnable>of(
        module::parameters, module::namedParameters, module::weights, module::biases, module::buffers,
        module::stateDict, module::train, module::eval, () -> module.loadStateDict(module.stateDict()))) {
      if (row[1] == null) {
        call.run();
      } else {
        assertThatIllegalStateException()
            .isThrownBy(call::run)
            .withMessage("Module " + module.getClass().getName() + ": " + row[1]);
      }
    }
  }

  @Test
  void parameters_heldTwice_areFoundByTheirMember() {
    assertThat(new Net().namedParameters()).containsOnlyKeys("a.weight", "a.bias");
    assertThat(new Derived().namedParameters())
        .containsOnlyKeys("linear.weight", "linear.bias", "own.weight", "own.bias");
    assertThat(new OwnNames().namedParameters()).containsOnlyKeys("it.weight", "it.bias");
  }
}
