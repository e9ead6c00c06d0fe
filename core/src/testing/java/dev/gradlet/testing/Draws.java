package dev.gradlet.testing;

import dev.gradlet.testing.PublicMembers.Member;
import dev.gradlet.testing.Values.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Arguments of a member, the object whose method it is first: every value of every parameter in turn, the others mostly
 * ordinary, so that one bad argument is not always hidden by another.
 */
final class Draws {
  private static final double ORDINARY = 0.8;

  private final List<List<Value>> values = new ArrayList<>();
  private final List<Value> fitting;
  private final Random random;
  private int parameter;
  private int at;

  Draws(Values known, Member member, long seed) {
    this.random = new Random(seed + member.toString().hashCode());
    if (!member.isStatic()) {
      values.add(known.of(member.type(), member).stream().filter(value -> !value.name().equals("null")).toList());
    }
    Arrays.stream(member.executable().getParameterTypes()).forEach(type -> values.add(known.of(type, member)));
    this.fitting = known.fitting(member);
    for (int i = 0; i < fitting.size(); i++) {
      values.set(i, Stream.concat(Stream.of(fitting.get(i)), values.get(i).stream()).toList());
    }
  }

  /** Whether there is an object to call a method of. */
  boolean isPossible() {
    return values.stream().noneMatch(List::isEmpty);
  }

  /** How many draws give every parameter each of its values once. */
  int round() {
    return Math.max(1, values.stream().mapToInt(List::size).sum());
  }

  /** In how many ways the parameters can be given values, or {@code most} if there are more. */
  int combinations(int most) {
    long count = 1;
    for (List<Value> of : values) {
      count = Math.min(most, count * of.size());
    }
    return (int) count;
  }

  Value[] next() {
    Value[] drawn = new Value[values.size()];
    for (int i = 0; i < drawn.length; i++) {
      List<Value> ordinary = fitting.isEmpty()
          ? values.get(i).stream().filter(Value::ordinary).toList()
          : List.of(fitting.get(i));
      List<Value> from = !ordinary.isEmpty() && random.nextDouble() < ORDINARY ? ordinary : values.get(i);
      drawn[i] = from.get(random.nextInt(from.size()));
    }
    if (drawn.length > 0) {
      drawn[parameter] = values.get(parameter).get(at++);
      while (at == values.get(parameter).size()) {
        at = 0;
        parameter = (parameter + 1) % drawn.length;
      }
    }
    return drawn;
  }
}
