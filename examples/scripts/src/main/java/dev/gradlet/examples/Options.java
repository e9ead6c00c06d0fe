package dev.gradlet.examples;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What options may be; picocli prints the complaint with the command's usage. */
final class Options {
  private final CommandSpec command;

  Options(CommandSpec command) {
    this.command = command;
  }

  Options atLeast(String option, int value, int minimum) {
    return require(value >= minimum, option + " must be at least " + minimum + ", not " + value);
  }

  Options positive(String option, double value) {
    return require(value > 0 && Double.isFinite(value), option + " must be a positive number, not " + value);
  }

  Options notNegative(String option, double value) {
    return require(value >= 0 && Double.isFinite(value), option + " must be 0 or a positive number, not " + value);
  }

  Options require(boolean condition, String complaint) {
    if (!condition) {
      throw new ParameterException(command.commandLine(), complaint);
    }
    return this;
  }
}
