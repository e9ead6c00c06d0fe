package dev.gradlet.examples;

import dev.gradlet.Autograd;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Batches;
import dev.gradlet.nn.CrossEntropyLoss;
import dev.gradlet.nn.Embedding;
import dev.gradlet.nn.LSTM;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.Module;
import dev.gradlet.nn.RecurrentOptions;
import dev.gradlet.nn.Sampling;
import dev.gradlet.nn.optim.Adam;
import dev.gradlet.nn.optim.Clip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A language model of characters: the probabilities of the next one, given those before. */
@Command(
    name = "char-lstm",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "An LSTM learns from 36 sonnets of Shakespeare to write, character after character.")
final class CharLstmCommand implements Callable<Integer> {
  private static final int STEPS = 32;

  @Option(names = "--seed", description = "Seed of everything random.")
  private long seed = 0;

  @Option(names = "--epochs", converter = Positive.class, description = "How often it reads the sonnets.")
  private int epochs = 10;

  private record Model(Embedding embedding, LSTM lstm, Linear head, String vocabulary) implements Module {
    Tensor encode(String text) {
      return Tensor.of(text.chars().map(vocabulary::indexOf).toArray());
    }

    /** The loss of windows (n, steps + 1), in nats: how unlikely each character is after those before it. */
    Tensor loss(Tensor windows) {
      int steps = windows.size(1) - 1;
      var logits = head.forward(lstm.forward(embedding.forward(windows.narrow(1, 0, steps))).output());
      return new CrossEntropyLoss().forward(logits.transpose(1, 2), windows.narrow(1, 1, steps));
    }

    /** Goes on after a beginning by that many characters, each drawn from its probabilities. */
    String sample(String beginning, int length, Generator random) {
      var text = new StringBuilder(beginning);
      var read = lstm.forward(embedding.forward(encode(beginning).unsqueeze(0)));
      for (int i = 0; i < length; i++) {
        var next = Sampling.categorical(head.forward(read.output().select(1, -1)).softmax(1), random);
        text.append(vocabulary.charAt((int) next.item()));
        read = lstm.forward(embedding.forward(next.unsqueeze(0)), read.state());
      }
      return text.toString();
    }
  }

  private static String sonnets() throws IOException {
    try (var file = CharLstmCommand.class.getResourceAsStream("sonnets.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Override
  public Integer call() throws IOException {
    var random = new Generator(seed);
    var text = sonnets();
    var vocabulary = text.chars().distinct().sorted().mapToObj(Character::toString).collect(Collectors.joining());
    int characters = vocabulary.length();
    var model = new Model(
        new Embedding(characters, 32, random),
        new LSTM(RecurrentOptions.of(32, 128).batchFirst(true), random),
        new Linear(128, characters, random), vocabulary);
    var optimizer = new Adam(5e-3, model.parameters());

    // Windows that overlap by half; the last tenth of the text is held out.
    int training = text.length() * 9 / 10;
    var windows = model.encode(text.substring(0, training)).unfold(0, STEPS + 1, STEPS / 2);
    var heldOut = model.encode(text.substring(training)).unfold(0, STEPS + 1, STEPS);

    System.out.printf("Before training:%n%s%n%n", Autograd.noGrad(() -> model.sample("Shall ", 200, random)));
    for (int epoch = 1; epoch <= epochs; epoch++) {
      double total = 0;
      for (var batch : Batches.of(windows, 32).shuffled(random)) {
        var loss = model.loss(batch);
        optimizer.zeroGrad();
        loss.backward();
        Clip.norm(model, 1);
        optimizer.step();
        total += loss.item() * batch.size(0);
      }
      double heldOutLoss = Autograd.noGrad(() -> model.loss(heldOut)).item();
      System.out.printf("epoch %d: loss %.3f nats a character, held-out loss %.3f%n",
          epoch, total / windows.size(0), heldOutLoss);
    }
    System.out.printf("%nAfter training:%n%s%n", Autograd.noGrad(() -> model.sample("Shall ", 500, random)));
    return 0;
  }
}
