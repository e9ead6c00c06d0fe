package dev.gradlet.examples;

import dev.gradlet.nn.io.DataException;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the training programs. Without a subcommand's name it is {@code digits}. */
@Command(
    name = "gradlet",
    mixinStandardHelpOptions = true,
    version = "Gradlet 0.1.0",
    description = "Small training programs in plain Java. Without a command's name it is 'digits'.",
    subcommands = {DigitsCommand.class, KMeansLossCommand.class, RidgeCommand.class, DcnCommand.class})
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
      command.getErr().println("'--help' after the command lists its options.");
      return command.getCommandSpec().exitCodeOnInvalidInput();
    });
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    return commands.execute(withDefault(args, commands.getSubcommands().keySet()));
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
