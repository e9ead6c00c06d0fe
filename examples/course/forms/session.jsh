var x = Tensor.of(1f, 2f, 3f).requireGrad()
x.square().sum().backward()
x.grad()
Parameter.of(Tensor.zeros(2))
/exit
