package lesson11;

import com.sun.management.ThreadMXBean;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.inspect.PlanView;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.Supplier;

/** The same loss with every step stored, and fused: the plan of its loops, the memory of each, the same bits. */
public class Fusion {
  static Tensor stored(Tensor x, Tensor c) {
    Tensor difference = x.sub(c).evaluate();
    Tensor square = difference.square().evaluate();
    return square.min(0).values().sum().evaluate();
  }

  static Tensor loss(Tensor x, Tensor c) {
    return x.sub(c).square().min(0).values().sum();
  }

  /**
   * Bytes that this thread allocates, in whole MB: the least of ten runs. In the first ones classes are loaded and plans
   * made, and vectors are objects until their loop is compiled.
   */
  static long megabytes(Supplier<Tensor> body) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      body.get();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least / 1_000_000;
  }

  public static void main(String... arguments) {
    Generator random = new Generator(1);
    Tensor x = Tensor.rand(random, 2500, 1);
    Tensor c = Tensor.rand(random, 1, 2000);
    System.out.println(PlanView.of(Map.of("x", x, "c", c), loss(x, c)));
    System.out.printf("x - c has %,d elements, %d MB%n", 2500 * 2000, 2500 * 2000 * 4 / 1_000_000);
    System.out.println("stored takes 40 MB or more: " + (megabytes(() -> stored(x, c)) >= 40));
    System.out.println("fused takes less than 1 MB: " + (megabytes(() -> loss(x, c).evaluate()) < 1));
    System.out.println("same bits: " + (stored(x, c).item() == loss(x, c).item()));
  }
}
