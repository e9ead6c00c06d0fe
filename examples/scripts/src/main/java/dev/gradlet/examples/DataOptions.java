package dev.gradlet.examples;

import dev.gradlet.nn.Standardization;
import dev.gradlet.nn.io.Csv;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Whose rows to cluster: the digits, or the user's. */
final class DataOptions {
  @Option(names = "--data", paramLabel = "FILE", description = "A CSV file of numbers and a label column.")
  private Path file;

  @Option(names = "--label-column", paramLabel = "NAME", description = "Its label column, by name or number from 1.")
  private String labelColumn;

  @Option(names = "--no-header", description = "Its first line is data already.")
  private boolean noHeader;

  @Option(names = "--idx", paramLabel = "DIR", description = "A directory of MNIST-like IDX files, say Fashion-MNIST.")
  private Path directory;

  /** What has mean 0 and deviation 1: each column, or all numbers together. */
  enum Standardise {
    COLUMNS,
    ALL
  }

  @Option(names = "--standardise", description = "columns or all; if not given, images all, CSV columns.")
  private Standardise standardise;

  void check(Options options) {
    options
        .require(file == null || directory == null, "--data and --idx exclude each other")
        .require(file == null || labelColumn != null, "--data needs --label-column: clusters are scored against it")
        .require(file != null || labelColumn == null && !noHeader, "--label-column and --no-header belong to --data");
  }

  Dataset load() {
    var data = file != null
        ? Dataset.csv(file, noHeader ? Csv.Header.ABSENT : Csv.Header.PRESENT, labelColumn)
        : directory != null ? Dataset.idx(directory) : Dataset.digits();
    var unit = standardise != null ? standardise : file != null ? Standardise.COLUMNS : Standardise.ALL;
    var points = data.points();
    var scale = unit == Standardise.ALL ? Standardization.ofAll(points) : Standardization.ofColumns(points);
    return data.withPoints(scale.apply(points));
  }
}
