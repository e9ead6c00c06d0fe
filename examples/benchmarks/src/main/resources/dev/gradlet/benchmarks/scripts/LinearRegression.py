import torch
from torch import nn

torch.manual_seed(7)
x = torch.randn(1000, 10)
y = x @ torch.randn(10, 1) + torch.randn(1000, 1) * 0.1
model = nn.Linear(10, 1)
mse = nn.MSELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(1, 201):
    loss = mse(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 50 == 0:
        print(f"step {step}: loss {loss.item():.4f}")
