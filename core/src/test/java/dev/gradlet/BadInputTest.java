package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every misuse is refused at the call, by one sentence with the operation and the shapes or values. */
class BadInputTest {

  private record Case(Class<? extends Exception> type, String name, Runnable call, String... parts) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case argument(String name, Runnable call, String... parts) {
    return new Case(IllegalArgumentException.class, name, call, parts);
  }

  private static Case state(String name, Runnable call, String... parts) {
    return new Case(IllegalStateException.class, name, call, parts);
  }

  private static Case missing(String name, Runnable call, String... parts) {
    return new Case(NullPointerException.class, name, call, parts);
  }

  private static Case index(String name, Runnable call, String... parts) {
    return new Case(IndexOutOfBoundsException.class, name, call, parts);
  }

  static Stream<Case> cases() {
    Tensor x = Tensor.zeros(3, 4);
    Tensor five = Tensor.zeros(5);
    Tensor scalar = Tensor.scalar(1f);
    Tensor none = Tensor.zeros(3, 0);
    Tensor ints = Tensor.of(0, 1);
    Tensor mask = x.gt(0);
    Tensor variable = Tensor.zeros(2).requireGrad();
    double nan = Double.NaN;
    return Stream.of(
        // Shapes that do not broadcast.
        argument("add, shapes", () -> x.add(five), "add: ", "[3, 4]", "[5]", "broadcast", "4 and 5"),
        argument("sub, shapes", () -> x.sub(five), "sub: ", "[3, 4]", "[5]"),
        argument("pow, shapes", () -> x.pow(five), "pow: ", "[3, 4]", "[5]"),
        argument("maximum, shapes", () -> x.maximum(five), "maximum: ", "[3, 4]", "[5]"),
        argument("gt, shapes", () -> x.gt(five), "gt: ", "[3, 4]", "[5]"),
        argument("where, shapes", () -> Tensor.where(mask, five, x), "where: ", "[3, 4]", "[5]"),
        argument("and, shapes", () -> mask.and(five.gt(0)), "[3, 4]", "[5]"),
        argument("add, empty", () -> none.add(x), "add: ", "[3, 0]", "[3, 4]"),
        // Order, matrices, equations.
        argument("topK, too many", () -> x.topK(5, 1), "topK: ", "k = 5", "4", "[3, 4]"),
        argument("quantile, beyond 1", () -> five.quantile(1.5), "quantile: ", "1.5", "between 0 and 1"),
        argument("median of nothing", () -> none.median(), "median: ", "empty"),
        argument("bincount of floats", () -> five.bincount(), "bincount: ", "FLOAT32"),
        argument("bincount, negative", () -> Tensor.of(1, -1).bincount(), "bincount: ", "not negative"),
        argument("maskedSelect, no mask", () -> x.maskedSelect(x), "maskedSelect: ", "FLOAT32", "BOOL"),
        argument("maskedSelect, shapes", () -> x.maskedSelect(five.gt(0)), "maskedSelect: ", "[3, 4]", "[5]"),
        argument("maskedFill, shapes", () -> five.maskedFill(Tensor.zeros(3, 5).gt(0), 1), "[3, 5]", "[5]"),
        argument("maskedFill, no integer", () -> ints.maskedFill(ints.gt(0), 0.5), "maskedFill: ", "0.5", "INT32"),
        argument("pad, no integer", () -> ints.pad(0, 1, 1, 0.5), "pad: ", "0.5", "[2]", "INT32"),
        argument("pad, NaN among integers", () -> ints.pad(0, 1, 1, nan), "pad: ", "NaN", "INT32"),
        argument("sum of a mask, more than INT32 counts", () -> Tensor.of(true).expand(1 << 16, 1 << 15).sum(), "sum: ",
            "[65536, 32768]", "2^31-1", "FLOAT64"),
        argument("norm of NaN", () -> five.norm(nan), "norm: ", "NaN"),
        argument("outer of a matrix", () -> x.outer(five), "outer: ", "[3, 4]", "vector"),
        argument("diag of a batch", () -> Tensor.zeros(2, 2, 2).diag(), "diag: ", "[2, 2, 2]"),
        argument("tril of a vector", () -> five.tril(), "tril: ", "[5]", "two axes"),
        argument("cholesky, not square", () -> x.cholesky(), "cholesky: ", "[3, 4]", "[n, n]"),
        argument("cholesky, indefinite", () -> Tensor.eye(2).neg().cholesky(), "cholesky: ", "not positive definite"),
        argument("einsum, terms", () -> Tensor.einsum("ij,jk", x), "einsum: ", "2 terms", "1 operands"),
        argument("einsum, axes", () -> Tensor.einsum("i->i", x), "einsum: ", "[3, 4]", "'i'"),
        argument("einsum, sizes", () -> Tensor.einsum("ij,jk->ik", x, x), "einsum: ", "4 and 3", "'j'"),
        argument("einsum, result", () -> Tensor.einsum("ij->ik", x), "einsum: ", "'k'", "no operand"),
        argument("einsum, twice", () -> Tensor.einsum("ii->i", x), "einsum: ", "each once"),
        argument("einsum, ellipsis", () -> Tensor.einsum("...j->j", x), "einsum: ", "letters only"),
        state("toBoolean of many", () -> mask.toBoolean(), "toBoolean: ", "[3, 4]"),
        state("toBoolean of a number", () -> scalar.toBoolean(), "toBoolean: ", "FLOAT32"),
        argument("where, no INT32", () -> Tensor.where(mask, 1L << 40, 0), "where: ", "INT32"),
        // Axes.
        argument("sum, axis", () -> x.sum(2), "sum: ", "axis 2", "[3, 4]", "-2 and 1"),
        argument("sum, axis twice", () -> x.sum(1, -1), "sum: ", "twice", "[1, -1]", "[3, 4]"),
        argument("sum of a scalar, axis", () -> scalar.sum(1), "sum: ", "axis 1", "scalar"),
        argument("mean, axis", () -> x.mean(-3), "mean: ", "axis -3", "[3, 4]"),
        argument("var, axis", () -> x.var(5), "var: ", "axis 5", "[3, 4]"),
        argument("norm, axis", () -> x.norm(2, 2), "axis 2", "[3, 4]"),
        argument("min, axis", () -> x.min(2), "min: ", "axis 2", "[3, 4]"),
        argument("argMax, axis", () -> x.argMax(2), "argMax: ", "axis 2", "[3, 4]"),
        argument("softmax, axis", () -> x.softmax(2), "softmax: ", "axis 2", "[3, 4]"),
        argument("logSumExp, axis", () -> x.logSumExp(2), "logSumExp: ", "axis 2", "[3, 4]"),
        argument("size, axis", () -> x.size(2), "size: ", "axis 2", "[3, 4]"),
        argument("squeeze, axis", () -> x.squeeze(2), "squeeze: ", "axis 2", "[3, 4]"),
        argument("unsqueeze, axis", () -> x.unsqueeze(4), "unsqueeze: ", "axis 4", "[3, 4]", "-3 and 2"),
        argument("narrow, axis", () -> x.narrow(2, 0, 1), "narrow: ", "axis 2", "[3, 4]"),
        argument("split, axis", () -> x.split(2, 1), "split: ", "axis 2", "[3, 4]"),
        argument("concat, axis", () -> Tensor.concat(2, x, x), "concat: ", "axis 2", "[3, 4]"),
        argument("stack, axis", () -> Tensor.stack(3, x, x), "stack: ", "axis 3", "[3, 4]"),
        argument("gather, axis", () -> x.gather(2, ints), "gather: ", "axis 2", "[3, 4]"),
        argument("transpose, axis", () -> x.transpose(0, 2), "transpose: ", "axis 2", "[3, 4]"),
        argument("transpose of a vector", () -> five.transpose(), "transpose: ", "[5]", "two axes"),
        argument("permute, axis", () -> x.permute(0, 2), "permute: ", "axis 2", "[3, 4]"),
        argument("permute, too few", () -> x.permute(0), "permute: ", "[0]", "[3, 4]"),
        argument("permute, twice", () -> x.permute(0, 0), "permute: ", "twice", "[0, 0]"),
        argument("flatten, axes", () -> x.flatten(1, 0), "flatten: ", "axis 1", "axis 0", "[3, 4]"),
        // Sizes.
        argument("reshape, elements", () -> x.reshape(5, 2), "reshape: ", "[3, 4]", "12", "[5, 2]", "10"),
        argument("reshape, inferred", () -> x.reshape(5, -1), "reshape: ", "[5, -1]", "12"),
        argument("reshape, two inferred", () -> x.reshape(-1, -1), "reshape: ", "[-1, -1]"),
        argument("reshape, negative", () -> x.reshape(-2, 6), "reshape: ", "[-2, 6]"),
        argument("reshape, overflow", () -> x.reshape(1L << 40, 1L << 40), "reshape: ",
            "[1099511627776, 1099511627776]"),
        argument("expand", () -> x.expand(2, 4), "expand: ", "[3, 4]", "[2, 4]"),
        argument("expand, fewer axes", () -> x.expand(4), "expand: ", "[3, 4]", "[4]"),
        argument("expand, -1 for a new axis", () -> five.expand(-1, 5), "expand: ", "[5]", "[-1, 5]"),
        argument("repeat, fewer numbers", () -> x.repeat(2), "repeat: ", "[2]", "[3, 4]"),
        argument("repeat, negative", () -> x.repeat(-1, 2), "repeat: ", "[-1, 2]", "[3, 4]"),
        argument("repeat, overflow", () -> x.repeat(1, 1L << 62), "repeat: ", "4611686018427387904", "[3, 4]"),
        argument("narrow, length", () -> x.narrow(1, 2, 3), "narrow: ", "start 2", "length 3", "axis 1", "[3, 4]"),
        argument("narrow, overflow", () -> x.narrow(1, Integer.MAX_VALUE, Integer.MAX_VALUE), "narrow: ", "[3, 4]"),
        argument("select", () -> x.select(0, 3), "select: ", "index 3", "axis 0", "[3, 4]", "-3 and 2"),
        argument("index, too many", () -> x.index(Index.all(), Index.all(), Index.at(0)), "index: ", "3", "[3, 4]"),
        argument("index, two ellipses", () -> x.index(Index.ellipsis(), Index.ellipsis()), "index: ", "one ellipsis"),
        argument("index, step", () -> Index.range(0, 2, 0), "index: ", "step 0"),
        argument("split, size", () -> x.split(0, 0), "split: ", "size 0"),
        argument("concat, shapes", () -> Tensor.concat(0, x, Tensor.zeros(3, 5)), "concat: ", "[3, 4]", "[3, 5]",
            "axis 0"),
        argument("concat, ranks", () -> Tensor.concat(0, x, five), "concat: ", "[3, 4]", "[5]"),
        argument("concat, nothing", () -> Tensor.concat(0), "concat: ", "at least one"),
        argument("stack, shapes", () -> Tensor.stack(0, x, five), "stack: ", "[3, 4]", "[5]"),
        argument("stack, nothing", () -> Tensor.stack(0), "stack: ", "at least one"),
        argument("matmul, inner sizes", () -> x.matmul(five), "matmul: ", "[3, 4]", "[5]", "4 and 5"),
        argument("matmul, matrices", () -> x.matmul(Tensor.zeros(3, 4)), "matmul: ", "[3, 4] × [3, 4]", "4 and 3"),
        argument("matmul, batches", () -> Tensor.zeros(2, 3, 4).matmul(Tensor.zeros(3, 4, 5)), "matmul: ", "[2]",
            "[3]"),
        argument("matmul, scalar", () -> x.matmul(scalar), "matmul: ", "[3, 4]", "[]", "scalar"),
        argument("gather, index shape", () -> x.gather(0, ints), "gather: ", "[2]", "[3, 4]"),
        argument("indexSelect, index shape", () -> x.indexSelect(0, ints.unsqueeze(0)), "indexSelect: ", "[1, 2]",
            "vector"),
        argument("unfold, too large", () -> x.unfold(0, 99, 1), "unfold: ", "size 99", "axis 0"),
        argument("unfold, no step", () -> x.unfold(0, 1, 0), "unfold: ", "step 0"),
        argument("scatterAdd, shapes", () -> x.scatterAdd(0, ints.unsqueeze(0), five), "scatterAdd: ", "[1, 2]",
            "[5]", "[3, 4]"),
        argument("size beyond int", () -> Tensor.zeros(1L << 31), "2147483648", "2^31-1"),
        argument("elements beyond long", () -> Tensor.zeros(1 << 30, 1 << 30, 1 << 30), "2^63-1"),
        argument("negative size", () -> Tensor.zeros(2, -1), "[2, -1]", "size -1", "axis 1"),
        argument("more than an array", () -> Tensor.zeros(1 << 16, 1 << 16).toFloatArray(), "[65536, 65536]",
            "4294967296"),
        argument("sum, more than an array", () -> Tensor.zeros(1 << 16, 1 << 16).add(1).evaluate(), "add",
            "4294967296"),
        argument("rand, more than an array", () -> Tensor.rand(1 << 16, 1 << 16), "rand: ", "4294967296"),
        // An extremum of nothing.
        argument("min of nothing", () -> none.min(), "min: ", "[3, 0]", "empty"),
        argument("max along nothing", () -> none.max(1), "[3, 0]", "empty"),
        argument("argMin along nothing", () -> none.argMin(1), "argMin: ", "[3, 0]", "empty"),
        argument("infinite norm of nothing", () -> none.norm(Double.POSITIVE_INFINITY), "norm: ", "[3, 0]", "empty"),
        // Numbers.
        argument("clamp, order", () -> x.clamp(2, 1), "clamp: ", "2.0", "1.0"),
        argument("clamp, NaN", () -> x.clamp(nan, 1), "clamp: ", "NaN"),
        argument("norm, NaN", () -> x.norm(nan), "norm: ", "NaN"),
        argument("arange, length", () -> Tensor.arange(-1), "arange: ", "-1"),
        argument("arange, step", () -> Tensor.arange(0, 1, -1), "arange: ", "-1.0", "0.0", "1.0"),
        argument("arange, no step", () -> Tensor.arange(0, 1, 0), "arange: ", "step 0.0"),
        argument("arange, NaN", () -> Tensor.arange(0, nan, 1), "arange: ", "NaN"),
        argument("linspace, count", () -> Tensor.linspace(0, 1, -1), "linspace: ", "-1"),
        argument("linspace, end", () -> Tensor.linspace(0, Double.POSITIVE_INFINITY, 3), "linspace: ", "Infinity"),
        argument("eye, size", () -> Tensor.eye(-1), "eye: ", "-1"),
        argument("oneHot, classes", () -> ints.oneHot(0), "oneHot: ", "classes 0"),
        // Indices.
        index("gather, index", () -> x.gather(0, Tensor.of(new int[][] {{3, 0, 0, 0}})), "gather: ", "index 3",
            "0 and 2"),
        index("indexSelect, index", () -> x.indexSelect(1, Tensor.of(0, -1)), "indexSelect: ", "index -1", "0 and 3"),
        index("scatterAdd, index", () -> x.scatterAdd(0, Tensor.of(new int[][] {{7}}), Tensor.zeros(1, 1)),
            "scatterAdd: ", "index 7"),
        index("oneHot, index", () -> Tensor.of(0, 5).oneHot(3), "oneHot: ", "index 5", "0 and 2"),
        // Types.
        argument("gather, dtype", () -> x.gather(0, x), "gather: ", "FLOAT32", "INT32"),
        argument("oneHot, dtype", () -> x.oneHot(3), "oneHot: ", "FLOAT32", "INT32"),
        argument("where, dtype", () -> Tensor.where(x, x, x), "where: ", "FLOAT32", "BOOL"),
        argument("and, dtype", () -> mask.and(x), "and: ", "FLOAT32", "BOOL"),
        argument("not, dtype", () -> x.not(), "not: ", "FLOAT32", "BOOL"),
        argument("requireGrad, dtype", () -> ints.requireGrad(), "requireGrad: ", "INT32"),
        argument("randn, dtype", () -> Tensor.randn(DType.INT32, new Generator(1), 2), "randn: ", "INT32"),
        state("toFloatArray, dtype", () -> Tensor.of(1.0).toFloatArray(), "toFloatArray: ", "FLOAT64", "FLOAT32"),
        state("toIntArray, dtype", () -> x.toIntArray(), "toIntArray: ", "FLOAT32", "INT32"),
        state("toBooleanArray, dtype", () -> x.toBooleanArray(), "toBooleanArray: ", "FLOAT32", "BOOL"),
        state("toFloatMatrix, dtype", () -> Tensor.zeros(DType.FLOAT64, 2, 2).toFloatMatrix(), "toFloatMatrix: ",
            "FLOAT64"),
        state("toFloatMatrix, rank", () -> five.toFloatMatrix(), "toFloatMatrix: ", "[5]", "two axes"),
        state("item, shape", () -> x.item(), "item: ", "[3, 4]", "12"),
        state("item, nothing", () -> none.item(), "item: ", "[3, 0]", "0"),
        // Arrays of arrays.
        argument("of, ragged", () -> Tensor.of(new float[][] {{1, 2}, {3}}), "of: ", "2 and 1"),
        argument("of, ragged blocks", () -> Tensor.of(new double[][][] {{{1}}, {{1}, {2}}}), "of: ", "1 and 2"),
        missing("of, null row", () -> Tensor.of(new float[][] {{1, 2}, null}), "of: ", "row", "null"),
        missing("of, null first row", () -> Tensor.of(new float[][] {null, {1}}), "of: ", "row", "null"),
        missing("of, null", () -> Tensor.of((float[][]) null), "of: ", "null"),
        missing("of, null vector", () -> Tensor.of((float[]) null), "of: ", "null"),
        // More than an array, or than memory.
        argument("arange, length beyond an array", () -> Tensor.arange(Integer.MAX_VALUE), "arange: ", "2147483647",
            "2^31-9"),
        argument("arange, steps beyond an array", () -> Tensor.arange(0, 1, 1e-10), "arange: ", "1.0E-10", "array"),
        argument("linspace, count beyond an array", () -> Tensor.linspace(0, 1, Integer.MAX_VALUE), "linspace: ",
            "2147483647", "2^31-9"),
        argument("eye, size beyond an array", () -> Tensor.eye(Integer.MAX_VALUE), "eye: ", "2147483647", "2^31-9"),
        argument("oneHot, classes beyond an array", () -> ints.oneHot(Integer.MAX_VALUE), "oneHot: ", "2147483647",
            "2^31-9"),
        argument("toFloatMatrix, rows beyond an array", () -> Tensor.zeros(Integer.MAX_VALUE, 0).toFloatMatrix(),
            "toFloatMatrix: ", "2147483647", "2^31-9"),
        argument("split, parts beyond memory", () -> Tensor.of(1f).expand(Integer.MAX_VALUE).split(0, 1), "split: ",
            "[2147483647]", "memory"),
        argument("flatten, size beyond int", () -> Tensor.zeros(1 << 16, 1 << 16).flatten(0, 1), "4294967296"),
        // Missing operands.
        missing("add, null", () -> x.add(null), "add: ", "null"),
        missing("gt, null", () -> x.gt(null), "gt: ", "null"),
        missing("matmul, null", () -> x.matmul(null), "matmul: ", "null"),
        missing("and, null", () -> mask.and(null), "and: ", "null"),
        missing("where, null", () -> Tensor.where(mask, x, null), "where: ", "null"),
        missing("where, null condition", () -> Tensor.where(null, x, x), "where: ", "null"),
        missing("sum, null", () -> x.sum((int[]) null), "sum: ", "axes", "null"),
        argument("more axes than there can be", () -> Tensor.ones(ones(33)), "33 axes", "may have at most 32"),
        argument("one axis too many", () -> Tensor.ones(ones(32)).unsqueeze(0), "reshape: ", "33 axes", "may have at most 32"),
        missing("any, null", () -> x.any((int[]) null), "any: ", "axes", "null"),
        missing("permute, null", () -> x.permute((int[]) null), "permute: ", "axes", "null"),
        missing("reshape, null", () -> x.reshape((long[]) null), "reshape: ", "sizes", "null"),
        missing("expand, null", () -> x.expand((long[]) null), "expand: ", "sizes", "null"),
        missing("repeat, null", () -> x.repeat((long[]) null), "repeat: ", "times", "null"),
        missing("index, null array", () -> x.index((Index[]) null), "index: ", "entries", "null"),
        missing("concat, null array", () -> Tensor.concat(0, (Tensor[]) null), "concat: ", "tensors", "null"),
        missing("stack, null array", () -> Tensor.stack(0, (Tensor[]) null), "stack: ", "tensors", "null"),
        missing("zeros, null", () -> Tensor.zeros((long[]) null), "shape: ", "sizes", "null"),
        missing("arange, null dtype", () -> Tensor.arange(0, 1, 1, null), "arange: ", "dtype", "null"),
        missing("noGrad, null", () -> Autograd.noGrad((Runnable) null), "noGrad: ", "body", "null"),
        missing("noGrad, null supplier", () -> Autograd.noGrad((Supplier<?>) null), "noGrad: ", "body", "null"),
        missing("restore, null", () -> new Generator(1).restore(null), "restore: ", "state", "null"),
        missing("apply, null inputs", () -> Autograd.apply(new GradcheckTest.Cube(), (Tensor[]) null), "apply: ",
            "inputs", "null"),
        missing("grad, null inputs", () -> Autograd.grad(variable.sum(), (Tensor[]) null), "grad: ", "inputs", "null"),
        missing("evaluate, null array", () -> Autograd.evaluate((Tensor[]) null), "evaluate: ", "tensors", "null"),
        missing("evaluate, null collection", () -> Autograd.evaluate((List<Tensor>) null), "evaluate: ", "tensors",
            "null"),
        argument("apply, no inputs", () -> Autograd.apply(new GradcheckTest.Cube()), "apply: ", "Cube", "at least one"),
        argument("evaluate, text", () -> Autograd.evaluate(tensors(x, "text")), "evaluate: ", "element 1", "String",
            "Tensor"),
        missing("concat, null", () -> Tensor.concat(0, x, null), "concat: ", "tensor 1", "null"),
        missing("stack, null", () -> Tensor.stack(0, null, x), "stack: ", "tensor 0", "null"),
        missing("gather, null", () -> x.gather(0, null), "gather: ", "null"),
        missing("indexSelect, null", () -> x.indexSelect(0, null), "indexSelect: ", "null"),
        missing("scatterAdd, null index", () -> x.scatterAdd(0, null, x), "scatterAdd: ", "null"),
        missing("scatterAdd, null source", () -> x.scatterAdd(0, Tensor.of(new int[][] {{0}}), null), "scatterAdd: ",
            "null"),
        missing("index, null", () -> x.index(Index.all(), null), "index: ", "null"),
        missing("to, null", () -> x.to(null), "to: ", "null"),
        missing("zeros, null dtype", () -> Tensor.zeros((DType) null, 2), "dtype", "null"),
        missing("scalar, null dtype", () -> Tensor.scalar(1, null), "dtype", "null"),
        missing("rand, null generator", () -> Tensor.rand((Generator) null, 2), "rand: ", "generator", "null"),
        missing("randn, null dtype", () -> Tensor.randn(null, new Generator(1), 2), "randn: ", "dtype", "null"),
        missing("linspace, null dtype", () -> Tensor.linspace(0, 1, 2, null), "dtype", "null"),
        missing("oneHot, null dtype", () -> ints.oneHot(2, null), "oneHot: ", "dtype", "null"),
        missing("zerosLike, null", () -> Tensor.zerosLike(null), "zerosLike: ", "null"),
        missing("assign, null", () -> variable.assign(null), "assign: ", "null"),
        missing("apply, null", () -> Autograd.apply(null, x), "apply: ", "null"),
        missing("grad, null output", () -> Autograd.grad(null, x), "grad: ", "null"),
        missing("evaluate, null", () -> Autograd.evaluate(x, null), "evaluate: ", "null"),
        // Variables.
        argument("assign, shape", () -> variable.assign(five), "assign: ", "[5]", "[2]"),
        argument("assign, dtype", () -> variable.assign(Tensor.of(1.0, 2.0)), "assign: ", "FLOAT64", "FLOAT32"),
        state("assign to a result", () -> variable.mul(2).assign(five), "assign: ", "variable"),
        argument("grad, shape", () -> variable.grad(five), "grad: ", "[5]", "[2]"),
        argument("grad, dtype", () -> variable.grad(Tensor.of(1.0, 2.0)), "grad: ", "FLOAT64", "FLOAT32"),
        state("grad of a result", () -> variable.mul(2).grad(five), "grad: ", "variable"),
        state("requireGrad of a result", () -> variable.mul(2).requireGrad(), "requireGrad: ", "detach"),
        argument("restore", () -> new Generator(1).restore(new long[3]), "restore: ", "four"),
        argument("restore, zeros", () -> new Generator(1).restore(new long[4]), "restore: ", "0"));
  }

