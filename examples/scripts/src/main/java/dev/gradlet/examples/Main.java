package dev.gradlet.examples;

import dev.gradlet.nn.io.DataException;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.UnmatchedArgumentException;
import smile.math.distance.EditDistance;

/** Runs the training programs. Without a subcommand's name it is {@code digits}. */
@Command(
    name = "gradlet",
    mixinStandardHelpOptions = true,
    version = "Gradlet 0.1.0",
    description = "Small training programs in plain Java. Without a command's name it is 'digits'.",
    subcommands = {
      DigitsCommand.class, KMeansLossCommand.class, RidgeCommand.class, DcnCommand.class, DecCommand.class,
      ConvNetCommand.class, VaeCommand.class, CharLstmCommand.class, TrainerCommand.class
    })
public final class Main {
  private static final Set<String> OF_ALL = Set.of("-h", "--help", "-V", "--version");

  private Main() {}

  /** Runs one program; a failure ends the JVM with exit code 1, wrong options with 2. */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    int exitCode = run(args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  static int run(String... args) {
    // Numbers that programs print have a point, whatever the locale.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    var commands = new CommandLine(new Main());
    commands.setExecutionExceptionHandler((failure, command, parsed) -> {
      if (!(failure instanceof DataException)) {
        throw failure;
      }
      command.getErr().println(failure.getMessage());
      return 1;
    });
    commands.setParameterExceptionHandler((wrong, given) -> {
      var command = wrong.getCommandLine();
      command.getErr().println(wrong.getMessage());
      if (wrong instanceof UnmatchedArgumentException unmatched && !unmatched.getSuggestions().isEmpty()) {
        command.getErr().println("Did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?");
      }
      command.getErr().println("'--help' after the command lists its options.");
      return command.getCommandSpec().exitCodeOnInvalidInput();
    });
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    var names = commands.getSubcommands().keySet();
    if (args.length > 0 && !args[0].startsWith("-") && !names.contains(args[0])) {
      commands.getErr().printf("There is no command '%s'; the nearest is '%s', of %s.%n",
          args[0], nearest(args[0], names), String.join(", ", names));
      return commands.getCommandSpec().exitCodeOnInvalidInput();
    }
    return commands.execute(withDefault(args, names));
  }

  /** One that has it in its name, else by the number of letters to insert, delete, replace or swap. */
  private static String nearest(String word, Set<String> names) {
    var distance = new EditDistance(true);
    return Collections.min(names, Comparator.comparingDouble(name -> name.contains(word) ? 0 : distance.d(word, name)));
  }

  private static String[] withDefault(String[] args, Set<String> names) {
    if (args.length > 0 && (names.contains(args[0]) || OF_ALL.contains(args[0]))) {
      return args;
    }
    var all = new String[args.length + 1];
    all[0] = "digits";
    System.arraycopy(args, 0, all, 1, args.length);
    return all;
  }
}
