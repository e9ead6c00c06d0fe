package dev.gradlet.benchmarks.table;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints the tables that it is asked for, as Markdown; how it goes on is told on standard error. */
public final class Main {
  private static final Map<String, Table> TABLES = new LinkedHashMap<>();

  static {
    TABLES.put("workloads", WorkloadTable::print);
    TABLES.put("fusion", FusionTable::print);
    TABLES.put("growth", GrowthTable::print);
    TABLES.put("small", SmallTable::print);
    TABLES.put("planning", PlanningTable::print);
    TABLES.put("first-steps", FirstStepsTable::print);
    TABLES.put("scripts", ScriptsTable::print);
  }

  private Main() {}

  @FunctionalInterface
  private interface Table {
    /** Whether all results agreed. */
    boolean print(Options options) throws IOException, InterruptedException;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Options options = Options.parse(args);
    boolean agreed = true;
    for (String name : options.tables()) {
      Table table = TABLES.get(name);
      if (table == null) {
        throw new IllegalArgumentException(name + ": there is no such table, only " + TABLES.keySet());
      }
      agreed &= table.print(options);
      System.out.println();
    }
    System.exit(agreed ? 0 : 1);
  }
}
