package dev.gradlet.examples;

import static dev.gradlet.nn.optim.ParameterGroup.group;

import dev.gradlet.Autograd;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Batches;
import dev.gradlet.nn.CrossEntropyLoss;
import dev.gradlet.nn.Dropout;
import dev.gradlet.nn.EarlyStopping;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.Metrics;
import dev.gradlet.nn.ReLU;
import dev.gradlet.nn.Sequential;
import dev.gradlet.nn.Split;
import dev.gradlet.nn.Standardization;
import dev.gradlet.nn.io.Checkpoint;
import dev.gradlet.nn.optim.AdamW;
import dev.gradlet.nn.optim.Clip;
import dev.gradlet.nn.optim.Schedule;
import dev.gradlet.nn.optim.Scheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A classifier with all that one trains in earnest with. Stopped at any time, the same command goes on bit for bit. */
@Command(name = "trainer", mixinStandardHelpOptions = true, showDefaultValues = true,
    description = "Validation, early stopping, a schedule, clipping; stopped, the same command goes on from its file.")
final class TrainerCommand implements Runnable {
  @Option(names = "--seed", description = "Seed of everything random.")
  private long seed = 0;

  @Option(names = "--epochs", converter = Positive.class, description = "How many there are at most.")
  private int epochs = 100;

  @Option(names = "--out", description = "Where the checkpoint goes.")
  private Path out = Path.of("out", "trainer");

  @Override
  public void run() {
    var random = new Generator(seed);
    var digits = Dataset.digits();
    var labels = Tensor.of(digits.labels());
    var split = Split.stratified(labels, 0.2, random);
    var images = Standardization.ofAll(split.training(digits.points())).apply(digits.points());
    var model = Sequential.of(
        new Linear(64, 128, random), new ReLU(), new Dropout(0.3, random), new Linear(128, 10, random));
    var crossEntropy = new CrossEntropyLoss();
    var optimizer = new AdamW(3e-3, group(model.weights()), group(model.biases()).weightDecay(0));
    var scheduler = new Scheduler(optimizer, Schedule.warmUp(3).then(3, Schedule.exponential(0.97)));
    var stopping = new EarlyStopping(model, 10);
    var state = new Checkpoint().with("model", model).with("optimizer", optimizer).with("scheduler", scheduler)
        .with("stopping", stopping).with("random", random);
    var file = out.resolve("seed-" + seed + ".safetensors");
    if (Files.exists(file)) {
      state.load(file);
    }
    while (scheduler.t() < epochs && !stopping.isOver()) {
      model.train();
      for (var batch : Batches.of(split.training(images), split.training(labels), 64).shuffled(random)) {
        optimizer.zeroGrad();
        crossEntropy.forward(model.forward(batch.inputs()), batch.targets()).backward();
        Clip.norm(model, 1);
        optimizer.step();
      }
      model.eval();
      var logits = Autograd.noGrad(() -> model.forward(split.validation(images)));
      double loss = crossEntropy.forward(logits, split.validation(labels)).item();
      stopping.step(loss);
      scheduler.step();
      state.save(file);
      System.out.printf("epoch %d: validation loss %.4f, best %.4f%n", scheduler.t(), loss, stopping.best());
    }
    stopping.restoreBest();
    model.eval();
    var logits = Autograd.noGrad(() -> model.forward(split.validation(images)));
    System.out.printf("best of %d epochs: validation loss %.4f, accuracy %.4f; %s%n",
        scheduler.t(), stopping.best(), Metrics.accuracy(logits, split.validation(labels)), file);
  }
}
