package dev.gradlet.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradlet.Autograd;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanViewTest {

  @Test
  void toString_kMeansLoss_saysWhichOperationsEachLineComesFrom() {
    Tensor points = Tensor.rand(new Generator(1), 200, 3);
    Tensor centroids = Tensor.rand(new Generator(2), 4, 3);
    Tensor loss = points.unsqueeze(1).sub(centroids.unsqueeze(0)).pow(2).sum(2).min(1).values().mean();
    PlanView view = PlanView.of(Map.of("points", points, "centroids", centroids), loss);

    assertThat(view.steps()).isEqualTo(2);
    assertThat(view.toString()).startsWith("""
        1. loop
           n1 = sub(points, centroids)  [200, 4, 3] FLOAT32
           n2 = square(n1)  [200, 4, 3] FLOAT32
           n3 = sum over axis 2(n2)  [200, 4, 1] FLOAT32
           n4 = reshape(n3)  [200, 4] FLOAT32
           n5 = min over axis 1(n4)  [200, 1] FLOAT32
           n6 = reshape(n5)  [200] FLOAT32
           n7 = sum over axis 0(n6)  [1] FLOAT32, stored: 4 bytes
        """).contains(
        "     in  m1 = points strides [0, 0, 1], packed\n",
        "           r2 += square of r3 - one of r4         ← n1, n2, n3\n",
        "         r1 = minimum r1 r2                       ← n5\n");
  }

  @Test
  void toString_equalOperations_areToldApart() {
    Tensor x = Tensor.rand(new Generator(1), 300);

    assertThat(PlanView.of(Map.of("x", x), x.mul(2).mul(x).square().square().sum()).toString()).contains(
        "       r3 = mul r1 one of r2                      ← n1\n",
        "       r1 = mul r3 r1                             ← n2\n",
        "       r1 = square r1                             ← n3\n",
        "       r0 += r1 * r1                              ← n4, n5\n");
  }

  @Test
  void toString_takenOverRepeatedAndWhole_saysSo() {
    Tensor a = Tensor.rand(new Generator(1), 64, 64);
    Tensor b = Tensor.rand(new Generator(2), 64, 64);
    Tensor same = a.add(b).exp();

    assertThat(PlanView.of(Map.of("a", a, "b", b), a.matmul(b).relu()).toString())
        .startsWith("1. whole arrays\n   n1 = matmul(a, b)  [64, 64] FLOAT32, stored\n")
        .contains("n2 = relu(n1)  [64, 64] FLOAT32, stored in the array of n1\n");
    assertThat(PlanView.of(same.mul(a.add(b).exp())).toString()).contains("is the same as n1");
  }

  @Test
  void of_whatIsThere_hasNothingToCompute() {
    Tensor x = Tensor.of(1f, 2f);

    assertThat(PlanView.of(x).toString()).startsWith("nothing to compute");
    assertThat(PlanView.of().steps()).isZero();
    assertThat(PlanView.of(Tensor.zeros(3, 0).add(1)).toString()).startsWith("nothing to compute");
    Tensor loss = x.requireGrad().square().sum();
    assertThat(PlanView.of(loss).toString()).contains("square(constant1)");
    assertThat(Autograd.grad(loss, loss).get(0).item()).isEqualTo(1);
    assertThatThrownBy(() -> PlanView.of((Tensor) null)).hasMessage("plan: the tensor is null");
  }
}
