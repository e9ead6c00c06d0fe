package dev.gradlet.benchmarks.table;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints the tables that it is asked for, as Markdown; how it goes on is told on standard error. */
public final class Main {
  private static final Map<String, Table> TABLES = new LinkedHashMap<>();

  static {
    TABLES.put("workloads", WorkloadTable::print);
    TABLES.put("fusion", (options, processor) -> FusionTable.print(options));
    TABLES.put("growth", (options, processor) -> GrowthTable.print(options));
    TABLES.put("small", (options, processor) -> SmallTable.print(options));
    TABLES.put("planning", (options, processor) -> PlanningTable.print(options));
    TABLES.put("first-steps", (options, processor) -> FirstStepsTable.print(options));
    TABLES.put("scripts", (options, processor) -> ScriptsTable.print(options));
  }

  private Main() {}

  @FunctionalInterface
  private interface Table {
    /** Whether all results agreed. */
    boolean print(Options options, Processor processor) throws IOException, InterruptedException;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Options options = Options.parse(args);
    boolean agreed = true;
    for (String name : options.tables()) {
      Table table = TABLES.get(name);
      if (table == null) {
        throw new IllegalArgumentException(name + ": there is no such table, only " + TABLES.keySet());
      }
      Processor processor = Processor.measure(options.jdks().get(0));
      System.out.println(processor + "\n");
      agreed &= table.print(options, processor);
      System.out.println();
    }
    System.exit(agreed ? 0 : 1);
  }
}
