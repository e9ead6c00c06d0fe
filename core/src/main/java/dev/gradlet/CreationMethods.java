package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Storage;
import dev.gradlet.engine.graph.View;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;

/**
 * The static methods of {@link Tensor}: tensors of numbers, and of other tensors. They stand in a superclass because
 * static methods of interfaces are not inherited. Numbers are drawn, and values computed, at the call.
 */
abstract class CreationMethods {
  CreationMethods() {}

  /** A vector of FLOAT32. The array is copied. */
  public static Tensor of(float... values) {
    return vector(DType.FLOAT32, Checks.required("of", "array", values).clone(), values.length);
  }

  /** A vector of FLOAT64. The array is copied. */
  public static Tensor of(double... values) {
    return vector(DType.FLOAT64, Checks.required("of", "array", values).clone(), values.length);
  }

  /** A vector of INT32. The array is copied. */
  public static Tensor of(int... values) {
    return vector(DType.INT32, Checks.required("of", "array", values).clone(), values.length);
  }

  /**
   * A vector of INT32.
   *
   * @throws IllegalArgumentException if a number is out of the range of INT32
   */
  public static Tensor of(long... values) {
    int[] ints = new int[Checks.required("of", "array", values).length];
    Arrays.setAll(ints, i -> int32("of", values[i]));
    return vector(DType.INT32, ints, ints.length);
  }

  /** A vector of BOOL. The array is copied. */
  public static Tensor of(boolean... values) {
    return vector(DType.BOOL, Checks.required("of", "array", values).clone(), values.length);
  }

  private static Tensor vector(DType dtype, Object array, int length) {
    return new Tensor(new Data(dtype, array, View.rowMajor(Shape.of(length))));
  }

  /** A matrix of FLOAT32, rows of one length. */
  public static Tensor of(float[][] rows) {
    return NestedArrays.read(DType.FLOAT32, rows, 2);
  }

  /** A matrix of FLOAT64, rows of one length. */
  public static Tensor of(double[][] rows) {
    return NestedArrays.read(DType.FLOAT64, rows, 2);
  }

  /** A matrix of INT32, rows of one length. */
  public static Tensor of(int[][] rows) {
    return NestedArrays.read(DType.INT32, rows, 2);
  }

  /** A matrix of BOOL, rows of one length. */
  public static Tensor of(boolean[][] rows) {
    return NestedArrays.read(DType.BOOL, rows, 2);
  }

  /** A tensor of rank 3 of FLOAT32, blocks and rows of one length. */
  public static Tensor of(float[][][] blocks) {
    return NestedArrays.read(DType.FLOAT32, blocks, 3);
  }

  /** A tensor of rank 3 of FLOAT64, blocks and rows of one length. */
  public static Tensor of(double[][][] blocks) {
    return NestedArrays.read(DType.FLOAT64, blocks, 3);
  }

  /** A tensor of rank 3 of INT32, blocks and rows of one length. */
  public static Tensor of(int[][][] blocks) {
    return NestedArrays.read(DType.INT32, blocks, 3);
  }

  /** A scalar of FLOAT32. */
  public static Tensor scalar(float value) {
    return full(value, DType.FLOAT32, Shape.SCALAR);
  }

  /**
   * A scalar of FLOAT32.
   *
   * @throws IllegalArgumentException if FLOAT32 does not hold the number exactly
   */
  public static Tensor scalar(long value) {
    if (value != (long) (float) value || value == Long.MAX_VALUE) {
      throw new IllegalArgumentException(
          "scalar: " + value + " is no FLOAT32; give a dtype, as in scalar(" + value + ".0, DType.FLOAT64)");
    }
    return scalar((float) value);
  }

  /** A scalar of FLOAT64. */
  public static Tensor scalar(double value) {
    return full(value, DType.FLOAT64, Shape.SCALAR);
  }

  /** A scalar of the given dtype. */
  public static Tensor scalar(double value, DType dtype) {
    return full(value, dtype, Shape.SCALAR);
  }

