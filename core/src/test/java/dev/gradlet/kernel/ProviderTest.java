package dev.gradlet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.kernel.Kernels.When;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProviderTest {
  private final When before = Kernels.vectors();
  private final AtomicInteger made = new AtomicInteger();

  /** Its trial runs what it is given, of which the plain one takes a while. */
  private Provider<Runnable> provider(Runnable plain, Runnable vectors) {
    return new Provider<>(
        plain,
        () -> {
          made.incrementAndGet();
          return vectors;
        },
        Runnable::run);
  }

  private static void nothing() {}

  private static void aWhile() {
    long end = System.nanoTime() + 10_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void restore() {
    Kernels.setVectors(before);
  }

  @Test
  void of_fewElements_isPlainAndMakesNoVectors() {
    Kernels.setVectors(When.ONCE_FASTER);
    Runnable plain = ProviderTest::nothing;
    Provider<Runnable> provider = provider(plain, ProviderTest::aWhile);

    assertThat(provider.of(1000)).isSameAs(plain);
    assertThat(provider.of(1000)).isSameAs(plain);
    assertThat(made).hasValue(0);
  }

  @Test
  @Timeout(60)
  void of_manyElementsAndVectorsAreFaster_isVectors() throws InterruptedException {
    Kernels.setVectors(When.ONCE_FASTER);
    Runnable vectors = ProviderTest::nothing;
    Provider<Runnable> provider = provider(ProviderTest::aWhile, vectors);
    while (provider.of(Provider.ENOUGH) != vectors) {
      Thread.sleep(10);
    }
    assertThat(made).hasValue(1);
  }

  @Test
  void of_manyElementsButNever_isPlain() {
    Kernels.setVectors(When.NEVER);
    Runnable plain = ProviderTest::aWhile;
    Provider<Runnable> provider = provider(plain, ProviderTest::nothing);

    assertThat(provider.of(Provider.ENOUGH)).isSameAs(plain);
    assertThat(provider.of(Provider.ENOUGH)).isSameAs(plain);
    assertThat(made).hasValue(0);
  }

  @Test
  void of_manyElementsButTheModuleIsMissing_isPlainAndSaysSoOnce() {
    Kernels.setVectors(When.MISSING);
    Runnable plain = ProviderTest::aWhile;
    Provider<Runnable> provider = provider(plain, ProviderTest::nothing);

    assertThat(provider.of(Provider.ENOUGH - 1)).isSameAs(plain);
    assertThat(Kernels.vectors()).isEqualTo(When.MISSING);
    assertThat(provider.of(1)).isSameAs(plain);
    assertThat(Kernels.vectors()).isEqualTo(When.NEVER);
    assertThat(made).hasValue(0);
  }

  @Test
  void of_atOnce_isVectorsWhereThereAre() {
    Kernels.setVectors(When.AT_ONCE);
    Runnable plain = ProviderTest::nothing;
    Runnable vectors = ProviderTest::aWhile;

    assertThat(provider(plain, vectors).of(1)).isSameAs(vectors);
    assertThat(provider(plain, null).of(1)).isSameAs(plain);
  }
}
