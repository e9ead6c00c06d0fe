import torch
from torch import nn

torch.manual_seed(7)
blobs = (torch.randn(4, 1, 16) * 3 + torch.randn(4, 250, 16)).reshape(1000, 16)

encoder = nn.Sequential(nn.Linear(16, 32), nn.ReLU(), nn.Linear(32, 2))
decoder = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 16))
mse = nn.MSELoss()


def plus_plus(points, k):
    """Greedy k-means++: of some candidates drawn by squared distance, the one that leaves the least of it."""
    chosen = points[torch.randint(len(points), (1,))]
    nearest = ((points - chosen) ** 2).sum(1)
    for _ in range(1, k):
        candidates = points[torch.multinomial(nearest, 2 + int(torch.log(torch.tensor(float(k)))))]
        distances = torch.minimum(nearest, ((points[None] - candidates[:, None]) ** 2).sum(2))
        best = distances.sum(1).argmin()
        nearest = distances[best]
        chosen = torch.cat([chosen, candidates[best:best + 1]])
    return chosen


def distances(z, centroids):
    return ((z[:, None] - centroids[None]) ** 2).sum(2)


centroids = nn.Parameter(plus_plus(encoder(blobs).detach(), 4))
parameters = [*encoder.parameters(), *decoder.parameters()]
optimizer = torch.optim.Adam(
    [
        {"params": [p for p in parameters if p.dim() > 1], "weight_decay": 1e-4},
        {"params": [p for p in parameters if p.dim() < 2] + [centroids]},
    ],
    lr=1e-2)

for epoch in range(1, 31):
    total = 0
    for x in blobs[torch.randperm(1000)].split(100):
        z = encoder(x)
        loss = mse(decoder(z), x) + 0.1 * distances(z, centroids).min(1).values.mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    if epoch % 10 == 0:
        print(f"epoch {epoch}: loss {total / 10:.3f}")
print(torch.bincount(distances(encoder(blobs), centroids).argmin(1), minlength=4))
