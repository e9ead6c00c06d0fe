import dev.gradlet.Tensor;

void main() {
  var x = Tensor.of(1f, 2f, 3f).requireGrad();
  x.square().sum().backward();
  IO.println(x.grad());
}
