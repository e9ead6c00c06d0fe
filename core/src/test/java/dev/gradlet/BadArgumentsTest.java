package dev.gradlet;

import dev.gradlet.testing.BadArguments;
import dev.gradlet.testing.PublicMembers;
import dev.gradlet.testing.PublicMembers.Member;
import dev.gradlet.testing.Values;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public constructor and method, whatever it is given, works or says what is wrong. */
class BadArgumentsTest {
  private static final PublicMembers MEMBERS = PublicMembers.besides(Tensor.class);
  private static final Values VALUES = new Values(MEMBERS)
      .rarelyRight("Tensor.solve(Tensor)", "Tensor.cholesky()", "Tensor.bincount(", "Tensor.einsum(", "Tensor.toBoolean()");

  static Stream<Member> members() {
    return MEMBERS.all().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("members")
  void call_anyArguments_succeedsOrIsRefusedByASentence(Member member) {
    BadArguments.assertAllRefusedOrDone(VALUES, member);
  }
}
