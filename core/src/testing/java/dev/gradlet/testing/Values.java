package dev.gradlet.testing;

import dev.gradlet.CustomOperation;
import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Index;
import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import dev.gradlet.testing.PublicMembers.Member;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** What a parameter can be given, by type: some ordinary values and all kinds of bad ones, made anew for each call. */
public final class Values {
  private static final int MAX = Integer.MAX_VALUE;

  /** Calls after which no way is found to make an instance, and instances that are enough. */
  private static final int TRIALS = 40;

  private static final int ENOUGH = 3;

  /** A value; those that only views of one number make possible are {@code huge}, and not computed with. */
  record Value(String name, boolean ordinary, Supplier<?> make) {
    boolean isHuge() {
      return name.startsWith("huge");
    }
  }

  /** Thrown by what users pass in. */
  static final class Told extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final Map<Class<?>, List<Value>> known = new LinkedHashMap<>();
  private final Map<String, List<String>> exceptions = new LinkedHashMap<>();
  private final Map<String, Supplier<Object[]>> fitting = new LinkedHashMap<>();
  private final Set<Class<?>> refusals = new HashSet<>();
  private final PublicMembers members;

  /** Those of Java's types and of tensors; others are instances that the given members make. */
  public Values(PublicMembers members) {
    this.members = members;
    numbers();
    tensors();
    containers();
    functions();
  }

  public <T> Values ordinary(Class<T> type, String name, Supplier<? extends T> make) {
    return add(type, new Value(name, true, make));
  }

  public <T> Values bad(Class<T> type, String name, Supplier<? extends T> make) {
    return add(type, new Value(name, false, make));
  }

  /** A member whose name begins so does as it is told by these values, however long that takes. */
  public Values except(String member, String value) {
    exceptions.computeIfAbsent(member, m -> new ArrayList<>()).add(value);
    return this;
  }

  /**
   * Arguments that fit together too closely to be met by chance, of each member whose name begins so: first the object
   * whose method it is. The other values then take the place of one of them at a time.
   */
  public Values fitting(String member, Supplier<Object[]> arguments) {
    fitting.put(member, arguments);
    return this;
  }

  /** An exception by which members may refuse, with a sentence, besides those of Java. */
  public Values refusal(Class<? extends RuntimeException> type) {
    refusals.add(type);
    return this;
  }

  boolean isRefusal(Class<?> thrown) {
    return refusals.contains(thrown);
  }

  /** A value for each parameter that fits the others; empty where any may. */
  List<Value> fitting(Member member) {
    return fitting.entrySet().stream()
        .filter(entry -> member.toString().startsWith(entry.getKey()))
        .findFirst()
        .map(entry -> IntStream.range(0, entry.getValue().get().length)
            .mapToObj(i -> new Value("fitting", true, () -> entry.getValue().get()[i]))
            .toList())
        .orElse(List.of());
  }

  private Values add(Class<?> type, Value value) {
    known.computeIfAbsent(type, t -> new ArrayList<>()).add(value);
    return this;
  }

  @SafeVarargs
  private <T> void add(Class<T> type, int ordinary, T... values) {
    for (int i = 0; i < values.length; i++) {
      T value = values[i];
      String name = value != null && value.getClass().isArray()
          ? Arrays.deepToString(new Object[] {value}) : String.valueOf(value);
      add(type, new Value(name, i < ordinary, () -> value));
    }
  }

