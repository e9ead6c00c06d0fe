package dev.gradlet.examples;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option that is a whole number of at least 1. */
final class Positive implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String value) {
    if (!value.matches("0*[1-9]\\d{0,8}")) {
      throw new TypeConversionException("'" + value + "' is not a whole number from 1 to 999999999");
    }
    return Integer.valueOf(value);
  }
}
