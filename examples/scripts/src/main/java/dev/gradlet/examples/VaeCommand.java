package dev.gradlet.examples;

import dev.gradlet.Autograd;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Batches;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.MSELoss;
import dev.gradlet.nn.Module;
import dev.gradlet.nn.ReLU;
import dev.gradlet.nn.Reduction;
import dev.gradlet.nn.Sampling;
import dev.gradlet.nn.Sequential;
import dev.gradlet.nn.Sigmoid;
import dev.gradlet.nn.optim.Adam;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A variational autoencoder (Kingma and Welling 2014, arXiv 1312.6114) that draws digits. */
@Command(
    name = "vae",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "A variational autoencoder learns 1,797 digits and draws others.")
final class VaeCommand implements Runnable {
  private static final int CODES = 8;
  private static final double VARIANCE = 0.04;
  private static final int SHOWN = 10;

  @Option(names = "--seed", description = "Seed of everything random.")
  private long seed = 0;

  @Option(names = "--epochs", converter = Positive.class, description = "How often it sees each digit.")
  private int epochs = 100;

  @Option(names = "--out", description = "Where the picture goes.")
  private Path out = Path.of("out", "vae");

  /** Images x (n, 64) → mean and ln σ² of the codes z (n, 2 · codes); codes → images. */
  private record Model(Sequential encoder, Sequential decoder) implements Module {}

  @Override
  public void run() {
    var random = new Generator(seed);
    var images = Dataset.digits().points().div(16).evaluate();
    var model = new Model(
        Sequential.of(new Linear(64, 256, random), new ReLU(), new Linear(256, 2 * CODES, random)),
        Sequential.of(new Linear(CODES, 256, random), new ReLU(), new Linear(256, 64, random), new Sigmoid()));
    var squares = new MSELoss(Reduction.SUM);
    var optimizer = new Adam(1e-3, model.parameters());

    // −ELBO = E[−ln p(x|z)] + KL(q(z|x) ‖ N(0, 1)): of normal pixels ‖x − decoder(z)‖² / 2 variance, but for a
    // constant, with z = μ + σ ε; and ½ Σ (μ² + σ² − 1 − ln σ²).
    for (int epoch = 1; epoch <= epochs; epoch++) {
      double reconstructions = 0;
      double divergences = 0;
      for (var x : Batches.of(images, 128).shuffled(random)) {
        var code = model.encoder().forward(x).split(1, CODES);
        var mean = code.get(0);
        var logVariance = code.get(1);
        var z = Sampling.normal(mean, logVariance.mul(0.5).exp(), random);
        var reconstruction = squares.forward(model.decoder().forward(z), x).div(2 * VARIANCE);
        var divergence = mean.square().add(logVariance.exp()).sub(1).sub(logVariance).sum().mul(0.5);
        optimizer.zeroGrad();
        reconstruction.add(divergence).div(x.size(0)).backward();
        optimizer.step();
        reconstructions += reconstruction.item();
        divergences += divergence.item();
      }
      if (epoch % 10 == 0 || epoch == epochs) {
        double n = images.size(0);
        System.out.printf("epoch %3d: −ELBO %.2f nats a digit = reconstruction %.2f + KL %.2f%n",
            epoch, (reconstructions + divergences) / n, reconstructions / n, divergences / n);
      }
    }

    Autograd.noGrad(() -> {
      var shown = images.narrow(0, 0, SHOWN);
      var codes = model.encoder().forward(shown).narrow(1, 0, CODES);
      var drawn = Tensor.randn(random, SHOWN, CODES);
      System.out.println(new ImageGrid(8, 8, 0, 1)
          .row("digits", shown)
          .row("the same, decoded from their codes", model.decoder().forward(codes))
          .row("decoded from codes of the standard normal distribution", model.decoder().forward(drawn))
          .save(out, "samples.png"));
    });
  }
}