  private void numbers() {
    add(boolean.class, 2, true, false);
    add(int.class, 3, 0, 1, 2, 3, -1, 1000, MAX, -MAX, Integer.MIN_VALUE);
    add(long.class, 3, 1L, 2L, 3L, 0L, -1L, (long) MAX, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE);
    add(
        double.class, 3, 0.5, 1.0, 2.0, 0.0, -1.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
        Double.MAX_VALUE, Double.MIN_VALUE);
    add(float.class, 2, 0.5f, 1f, 0f, -1f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE);
    add(char.class, 2, ',', ';', '\t', '"', '\n', '\0');
    add(boolean[].class, 2, new boolean[] {true, false}, new boolean[] {true}, new boolean[0], null);
    add(float[].class, 2, new float[] {1, 2}, new float[] {3}, new float[0], new float[] {Float.NaN}, null);
    add(double[].class, 2, new double[] {1, 2}, new double[] {3}, new double[0], new double[] {Double.NaN}, null);
    add(
        int[].class, 4, new int[] {0}, new int[] {1}, new int[] {0, 1}, new int[] {1, 0}, new int[0], null,
        new int[] {-1}, new int[] {7}, new int[] {0, 0}, new int[] {Integer.MIN_VALUE}, new int[] {MAX},
        new int[] {0, 1, 2, 3, 4});
    add(
        long[].class, 4, new long[] {3, 4}, new long[] {4}, new long[] {1, 1}, new long[] {1, 2, 3, 4}, new long[0],
        null, new long[] {0}, new long[] {0, 3}, new long[] {-1}, new long[] {-1, 3}, new long[] {-1, -1},
        new long[] {MAX}, new long[] {1L << 31}, new long[] {1 << 16, 1 << 16}, new long[] {MAX, MAX, MAX},
        new long[] {MAX, MAX, MAX, 0}, new long[] {Long.MAX_VALUE, Long.MAX_VALUE}, new long[] {Long.MIN_VALUE},
        ones(40));
    add(String.class, 1, "weight", "", "a.b", null);
    add(Object.class, 1, "text", null);
    ordinary(OptionalDouble.class, "none", OptionalDouble::empty);
    ordinary(OptionalDouble.class, "0.5", () -> OptionalDouble.of(0.5));
    bad(OptionalDouble.class, "NaN", () -> OptionalDouble.of(Double.NaN));
    bad(OptionalDouble.class, "null", () -> null);
    bad(Path.class, "missing", () -> Path.of("target", "missing", "file"));
    bad(Path.class, "null", () -> null);
  }

