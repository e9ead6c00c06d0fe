package dev.gradlet.examples;

import dev.gradlet.Autograd;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Batches;
import dev.gradlet.nn.Conv2d;
import dev.gradlet.nn.ConvOptions;
import dev.gradlet.nn.CrossEntropyLoss;
import dev.gradlet.nn.Dropout;
import dev.gradlet.nn.Flatten;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.MaxPool2d;
import dev.gradlet.nn.Metrics;
import dev.gradlet.nn.ReLU;
import dev.gradlet.nn.Sequential;
import dev.gradlet.nn.Split;
import dev.gradlet.nn.optim.Adam;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A convolutional network that reads handwritten digits. */
@Command(
    name = "convnet",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "A small convolutional network learns to read 1,797 digits, of which a fifth is held out.")
final class ConvNetCommand implements Runnable {
  @Option(names = "--seed", description = "Seed of everything random.")
  private long seed = 0;

  @Option(names = "--epochs", converter = Positive.class, description = "How often it sees each digit.")
  private int epochs = 20;

  @Override
  public void run() {
    var random = new Generator(seed);
    var digits = Dataset.digits();
    var images = digits.points().div(8).sub(1).reshape(-1, 1, 8, 8);
    var labels = Tensor.of(digits.labels());
    var split = Split.stratified(labels, 0.2, random);

    var model = Sequential.of(
        new Conv2d(ConvOptions.of(1, 16, 3).padding(1), random), new ReLU(),   // 16×8×8
        new Conv2d(ConvOptions.of(16, 32, 3).padding(1), random), new ReLU(),  // 32×8×8
        new MaxPool2d(2), new Flatten(), new Dropout(0.25, random),            // 32×4×4
        new Linear(32 * 4 * 4, 10, random));
    var crossEntropy = new CrossEntropyLoss();
    var optimizer = new Adam(2e-3, model.parameters());
    System.out.println(model.summary(images.narrow(0, 0, 1)));

    for (int epoch = 1; epoch <= epochs; epoch++) {
      model.train();
      double total = 0;
      for (var batch : Batches.of(split.training(images), split.training(labels), 64).shuffled(random)) {
        var loss = crossEntropy.forward(model.forward(batch.inputs()), batch.targets());
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
        total += loss.item() * batch.inputs().size(0);
      }
      model.eval();
      var logits = Autograd.noGrad(() -> model.forward(split.validation(images)));
      System.out.printf("epoch %2d: loss %.4f, held-out accuracy %.4f%n",
          epoch, total / split.trainingRows().size(0), Metrics.accuracy(logits, split.validation(labels)));
    }
  }
}
