import csv
import gzip
import sys

import torch
from torch import nn

torch.manual_seed(7)
with gzip.open(sys.argv[1], "rt") as file:
    rows = torch.tensor([[float(cell) for cell in row] for row in csv.reader(file)])
images = rows[:, :64] / 16
labels = rows[:, 64].long()
model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
cross_entropy = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
training = 1500
for epoch in range(20):
    for batch in torch.randperm(training).split(64):
        optimizer.zero_grad()
        cross_entropy(model(images[batch]), labels[batch]).backward()
        optimizer.step()
right = model(images[training:]).argmax(1) == labels[training:]
print(f"{right.float().mean().item():.3f} of the digits held out")