  private static long[] ones(int rank) {
    long[] ones = new long[rank];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** The same in every call, so that one argument may depend on another. */
  private static final Tensor KNOWN = matrix().requireGrad();

  private static Tensor matrix() {
    return Tensor.arange(12).to(DType.FLOAT32).reshape(3, 4);
  }

  private void tensors() {
    ordinary(Tensor.class, "matrix", Values::matrix);
    ordinary(Tensor.class, "variable", () -> matrix().requireGrad());
    ordinary(Tensor.class, "index", () -> Tensor.of(new int[][] {{0, 1, 2, 0}, {2, 1, 0, 0}, {1, 1, 1, 1}}));
    ordinary(Tensor.class, "mask", () -> matrix().gt(3));
    ordinary(Tensor.class, "vector", () -> Tensor.of(1f, 2f, 3f, 4f));
    ordinary(Tensor.class, "known variable", () -> KNOWN);
    ordinary(Tensor.class, "loss of the known variable", () -> KNOWN.square().sum());
    bad(Tensor.class, "null", () -> null);
    bad(Tensor.class, "scalar", () -> Tensor.scalar(1f));
    bad(Tensor.class, "empty", () -> Tensor.zeros(3, 0));
    bad(Tensor.class, "empty variable", () -> Tensor.zeros(0, 4).requireGrad());
    bad(Tensor.class, "float64", () -> matrix().to(DType.FLOAT64));
    bad(Tensor.class, "rank 3", () -> Tensor.zeros(2, 3, 4));
    bad(Tensor.class, "rank 30", () -> Tensor.zeros(ones(30)));
    bad(Tensor.class, "transposed", () -> matrix().reshape(4, 3).transpose());
    bad(Tensor.class, "NaN", () -> Tensor.full(Double.NaN, 3, 4));
    bad(Tensor.class, "no index", () -> Tensor.of(Integer.MIN_VALUE, MAX, -1, 99));
    bad(Tensor.class, "huge", () -> Tensor.of(1f).expand(1 << 16, 1 << 16));
    bad(Tensor.class, "huge index", () -> Tensor.of(0).expand(MAX));
    bad(Tensor.class, "huge computed", () -> Tensor.zeros(1 << 16, 1 << 16).add(1));
    bad(Tensor.class, "with history", () -> matrix().requireGrad().exp());
    bad(Tensor.class, "with a history that is gone", () -> {
      Tensor y = matrix().requireGrad().exp();
      y.sum().backward();
      return y;
    });
    bad(DType.class, "null", () -> null);
    ordinary(Generator.class, "generator", () -> new Generator(1));
    bad(Generator.class, "null", () -> null);
    ordinary(Shape.class, "[3, 4]", () -> Shape.of(3, 4));
    ordinary(Index.class, "all", Index::all);
    ordinary(Index.class, "at", () -> Index.at(0));
    bad(Index.class, "at the end", () -> Index.at(MAX));
    bad(Index.class, "far before", () -> Index.at(Integer.MIN_VALUE));
    bad(Index.class, "from far", () -> Index.range(Integer.MIN_VALUE, MAX, MAX));
    bad(Index.class, "ellipsis", Index::ellipsis);
    bad(Index.class, "null", () -> null);
  }

  private void containers() {
    for (Class<?> type : List.of(Iterable.class, Collection.class, List.class)) {
      add(type, new Value("list of a variable", true, () -> List.of(matrix().requireGrad())));
      add(type, new Value("list of two", true, () -> List.of(matrix(), Tensor.scalar(1f))));
      add(type, new Value("null", false, () -> null));
      add(type, new Value("empty", false, List::of));
      add(type, new Value("list of null", false, () -> Collections.singletonList(null)));
      add(type, new Value("list of text", false, () -> List.of("text")));
      add(type, new Value("list of tensor and text", false, () -> List.of(matrix().requireGrad(), "text")));
      add(type, new Value("list of a list", false, () -> List.of(List.of(matrix()))));
    }
    ordinary(Map.class, "empty", Map::of);
    ordinary(Map.class, "weight", () -> Map.of("weight", matrix(), "bias", Tensor.zeros(3)));
    bad(Map.class, "null", () -> null);
    bad(Map.class, "of null", () -> Collections.singletonMap("weight", null));
    bad(Map.class, "null key", () -> Collections.singletonMap(null, matrix()));
    bad(Map.class, "of text", () -> Map.of("weight", "text", "bias", 1));
    bad(Map.class, "of numbers", () -> Map.of(1, matrix()));
  }

  private void functions() {
    ordinary(Runnable.class, "nothing", () -> () -> {});
    bad(Runnable.class, "failing", () -> () -> fail());
    bad(Runnable.class, "null", () -> null);
    ordinary(Supplier.class, "tensor", () -> Values::matrix);
    bad(Supplier.class, "of null", () -> () -> null);
    bad(Supplier.class, "failing", () -> Values::fail);
    bad(Supplier.class, "null", () -> null);
    ordinary(UnaryOperator.class, "sum of squares", () -> (UnaryOperator<Tensor>) x -> x.square().sum());
    ordinary(UnaryOperator.class, "identity", UnaryOperator::identity);
    bad(UnaryOperator.class, "to nothing", () -> (UnaryOperator<Tensor>) x -> null);
    bad(UnaryOperator.class, "to a mask", () -> (UnaryOperator<Tensor>) x -> x.gt(0));
    bad(UnaryOperator.class, "failing", () -> (UnaryOperator<Tensor>) x -> fail());
    bad(UnaryOperator.class, "null", () -> null);
    ordinary(Function.class, "sum of the first", () -> (Function<Tensor[], Tensor>) x -> x[0].sum());
    ordinary(Function.class, "product of all", () -> (Function<Tensor[], Tensor>) x ->
        Arrays.stream(x).map(Tensor::sum).reduce(Tensor.scalar(1f), Tensor::mul));
    bad(Function.class, "to nothing", () -> (Function<Tensor[], Tensor>) x -> null);
    bad(Function.class, "failing", () -> (Function<Tensor[], Tensor>) x -> fail());
    bad(Function.class, "null", () -> null);
    ordinary(CustomOperation.class, "negation", () -> custom(Tensor::neg, g -> g.neg()));
    bad(CustomOperation.class, "without value", () -> custom(x -> null, g -> g));
    bad(CustomOperation.class, "without gradient", () -> custom(Tensor::neg, g -> null));
    bad(CustomOperation.class, "of a wrong gradient", () -> custom(Tensor::neg, g -> Tensor.zeros(7)));
    bad(CustomOperation.class, "of a wrong dtype", () -> custom(Tensor::neg, g -> g.gt(0)));
    bad(CustomOperation.class, "failing", () -> custom(x -> fail(), g -> g));
    bad(CustomOperation.class, "null", () -> null);
  }

  private static <T> T fail() {
    throw new Told();
  }

  private static CustomOperation custom(
      UnaryOperator<Tensor> value, UnaryOperator<Tensor> gradient) {
    return new CustomOperation() {
      @Override
      public Tensor forward(Tensor... x) {
        return value.apply(x.length == 0 ? null : x[0]);
      }

      @Override
      public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
        return gradient.apply(g);
      }
    };
  }

