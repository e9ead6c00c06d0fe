package dev.gradlet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.gradlet.Tensor;
import dev.gradlet.testing.PublicMembers.Member;
import dev.gradlet.testing.Values.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;

/**
 * Calls a public member with every kind of argument that its types allow. A call may succeed, and so must reading its
 * result; or be refused by a sentence, as an illegal argument or state, an index out of bounds, or something that is
 * null. Whatever else happens is a fault.
 */
public final class BadArguments {
  private static final Set<Class<?>> REFUSALS = Set.of(
      IllegalArgumentException.class, IllegalStateException.class, IndexOutOfBoundsException.class,
      NullPointerException.class);

  /** What the virtual machine says by itself names no argument. */
  private static final String SENTENCE = "(?!Cannot )\\S+ \\S+ \\S.*[^.\\s]";

  /** Elements up to which results are read, and of a sequence how many. */
  private static final int FEW = 1 << 12;

  private static final int FIRST = 3;

  /** A member is not called any longer after so many. */
  private static final int FEW_FAULTS = 5;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /**
   * Calls of a member, though never fewer than give each parameter each of its values twice, nor more than twice as many
   * as there are different ones.
   */
  private static final int CALLS = 300;

  private final Member member;
  private final Draws draws;
  private final Set<String> faults = new TreeSet<>();
  private final Values values;
  private int succeeded;
  private volatile String present = "";

  private BadArguments(Values values, Member member) {
    this.values = values;
    this.member = member;
    this.draws = new Draws(values, member, 0);
  }

  /** Fails with what happened that must not, or with the call that did not end. */
  public static void assertAllRefusedOrDone(Values values, Member member) {
    BadArguments calls = new BadArguments(values, member);

    assertThat(assertTimeoutPreemptively(PATIENCE, calls::faults, () -> "did not end: " + calls.present))
        .as(member.toString())
        .isEmpty();
  }

  private Set<String> faults() {
    if (!draws.isPossible()) {
      return Set.of("no " + member.type().getSimpleName() + " to call it on: add one to the values");
    }
    int calls = Math.max(2 * draws.combinations(CALLS / 2), 2 * draws.round());
    for (int i = 0; i < calls && faults.size() < FEW_FAULTS && !Thread.currentThread().isInterrupted(); i++) {
      Value[] arguments = draws.next();
      present = member + " of " + Arrays.stream(arguments).map(Value::name).toList();
      attempt(arguments);
    }
    if (succeeded == 0) {
      faults.add("no call succeeded: its types need ordinary values that it takes");
    }
    return faults;
  }

  private void attempt(Value[] arguments) {
    try {
      Object result = call(member, arguments);
      succeeded++;
      if (Arrays.stream(arguments).noneMatch(Value::isHuge)) {
        read(result);
      }
    } catch (Values.Told passedOn) {
      succeeded++;
    } catch (IOException | UncheckedIOException file) {
      judge(file, file.getMessage() != null);
    } catch (Exception | Error thrown) {
      String message = thrown.getMessage();
      judge(thrown, isRefusal(thrown.getClass()) && message != null && message.matches(SENTENCE));
    }
  }

  private boolean isRefusal(Class<?> thrown) {
    return REFUSALS.contains(thrown) || values.isRefusal(thrown);
  }

  private void judge(Throwable thrown, boolean allowed) {
    if (!allowed) {
      StackTraceElement[] trace = thrown.getStackTrace();
      faults.add(present + ": " + thrown + (trace.length == 0 ? "" : " at " + trace[0]));
    }
  }

  /** The result of a call, or what the member itself throws. */
  static Object call(Member member, Value... arguments) throws Exception {
    Object[] made = Arrays.stream(arguments).map(argument -> argument.make().get()).toArray();
    try {
      if (member.executable() instanceof Constructor<?> constructor) {
        return constructor.newInstance(made);
      }
      Method method = (Method) member.executable();
      method.setAccessible(true);
      return member.isStatic()
          ? method.invoke(null, made)
          : method.invoke(made[0], Arrays.copyOfRange(made, 1, made.length));
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown.getCause();
    }
  }

  /** Computes what is lazy, gradients too. */
  private static void read(Object result) {
    if (result instanceof Tensor tensor && tensor.elements() <= FEW) {
      tensor.toDoubleArray();
      if (tensor.requiresGrad()) {
        tensor.sum().backward();
      }
    } else if (result instanceof Tensor.Extremum extremum) {
      Arrays.asList(extremum.values(), extremum.indices()).forEach(BadArguments::read);
    } else if (result instanceof Iterable<?> several) {
      Iterator<?> each = several.iterator();
      for (int i = 0; i < FIRST && each.hasNext(); i++) {
        read(each.next());
      }
    }
    if (result != null && result.getClass().getName().startsWith("dev.gradlet.")) {
      result.toString();
    }
  }
}
