package dev.gradlet.testing;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One block of the reference files, as {@code golden/FORMAT.md} describes them. */
public final class GoldenCase {
  /** An array of the block: its key ({@code in}, {@code out}, …), dimensions (none: a scalar) and row-major values. */
  public record Values(String key, long[] dims, double[] values) {
    public Tensor tensor(DType dtype) {
      return Tensor.of(values).reshape(dims).to(dtype);
    }
  }

  private final String name;
  private String op = "";
  private final Map<String, String> options = new LinkedHashMap<>();
  private final List<Values> arrays = new ArrayList<>();

  private GoldenCase(String name) {
    this.name = name;
  }

  /** Every case of {@code golden/<file>} on the test class path, in the order of the file. */
  public static List<GoldenCase> read(String file) {
    String resource = "golden/" + file;
    try (InputStream stream = GoldenCase.class.getClassLoader().getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return parse(resource, new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<GoldenCase> parse(String resource, BufferedReader reader) throws IOException {
    List<GoldenCase> cases = new ArrayList<>();
    int number = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        String[] words = line.trim().split("\\s+");
        if (words[0].equals("case")) {
          cases.add(new GoldenCase(words[1]));
        } else {
          cases.get(cases.size() - 1).add(words);
        }
      } catch (RuntimeException e) {
        throw new IllegalStateException(resource + ", line " + number + ": " + e.getMessage(), e);
      }
    }
    return cases;
  }

  private void add(String[] words) {
    if (words[0].equals("op")) {
      op = words[1];
      for (String option : Arrays.asList(words).subList(2, words.length)) {
        int equals = option.indexOf('=');
        options.put(option.substring(0, equals), option.substring(equals + 1));
      }
      return;
    }
    long[] dims = words[1].equals("scalar")
        ? new long[0]
        : Arrays.stream(words[1].split("x")).mapToLong(Long::parseLong).toArray();
    double[] values = Arrays.stream(words).skip(3).mapToDouble(GoldenCase::number).toArray();
    long elements = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    if (elements != values.length) {
      throw new IllegalArgumentException(values.length + " values for the shape " + words[1]);
    }
    arrays.add(new Values(words[0], dims, values));
  }

  private static double number(String word) {
    return Double.parseDouble(word.replace("inf", "Infinity").replace("nan", "NaN"));
  }

  public String name() {
    return name;
  }

  public String op() {
    return op;
  }

  /** The option's value as it stands in the file, {@code otherwise} where the case lacks it. */
  public String option(String key, String otherwise) {
    return options.getOrDefault(key, otherwise);
  }

  public double number(String key, double otherwise) {
    return options.containsKey(key) ? number(options.get(key)) : otherwise;
  }

  public Map<String, String> options() {
    return Map.copyOf(options);
  }

  /** Every array of the case, in the order of the file. */
  public List<Values> arrays() {
    return List.copyOf(arrays);
  }

  /** The arrays of one key, in order. */
  public List<Values> arrays(String key) {
    return arrays.stream().filter(a -> a.key().equals(key)).toList();
  }

  /** The only array of this key. */
  public Values array(String key) {
    List<Values> found = arrays(key);
    if (found.size() != 1) {
      throw new IllegalStateException(name + " has " + found.size() + " arrays '" + key + "', not one");
    }
    return found.get(0);
  }

  @Override
  public String toString() {
    return name;
  }
}
