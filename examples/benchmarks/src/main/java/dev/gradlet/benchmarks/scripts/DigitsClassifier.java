package dev.gradlet.benchmarks.scripts;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Batches;
import dev.gradlet.nn.CrossEntropyLoss;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.ReLU;
import dev.gradlet.nn.Sequential;
import dev.gradlet.nn.io.Csv;
import dev.gradlet.nn.optim.Adam;
import java.nio.file.Path;

/** 20 epochs of an MLP 64-64-10 on the handwritten digits, in batches of 64; the argument is their file. */
public final class DigitsClassifier {
  private DigitsClassifier() {}

  public static void main(String[] arguments) {
    var random = new Generator(7);
    var csv = Csv.read(Path.of(arguments[0]), Csv.Header.ABSENT);
    var images = csv.tensorWithout("65").to(DType.FLOAT32).div(16).evaluate();
    var labels = Tensor.of(csv.integers("65"));
    var model = Sequential.of(new Linear(64, 64, random), new ReLU(), new Linear(64, 10, random));
    var crossEntropy = new CrossEntropyLoss();
    var optimizer = new Adam(1e-2, model.parameters());
    int training = 1500;
    for (int epoch = 1; epoch <= 20; epoch++) {
      for (var batch : Batches.of(images.narrow(0, 0, training), labels.narrow(0, 0, training), 64).shuffled(random)) {
        optimizer.zeroGrad();
        crossEntropy.forward(model.forward(batch.inputs()), batch.targets()).backward();
        optimizer.step();
      }
    }
    int held = images.size(0) - training;
    var right = model.forward(images.narrow(0, training, held)).argMax(1).eq(labels.narrow(0, training, held));
    System.out.printf("%.3f of the digits held out%n", right.to(DType.FLOAT32).mean().item());
  }
}
