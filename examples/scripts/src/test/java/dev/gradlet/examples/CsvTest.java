package dev.gradlet.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
  private static Csv csv(String text, Csv.Header header) throws IOException {
    return Csv.read("data.csv", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), header);
  }

  private static Csv withHeader(String text) throws IOException {
    return csv(text, Csv.Header.PRESENT);
  }

  @Test
  void numbersWithout_labelColumn_leavesItOut() throws IOException {
    var csv = withHeader("a,label,b\n1,x,2\n-3.5, y ,4e-1\n");
    int label = csv.column("label");
    assertThat(csv.texts(label)).containsExactly("x", "y");
    assertThat(csv.numbersWithout(label)).isDeepEqualTo(new double[][] {{1, 2}, {-3.5, 0.4}});
  }

  @Test
  void column_numberInsteadOfName_countsFromOne() throws IOException {
    assertThat(withHeader("a,b\n1,2\n").column("2")).isEqualTo(1);
    assertThat(csv("1,2\n", Csv.Header.ABSENT).column("1")).isZero();
  }

  @Test
  void column_unknown_namesFileAndColumns() throws IOException {
    var csv = withHeader("a,b\n1,2\n");
    assertThatThrownBy(() -> csv.column("c"))
        .isInstanceOf(DataException.class)
        .hasMessage("data.csv: no column is named 'c'; there are 2: a, b");
    assertThatThrownBy(() -> csv.column("3")).hasMessageContaining("no column is named '3'");
  }

  @Test
  void numbers_textInCell_namesFileLineAndColumn() throws IOException {
    var csv = withHeader("a,b\n1,2\n\n3,four\n5,6");
    assertThatThrownBy(() -> csv.numbersWithout(0))
        .isInstanceOf(DataException.class)
        .hasMessage("data.csv, line 4, column 2 (b): a number was expected, not 'four'");
  }

  @Test
  void numbers_lastLineWithoutLineEnd_isCounted() throws IOException {
    var csv = withHeader("a,b\n1,2\n3,");
    assertThatThrownBy(() -> csv.numbers(1)).hasMessage("data.csv, line 3, column 2 (b): the cell is empty");
  }

  @Test
  void numbers_lastLineAfterBlankLines_isCounted() throws IOException {
    var csv = withHeader("a,b\n1,2\n\n\n3,x");
    assertThatThrownBy(() -> csv.numbers(1)).hasMessageStartingWith("data.csv, line 5, column 2 (b)");
  }

  @Test
  void numbers_windowsLineEnds_countOnce() throws IOException {
    var csv = withHeader("a,b\r\n1,2\r\n3,x\r\n");
    assertThatThrownBy(() -> csv.numbers(1)).hasMessageStartingWith("data.csv, line 3, column 2 (b)");
  }

  @Test
  void numbers_notFinite_isRefused() throws IOException {
    var csv = csv("1,NaN\n", Csv.Header.ABSENT);
    assertThatThrownBy(() -> csv.numbers(1))
        .hasMessage("data.csv, line 1, column 2: a number was expected, not 'NaN'");
  }

  @Test
  void integers_fraction_isRefused() throws IOException {
    var csv = csv("1.5\n", Csv.Header.ABSENT);
    assertThatThrownBy(() -> csv.integers(0))
        .hasMessage("data.csv, line 1, column 1: a whole number was expected, not '1.5'");
  }

  @Test
  void read_shortLine_namesTheMissingColumn() {
    assertThatThrownBy(() -> withHeader("a,b,c\n1,2,3\n4,5\n"))
        .isInstanceOf(DataException.class)
        .hasMessage("data.csv, line 3, column 3 (c): missing: the line has 2 cells, 3 were expected");
  }

  @Test
  void read_longLine_namesTheFirstColumnTooMany() {
    assertThatThrownBy(() -> csv("1,2\n3,4,5\n", Csv.Header.ABSENT))
        .hasMessage("data.csv, line 2, column 3: one cell too many: the line has 3 cells, 2 were expected");
  }

  @Test
  void read_brokenQuotes_namesFileAndLine() {
    assertThatThrownBy(() -> csv("1,2\n\"3\"x,4\n", Csv.Header.ABSENT))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("data.csv: not well-formed CSV: ")
        .hasMessageContaining("line: 2");
  }

  @Test
  void read_nothingInIt_saysSo() {
    assertThatThrownBy(() -> csv("", Csv.Header.ABSENT)).hasMessage("data.csv: the file is empty");
    assertThatThrownBy(() -> withHeader("a,b\n"))
        .hasMessage("data.csv: there is a header but no line of data after it");
  }

  @Test
  void read_noSuchFile_namesIt(@TempDir Path folder) {
    var file = folder.resolve("none.csv");
    assertThatThrownBy(() -> Csv.read(file, Csv.Header.PRESENT))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": there is no such file");
  }

  @Test
  void read_plainFileNamedGz_namesIt(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("plain.csv.gz"), "1,2\n");
    assertThatThrownBy(() -> Csv.read(file, Csv.Header.ABSENT))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": cannot be read: ");
  }

  @Test
  void resource_shippedFiles_haveTheirSizes() {
    var digits = Csv.resource("digits.csv.gz", Csv.Header.ABSENT);
    assertThat(digits.rows()).isEqualTo(1797);
    assertThat(digits.columns()).hasSize(65);
    assertThat(digits.integers(64)).contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    var diabetes = Csv.resource("diabetes.csv", Csv.Header.PRESENT);
    assertThat(diabetes.rows()).isEqualTo(442);
    assertThat(diabetes.numbers(diabetes.column("target"))).startsWith(151, 75);
  }
}
