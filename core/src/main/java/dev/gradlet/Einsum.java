package dev.gradlet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Products of elements, summed over letters that the result lacks. Operands are joined one after the other, each time
 * by a batched matrix product: letters of both operands that are needed later are batch axes, the others are summed.
 */
final class Einsum {
  private final String equation;
  /** The size that each letter stands for. */
  private final Map<Character, Integer> sizes = new HashMap<>();

  private Einsum(String equation) {
    this.equation = equation;
  }

  /** A tensor and the letters of its axes. */
  private record Term(Tensor tensor, String letters) {
    /** This term with these letters as axes, in this order. New letters get size 1, others are summed. */
    Term as(String order) {
      int[] summed = letters.chars().filter(letter -> order.indexOf(letter) < 0).map(letters::indexOf).toArray();
      Tensor x = summed.length == 0 ? tensor : tensor.sum(summed);
      String left = letters.chars().filter(letter -> order.indexOf(letter) >= 0)
          .mapToObj(Character::toString).collect(Collectors.joining());
      String kept = order.chars().filter(letter -> left.indexOf(letter) >= 0)
          .mapToObj(Character::toString).collect(Collectors.joining());
      x = x.permute(kept.chars().map(left::indexOf).toArray());
      for (int i = 0; i < order.length(); i++) {
        x = kept.indexOf(order.charAt(i)) < 0 ? x.unsqueeze(i) : x;
      }
      return new Term(x, order);
    }
  }

  static Tensor of(String equation, Tensor... operands) {
    return new Einsum(Checks.required("einsum", "equation", equation).replace(" ", ""))
        .sum(Checks.required("einsum", "array of operands", operands));
  }

  private Tensor sum(Tensor[] operands) {
    int arrow = equation.indexOf("->");
    String[] given = (arrow < 0 ? equation : equation.substring(0, arrow)).split(",", -1);
    if (given.length != operands.length) {
      throw refused("has " + given.length + " terms for " + operands.length + " operands");
    }
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < given.length; i++) {
      terms.add(term(given[i], Checks.required("einsum", "operand " + i, operands[i])));
    }
    String result = arrow < 0 ? occurringOnce(given) : equation.substring(arrow + 2);
    checkLetters(result);
    for (char letter : result.toCharArray()) {
      if (!sizes.containsKey(letter)) {
        throw refused("has '" + letter + "' in the result, but in no operand");
      }
    }
    Term joined = terms.get(0);
    for (int i = 1; i < terms.size(); i++) {
      String later = result
          + terms.subList(i + 1, terms.size()).stream().map(Term::letters).collect(Collectors.joining());
      joined = joined(joined, terms.get(i), later);
    }
    return joined.as(result).tensor;
  }

  private Term term(String letters, Tensor x) {
    checkLetters(letters);
    if (letters.length() != x.rank()) {
      throw refused("names " + letters.length() + " axes, '" + letters + "', of an operand of shape " + x.shape());
    }
    for (int i = 0; i < x.rank(); i++) {
      Integer other = sizes.putIfAbsent(letters.charAt(i), x.size(i));
      if (other != null && other != x.size(i)) {
        throw refused("has the sizes " + other + " and " + x.size(i) + " for '" + letters.charAt(i) + "'");
      }
    }
    return new Term(x, letters);
  }

  private void checkLetters(String letters) {
    if (!letters.chars().allMatch(Character::isLetter) || letters.chars().distinct().count() != letters.length()) {
      throw refused("must have letters only, each once in '" + letters + "'");
    }
  }

  private static String occurringOnce(String[] given) {
    Map<Character, Integer> times = new TreeMap<>();
    for (char letter : String.join("", given).toCharArray()) {
      times.merge(letter, 1, Integer::sum);
    }
    return times.keySet().stream().filter(letter -> times.get(letter) == 1).map(String::valueOf)
        .collect(Collectors.joining());
  }

  /** Joins two terms: (shared, of a, summed) × (shared, summed, of b). */
  private Term joined(Term a, Term b, String later) {
    StringBuilder shared = new StringBuilder();
    StringBuilder summed = new StringBuilder();
    StringBuilder ofA = new StringBuilder();
    StringBuilder ofB = new StringBuilder();
    for (char letter : a.letters.toCharArray()) {
      boolean goesOn = later.indexOf(letter) >= 0;
      if (b.letters.indexOf(letter) >= 0) {
        (goesOn ? shared : summed).append(letter);
      } else if (goesOn) {
        ofA.append(letter);
      }
    }
    for (char letter : b.letters.toCharArray()) {
      if (a.letters.indexOf(letter) < 0 && later.indexOf(letter) >= 0) {
        ofB.append(letter);
      }
    }
    Tensor left = a.as("" + shared + ofA + summed).tensor.reshape(product(shared), product(ofA), product(summed));
    Tensor right = b.as("" + shared + summed + ofB).tensor.reshape(product(shared), product(summed), product(ofB));
    String letters = "" + shared + ofA + ofB;
    return new Term(left.matmul(right).reshape(letters.chars().mapToLong(c -> sizes.get((char) c)).toArray()), letters);
  }

  private long product(CharSequence letters) {
    return letters.chars().mapToLong(letter -> sizes.get((char) letter)).reduce(1, Math::multiplyExact);
  }

  private IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("einsum: '" + equation + "' " + why);
  }
}