  /** FLOAT32 zeros. */
  public static Tensor zeros(long... sizes) {
    return full(0, DType.FLOAT32, sizes);
  }

  /** Zeros. */
  public static Tensor zeros(DType dtype, long... sizes) {
    return full(0, dtype, sizes);
  }

  /** FLOAT32 zeros. */
  public static Tensor zeros(Shape shape) {
    return full(0, shape);
  }

  /** Zeros. */
  public static Tensor zeros(DType dtype, Shape shape) {
    return full(0, dtype, shape);
  }

  /** FLOAT32 ones. */
  public static Tensor ones(long... sizes) {
    return full(1, DType.FLOAT32, sizes);
  }

  /** Ones. */
  public static Tensor ones(DType dtype, long... sizes) {
    return full(1, dtype, sizes);
  }

  /** FLOAT32 ones. */
  public static Tensor ones(Shape shape) {
    return full(1, shape);
  }

  /** Ones. */
  public static Tensor ones(DType dtype, Shape shape) {
    return full(1, dtype, shape);
  }

  /** Zeros of the shape and dtype of another tensor. */
  public static Tensor zerosLike(Tensor other) {
    return full(0, Checks.required("zerosLike", "tensor", other).dtype(), other.shape());
  }

  /** Ones of the shape and dtype of another tensor. */
  public static Tensor onesLike(Tensor other) {
    return full(1, Checks.required("onesLike", "tensor", other).dtype(), other.shape());
  }

  /** One FLOAT32 value everywhere. It is stored once. */
  public static Tensor full(double value, long... sizes) {
    return full(value, DType.FLOAT32, sizes);
  }

  /** One value everywhere. It is stored once. */
  public static Tensor full(double value, DType dtype, long... sizes) {
    return full(value, dtype, Shape.of(sizes));
  }

  /** One FLOAT32 value everywhere. It is stored once. */
  public static Tensor full(double value, Shape shape) {
    return full(value, DType.FLOAT32, shape);
  }

  /**
   * One value everywhere; INT32 drops its fraction. It is stored once.
   *
   * @throws IllegalArgumentException if the dtype is INT32 and the value is NaN or out of its range
   */
  public static Tensor full(double value, DType dtype, Shape shape) {
    Object array = Storage.zeros(Checks.required("full", "dtype", dtype), 1);
    Storage.fill(dtype, array, 0, 1, checked("full", dtype, value));
    return new Tensor(new Data(dtype, array, View.repeated(Checks.required("full", "shape", shape))));
  }

  /** The FLOAT32 identity matrix. */
  public static Tensor eye(int n) {
    return eye(n, DType.FLOAT32);
  }

  /** The identity matrix. */
  public static Tensor eye(int n, DType dtype) {
    if (n < 0) {
      throw new IllegalArgumentException("eye: size " + n + " must not be negative");
    }
    Tensor index = indices("eye", n);
    return index.unsqueeze(-1).eq(index).to(dtype);
  }

