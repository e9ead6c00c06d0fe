package dev.gradlet;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradlet.inspect.GradCheck;
import dev.gradlet.inspect.GradReport;
import dev.gradlet.inspect.NonFinite;
import dev.gradlet.inspect.NonFiniteException;
import dev.gradlet.testing.BadArguments;
import dev.gradlet.testing.PublicMembers;
import dev.gradlet.testing.PublicMembers.Member;
import dev.gradlet.testing.Values;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public constructor and method, whatever it is given, works or says what is wrong. */
@Tag("arguments")
class BadArgumentsTest {
  private static final PublicMembers MEMBERS = PublicMembers.besides(Tensor.class);
  private static final Values VALUES = new Values(MEMBERS)
      .except("Derivatives.", "huge")
      .ordinary(GradReport.class, "report", () -> GradCheck.of(Tensor::exp, Tensor.ones(2)).run())
      .fitting("GradCheck.ofLoss", () -> {
        Tensor w = Tensor.ones(2).requireGrad();
        return new Object[] {(Supplier<Tensor>) w::sum, Map.of("w", w)};
      })
      .fitting("Tensor.bincount()", () -> new Object[] {Tensor.of(0, 2, 1)})
      .fitting("Tensor.bincount(int", () -> new Object[] {Tensor.of(0, 2, 1), 4})
      .fitting("Tensor.cholesky", () -> new Object[] {Tensor.eye(3).mul(2)})
      .fitting("Tensor.einsum", () -> new Object[] {"ij,jk->ik", new Tensor[] {Tensor.ones(2, 3), Tensor.ones(3, 4)}})
      .fitting("Tensor.solve", () -> new Object[] {Tensor.eye(3).mul(2), Tensor.ones(3, 4)})
      .fitting("Tensor.toBoolean()", () -> new Object[] {Tensor.of(true)})
      .ordinary(Path.class, "page", () -> Path.of("target", "page.html"))
      .ordinary(NonFiniteException.class, "of log", () -> assertThrows(NonFiniteException.class,
          () -> NonFinite.watch(() -> Tensor.of(-1f).log().item())));

  static Stream<Member> members() {
    return MEMBERS.all().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("members")
  void call_anyArguments_succeedsOrIsRefusedByASentence(Member member) {
    BadArguments.assertAllRefusedOrDone(VALUES, member);
  }
}