  // ---- by type ----

  /** The values of a type that a member is called with. */
  List<Value> of(Class<?> type, Member member) {
    List<String> left = exceptions.entrySet().stream()
        .filter(exception -> member.toString().startsWith(exception.getKey()))
        .flatMap(exception -> exception.getValue().stream())
        .toList();
    return of(type).stream().filter(value -> left.stream().noneMatch(value.name()::startsWith)).toList();
  }

  /** The values of a type; never none, as null is one. */
  List<Value> of(Class<?> type) {
    List<Value> values = known.get(type);
    if (values == null || type.isEnum() && values.size() == 1) {
      known.putIfAbsent(type, List.of(new Value("null", false, () -> null)));
      values = new ArrayList<>(known.get(type));
      if (type.isArray()) {
        values.addAll(arrays(type.getComponentType()));
      } else if (type.isEnum()) {
        for (Object constant : type.getEnumConstants()) {
          values.add(new Value(constant.toString(), true, () -> constant));
        }
      } else {
        values.addAll(instances(type));
      }
      known.put(type, values);
    }
    return values;
  }

  private List<Value> arrays(Class<?> component) {
    List<Value> parts = of(component);
    List<Value> ordinary = parts.stream().filter(Value::ordinary).toList();
    List<Value> arrays = new ArrayList<>();
    arrays.add(array(component, false));
    for (int i = 0; i < ordinary.size(); i++) {
      arrays.add(array(component, true, ordinary.get(i)));
      arrays.add(array(component, true, ordinary.get(0), ordinary.get(i)));
    }
    parts.stream().filter(part -> !part.ordinary()).forEach(part -> {
      arrays.add(array(component, false, part));
      ordinary.stream().findFirst().ifPresent(first -> arrays.add(array(component, false, first, part)));
    });
    return arrays;
  }

  private static Value array(Class<?> component, boolean ordinary, Value... parts) {
    boolean huge = Arrays.stream(parts).anyMatch(Value::isHuge);
    String name = (huge ? "huge " : "") + Arrays.stream(parts).map(Value::name).toList();
    return new Value(name, ordinary, () -> {
      Object array = Array.newInstance(component, parts.length);
      for (int i = 0; i < parts.length; i++) {
        Array.set(array, i, parts[i].make.get());
      }
      return array;
    });
  }

  /** What public constructors and static methods make of ordinary arguments. */
  private List<Value> instances(Class<?> type) {
    return members.all().stream()
        .filter(member -> member.isStatic() && type.isAssignableFrom(member.result()))
        .flatMap(member -> made(member).stream())
        .toList();
  }

  private List<Value> made(Member member) {
    List<Value> found = new ArrayList<>();
    Draws draws = new Draws(this, member, 1);
    for (int i = 0; i < TRIALS && found.size() < ENOUGH; i++) {
      Value[] arguments = draws.next();
      Supplier<?> again = () -> {
        try {
          return BadArguments.call(member, arguments);
        } catch (Exception refused) {
          return null;
        }
      };
      if (!Arrays.stream(arguments).anyMatch(Value::isHuge) && again.get() != null) {
        found.add(new Value(member + " of " + Arrays.stream(arguments).map(Value::name).toList(), true, again));
      }
    }
    return found;
  }
}