  /** INT32 0, 1, …, n − 1. */
  public static Tensor arange(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("arange: length " + n + " must not be negative");
    }
    return indices("arange", n);
  }

  static Tensor indices(String operation, int n) {
    Data data = Data.zeros(operation, DType.INT32, Shape.ofInts(n));
    Arrays.setAll((int[]) data.array, i -> i);
    return new Tensor(data);
  }

  /** FLOAT32 start, start + step, … before end. */
  public static Tensor arange(double start, double end, double step) {
    return arange(start, end, step, DType.FLOAT32);
  }

  /** start, start + step, … before end. */
  public static Tensor arange(double start, double end, double step, DType dtype) {
    double count = Math.ceil((end - start) / step);
    if (!(count >= 0) || step == 0) {
      throw new IllegalArgumentException("arange: step " + step + " does not lead from " + start + " to " + end);
    } else if (count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "arange: from " + start + " to " + end + " by " + step + " are more elements than an array can store");
    }
    return computed("arange", dtype, Shape.of((long) count), i -> start + i * step);
  }

  /** {@code count} FLOAT32 values at equal distances, both ends included. */
  public static Tensor linspace(double start, double end, int count) {
    return linspace(start, end, count, DType.FLOAT32);
  }

  /** {@code count} values at equal distances, both ends included. */
  public static Tensor linspace(double start, double end, int count, DType dtype) {
    if (count < 0 || !Double.isFinite(start) || !Double.isFinite(end)) {
      throw new IllegalArgumentException(
          "linspace: from " + start + " to " + end + " in " + count
              + " steps: ends must be finite, the count not negative");
    }
    double step = count > 1 ? (end - start) / (count - 1) : 0;
    return computed(
        "linspace", dtype, Shape.ofInts(count),
        i -> 2 * i < count ? start + i * step : end - (count - 1 - i) * step);
  }

  static Tensor computed(String operation, DType dtype, Shape shape, IntToDoubleFunction value) {
    Data data = Data.zeros(operation, Checks.required(operation, "dtype", dtype), shape);
    int n = (int) shape.elements();
    for (int i = 0; i < n; i++) {
      Storage.fill(dtype, data.array, i, 1, checked(operation, dtype, value.applyAsDouble(i)));
    }
    return new Tensor(data);
  }

  /** FLOAT32 values uniform in [0, 1), from the standard generator. */
  public static Tensor rand(long... sizes) {
    return rand(DType.FLOAT32, Generator.standard(), sizes);
  }

  /** FLOAT32 values uniform in [0, 1). */
  public static Tensor rand(Generator random, long... sizes) {
    return rand(DType.FLOAT32, random, sizes);
  }

  /** Values uniform in [0, 1). */
  public static Tensor rand(DType dtype, Generator random, long... sizes) {
    Checks.required("rand", "generator", random);
    return drawn("rand", dtype, sizes, dtype == DType.FLOAT32 ? random::nextFloat : random::nextDouble);
  }

  /** FLOAT32 values of the standard normal distribution, from the standard generator. */
  public static Tensor randn(long... sizes) {
    return randn(DType.FLOAT32, Generator.standard(), sizes);
  }

  /** FLOAT32 values of the standard normal distribution. */
  public static Tensor randn(Generator random, long... sizes) {
    return randn(DType.FLOAT32, random, sizes);
  }

  /** Values of the standard normal distribution. */
  public static Tensor randn(DType dtype, Generator random, long... sizes) {
    return drawn("randn", dtype, sizes, Checks.required("randn", "generator", random)::nextGaussian);
  }

  private static Tensor drawn(String operation, DType dtype, long[] sizes, DoubleSupplier draw) {
    if (!Checks.required(operation, "dtype", dtype).isFloating()) {
      throw new IllegalArgumentException(operation + ": dtype " + dtype + " must be FLOAT32 or FLOAT64");
    }
    return computed(operation, dtype, Shape.of(sizes), i -> draw.getAsDouble());
  }

  /** A floating-point number as the second operand of x: of its dtype if that is floating, else FLOAT32. */
  static Tensor number(double value, Tensor x) {
    return RecentNumbers.of(value, x.dtype().floating(), x.shape());
  }

  /** An integer as the second operand of x: of its dtype if that is floating, else INT32. */
  static Tensor number(long value, Tensor x) {
    return x.dtype().isFloating()
        ? number((double) value, x)
        : RecentNumbers.of(int32("number", value), DType.INT32, x.shape());
  }

  static int int32(String operation, long value) {
    if (value != (int) value) {
      throw noInt32(operation, value);
    }
    return (int) value;
  }

  /** The value, for a new element of that dtype; refused if its integral part is out of the range of INT32. */
  private static double checked(String operation, DType dtype, double value) {
    if (dtype == DType.INT32 && !(value > Integer.MIN_VALUE - 1.0 && value < Integer.MAX_VALUE + 1.0)) {
      throw noInt32(operation, value);
    }
    return value;
  }

  private static IllegalArgumentException noInt32(String operation, Number value) {
    return new IllegalArgumentException(
        operation + ": " + value + " is no INT32, which has -2^31 to 2^31-1; convert to(DType.FLOAT64) first");
  }

  /** A tensor of one value in the dtype of x; refused if x holds integers and the value is not one. */
  static Tensor like(String operation, Tensor x, double value, Shape shape) {
    if (!x.dtype().isFloating() && value != (int) value) {
      throw new IllegalArgumentException(
          operation + ": value " + value + " for a tensor of shape " + x.shape() + " and dtype " + x.dtype()
              + " must be an integer");
    }
    return full(value, x.dtype(), shape);
  }

  /** y = a where the condition is true, else b. All three broadcast. */
  public static Tensor where(Tensor condition, Tensor a, Tensor b) {
    return Select.of(condition, a, b);
  }

  /** y = a where the condition is true, else b. */
  public static Tensor where(Tensor condition, long a, Tensor b) {
    return where(condition, number(a, Checks.required("where", "second choice", b)), b);
  }

  /** y = a where the condition is true, else b. */
  public static Tensor where(Tensor condition, Tensor a, long b) {
    return where(condition, a, number(b, Checks.required("where", "first choice", a)));
  }

  /** y = a where the condition is true, else b. */
  public static Tensor where(Tensor condition, double a, Tensor b) {
    return where(condition, number(a, Checks.required("where", "second choice", b)), b);
  }

  /** y = a where the condition is true, else b. */
  public static Tensor where(Tensor condition, Tensor a, double b) {
    return where(condition, a, number(b, Checks.required("where", "first choice", a)));
  }

  /** y = a where the condition is true, else b; INT32. */
  public static Tensor where(Tensor condition, long a, long b) {
    return where(condition, scalar(int32("where", a), DType.INT32), scalar(int32("where", b), DType.INT32));
  }

  /** y = a where the condition is true, else b; FLOAT32. */
  public static Tensor where(Tensor condition, double a, double b) {
    return where(condition, scalar((float) a), scalar((float) b));
  }

  /** Tensors one after the other along an existing axis; their other sizes agree. */
  public static Tensor concat(int axis, List<Tensor> tensors) {
    return Concat.of(axis, Operands.array("concat", tensors));
  }

  /** Tensors of one shape side by side along a new axis. */
  public static Tensor stack(int axis, List<Tensor> tensors) {
    return stack(axis, Operands.array("stack", tensors));
  }

  /**
   * Products of the operands' elements, summed over every letter that the result lacks, as NumPy writes it:
   * {@code einsum("bij,bjk->bik", a, b)}. Without "->" the result has the letters that occur once, in alphabetical
   * order.
   *
   * @throws IllegalArgumentException if the letters do not fit the operands, one occurs twice in a term, or there is an
   *     ellipsis
   */
  public static Tensor einsum(String equation, Tensor... operands) {
    return Einsum.of(equation, operands);
  }

  /** Tensors one after the other along an existing axis; their other sizes agree. */
  public static Tensor concat(int axis, Tensor... tensors) {
    return Concat.of(axis, tensors);
  }

  /** Tensors of one shape side by side along a new axis. */
  public static Tensor stack(int axis, Tensor... tensors) {
    if (Checks.required("stack", "array of tensors", tensors).length == 0) {
      throw new IllegalArgumentException("stack: no tensors given, must be at least one");
    }
    Shape first = Checks.required("stack", "tensor 0", tensors[0]).shape();
    int at = first.newAxis("stack", axis);
    Tensor[] raised = new Tensor[tensors.length];
    for (int i = 0; i < tensors.length; i++) {
      Shape shape = Checks.required("stack", "tensor " + i, tensors[i]).shape();
      if (!shape.equals(first)) {
        throw new IllegalArgumentException(
            "stack: shapes " + first + " and " + shape + " of tensors 0 and " + i + " must be equal");
      }
      raised[i] = tensors[i].unsqueeze(at);
    }
    return Concat.of(at, raised);
  }
}
