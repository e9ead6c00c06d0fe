package dev.gradlet.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void toString_unevenCells_alignsColumns() {
    var table = new TextTable("codes", "NMI").row("k-means on pixels", "0.7").row("‖w‖²", "12.25");
    assertThat(table).hasToString("""
        codes                NMI
        ─────────────────  ─────
        k-means on pixels    0.7
        ‖w‖²               12.25
        """);
  }

  @Test
  void row_otherWidth_isRefused() {
    var table = new TextTable("a", "b");
    assertThatThrownBy(() -> table.row("1")).hasMessage("table: a row of 1 cells in 2 columns");
  }
}
