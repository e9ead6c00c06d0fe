package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GeneratorTest {

  @Test
  void nextLong_sameSeed_givesTheSameNumbers() {
    Generator one = new Generator(42);
    Generator two = new Generator(42);
    Generator other = new Generator(43);
    long[] numbers = one.longs(100).toArray();

    assertThat(two.longs(100).toArray()).isEqualTo(numbers);
    assertThat(other.longs(100).toArray()).doesNotContain(numbers);
  }

  /** xoshiro256++ from the state 1, 2, 3, 4, as its authors' program gives them. */
  @Test
  void nextLong_knownState_givesTheReferenceSequence() {
    Generator random = new Generator(0);
    random.restore(new long[] {1, 2, 3, 4});

    assertThat(random.longs(4).toArray())
        .containsExactly(41943041L, 58720359L, 3588806011781223L, 3591011842654386L);
  }

  @Test
  void restore_readState_continuesFromThere() {
    Generator random = new Generator(7);
    random.nextGaussian();
    long[] state = random.state();
    double[] expected = {random.nextGaussian(), random.nextDouble(), random.nextFloat(), random.nextInt(10)};
    random.restore(state);

    assertThat(new double[] {random.nextGaussian(), random.nextDouble(), random.nextFloat(), random.nextInt(10)})
        .isEqualTo(expected);
    state[0]++;
    assertThat(random.state()).as("a copy").isNotEqualTo(state);
  }

  @Test
  void nextDouble_manyDraws_areUniform() {
    Generator random = new Generator(1);
    int n = Interpreted.fewer(100_000);
    double[] draws = random.doubles(n).toArray();
    double mean = Arrays.stream(draws).average().orElseThrow();
    double square = Arrays.stream(draws).map(x -> x * x).average().orElseThrow();

    assertThat(Arrays.stream(draws)).allSatisfy(x -> assertThat(x).isGreaterThanOrEqualTo(0).isLessThan(1));
    assertThat(mean).isCloseTo(1 / 2., within(2 / Math.sqrt(n)));
    assertThat(square).isCloseTo(1 / 3., within(2 / Math.sqrt(n)));
  }

  @Test
  void nextGaussian_manyDraws_haveTheMomentsOfTheNormalDistribution() {
    Generator random = new Generator(2);
    int n = Interpreted.fewer(200_000);
    double[] moments = new double[5];
    double beyondTwo = 0;
    for (int i = 0; i < n; i++) {
      double x = random.nextGaussian();
      for (int p = 1; p < 5; p++) {
        moments[p] += Math.pow(x, p) / n;
      }
      beyondTwo += Math.abs(x) > 2 ? 1. / n : 0;
    }
    assertThat(moments[1]).isCloseTo(0, within(5 / Math.sqrt(n)));
    assertThat(moments[2]).isCloseTo(1, within(5 * Math.sqrt(2. / n)));
    assertThat(moments[3]).isCloseTo(0, within(5 * Math.sqrt(15. / n)));
    assertThat(moments[4]).isCloseTo(3, within(5 * Math.sqrt(96. / n)));
    assertThat(beyondTwo).isCloseTo(0.0455, within(1 / Math.sqrt(n)));
  }

  @Test
  void randn_sameSeed_givesTheSameBits() {
    Object[] bits = Bits.of(Tensor.randn(new Generator(5), 3, 4));

    assertThat(Bits.of(Tensor.randn(new Generator(5), 3, 4))).isEqualTo(bits);
    assertThat(Bits.of(Tensor.randn(new Generator(6), 3, 4))).isNotEqualTo(bits);
  }

  @Test
  void rand_standardGenerator_followsItsSeed() {
    Generator.seed(11);
    Object[] bits = Bits.of(Tensor.rand(10));
    Object[] next = Bits.of(Tensor.rand(10));
    Generator.seed(11);

    assertThat(Bits.of(Tensor.rand(10))).isEqualTo(bits);
    assertThat(next).isNotEqualTo(bits);
  }

  @Test
  void rand_drawn_isFixedAtTheCall() {
    Generator random = new Generator(1);
    Tensor mask = Tensor.rand(random, 100).lt(0.5);
    random.nextLong();

    assertThat(mask.toBooleanArray()).isEqualTo(mask.toBooleanArray());
    assertThat(mask.toBooleanArray()).isEqualTo(Tensor.rand(new Generator(1), 100).lt(0.5).toBooleanArray());
  }

  @Test
  void rand_floats_stayBelowOne() {
    float[] values = Tensor.rand(new Generator(3), Interpreted.fewer(1 << 16)).toFloatArray();
    for (float value : values) {
      assertThat(value >= 0 && value < 1).isTrue();
    }
  }
}
