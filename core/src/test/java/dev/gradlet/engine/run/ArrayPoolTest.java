package dev.gradlet.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradlet.DType;
import dev.gradlet.Shape;
import dev.gradlet.engine.graph.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arrays that are taken again. The tests run with poison. */
class ArrayPoolTest {
  private static final int LENGTH = 2048;

  @BeforeEach
  @AfterEach
  void forget() {
    ArrayPool.forget();
  }

  private static Object take(DType dtype, int length) {
    return ArrayPool.take("test", dtype, Shape.of(length));
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void take_lengthAndDtypeThatWereGiven_isThatArrayOnce(DType dtype) {
    Object given = Storage.zeros(dtype, LENGTH);
    ArrayPool.give(dtype, given);

    assertThat(ArrayPool.holds(given)).isTrue();
    assertThat(take(dtype, LENGTH + 1)).isNotSameAs(given);
    for (DType other : DType.values()) {
      assertThat(other == dtype || take(other, LENGTH) != given).isTrue();
    }
    assertThat(take(dtype, LENGTH)).isSameAs(given);
    assertThat(ArrayPool.holds(given)).isFalse();
    assertThat(take(dtype, LENGTH)).isNotSameAs(given);
  }

  @Test
  void give_anyArray_isOverwritten() {
    float[] floats = new float[LENGTH];
    double[] small = new double[2];
    int[] ints = new int[LENGTH];
    ArrayPool.give(DType.FLOAT32, floats);
    ArrayPool.give(DType.FLOAT64, small);
    ArrayPool.give(DType.INT32, ints);

    assertThat(floats).containsOnly(Float.NaN);
    assertThat(small).containsOnly(Double.NaN);
    assertThat(ints).doesNotContain(0);
    assertThat((float[]) take(DType.FLOAT32, LENGTH + 1)).as("a new one").containsOnly(Float.NaN);
  }

  @Test
  void give_twice_isRefused() {
    Object given = take(DType.FLOAT32, LENGTH);
    ArrayPool.give(DType.FLOAT32, given);

    assertThatThrownBy(() -> ArrayPool.give(DType.FLOAT32, given)).isInstanceOf(AssertionError.class);
  }

  @Test
  void give_moreThanThereIsRoomFor_forgetsTheEldest() {
    List<Object> given = new ArrayList<>();
    for (int i = 0; i <= ArrayPool.MOST_ARRAYS; i++) {
      given.add(Storage.zeros(DType.FLOAT32, LENGTH + i));
      ArrayPool.give(DType.FLOAT32, given.get(i));
    }

    assertThat(ArrayPool.size()).isEqualTo(ArrayPool.MOST_ARRAYS);
    assertThat(ArrayPool.holds(given.get(0))).isFalse();
    int large = (int) (ArrayPool.MOST_BYTES / 4);
    ArrayPool.give(DType.FLOAT32, Storage.zeros(DType.FLOAT32, large));
    assertThat(ArrayPool.size()).isEqualTo(1);
    ArrayPool.give(DType.FLOAT32, Storage.zeros(DType.FLOAT32, large + 1));
    assertThat(ArrayPool.size()).as("one that is too large").isEqualTo(1);
    ArrayPool.give(DType.BOOL, new boolean[ArrayPool.SMALL - 1]);
    assertThat(ArrayPool.size()).as("a small one").isEqualTo(1);
  }

  @Test
  void take_whenMemoryWasShort_isNew() {
    Object given = take(DType.INT32, LENGTH);
    ArrayPool.give(DType.INT32, given);
    ArrayPool.forget();

    assertThat(take(DType.INT32, LENGTH)).isNotSameAs(given);
  }

  @Test
  void take_onAnotherThread_isNew() {
    Object given = take(DType.FLOAT64, LENGTH);
    ArrayPool.give(DType.FLOAT64, given);

    assertThat(CompletableFuture.supplyAsync(() -> take(DType.FLOAT64, LENGTH)).join()).isNotSameAs(given);
    assertThat(take(DType.FLOAT64, LENGTH)).isSameAs(given);
  }

  /** Whatever is taken and given, and of whatever size: no array is out twice. */
  @Test
  void take_andGiveAtRandom_neverGivesOutAnArrayThatIsOut() {
    Random random = new Random(1);
    List<float[]> out = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      if (out.size() < 10 || (out.size() < 200 && random.nextBoolean())) {
        float[] taken = (float[]) take(DType.FLOAT32, LENGTH + random.nextInt(9));
        assertThat(out.stream().noneMatch(other -> other == taken)).isTrue();
        out.add(taken);
      } else {
        ArrayPool.give(DType.FLOAT32, out.remove(random.nextInt(out.size())));
      }
    }
  }
}