  @SuppressWarnings("unchecked")
  private static List<Tensor> tensors(Object... elements) {
    return (List<Tensor>) (List<?>) List.of(elements);
  }

  @Test
  void call_moreThanTheHeap_isRefusedBeforeItIsTried() {
    long bytes = Runtime.getRuntime().maxMemory();
    long n = bytes / Double.BYTES + 1;
    Assumptions.assumeTrue(n < Integer.MAX_VALUE - 8, "the heap is larger than any array");
    Tensor sum = Tensor.zeros(DType.FLOAT64, n).add(1);

    assertThatIllegalArgumentException().isThrownBy(() -> Tensor.rand(DType.FLOAT64, new Generator(1), n))
        .withMessageMatching("rand: a tensor of shape \\[" + n + "] and dtype FLOAT64 takes .* -Xmx");
    assertThatIllegalArgumentException().isThrownBy(sum::evaluate).withMessageStartingWith("add: a tensor of shape");
    assertThatIllegalArgumentException().isThrownBy(() -> Tensor.zeros(n).toDoubleArray())
        .withMessageStartingWith("toDoubleArray: ");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void call_misuse_saysWhatWouldBeRight(Case c) {
    Throwable thrown = catchThrowable(c.call::run);

    assertThat(thrown).as(c.name).isInstanceOf(c.type);
    assertThat(thrown.getMessage()).contains(List.of(c.parts)).doesNotContain("\n").doesNotEndWith(".");
  }

  private static long[] ones(int rank) {
    long[] sizes = new long[rank];
    java.util.Arrays.fill(sizes, 1);
    return sizes;
  }
}
