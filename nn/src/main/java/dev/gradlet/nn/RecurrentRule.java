package dev.gradlet.nn;

import dev.gradlet.Tensor;
import java.util.List;

/**
 * A step of a recurrent network: the next state from what the input and the last hidden state contribute to each gate
 * k, a_k = W_ik x + b_ik and b_k = W_hk h + b_hk. The hidden state is the first of the states.
 */
enum RecurrentRule {
  /** h ← tanh(a + b). */
  TANH(1, 1) {
    @Override
    List<Tensor> next(List<Tensor> a, List<Tensor> b, List<Tensor> state) {
      return List.of(sum(a, b, 0).tanh());
    }
  },

  /** h ← max(a + b, 0). */
  RELU(1, 1) {
    @Override
    List<Tensor> next(List<Tensor> a, List<Tensor> b, List<Tensor> state) {
      return List.of(sum(a, b, 0).relu());
    }
  },

  /** Gates r, z, n: n = tanh(a_n + σ(a_r + b_r) b_n), z = σ(a_z + b_z);  h ← (1 − z) n + z h. */
  GRU(3, 1) {
    @Override
    List<Tensor> next(List<Tensor> a, List<Tensor> b, List<Tensor> state) {
      Tensor r = sum(a, b, 0).sigmoid();
      Tensor z = sum(a, b, 1).sigmoid();
      Tensor n = a.get(2).add(r.mul(b.get(2))).tanh();
      return List.of(n.add(z.mul(state.get(0).sub(n))));
    }
  },

  /** Gates i, f, g, o of a + b:  c ← σ(f) c + σ(i) tanh(g);  h ← σ(o) tanh(c). */
  LSTM(4, 2) {
    @Override
    List<Tensor> next(List<Tensor> a, List<Tensor> b, List<Tensor> state) {
      Tensor kept = sum(a, b, 1).sigmoid().mul(state.get(1));
      Tensor c = kept.add(sum(a, b, 0).sigmoid().mul(sum(a, b, 2).tanh()));
      return List.of(sum(a, b, 3).sigmoid().mul(c.tanh()), c);
    }
  };

  /** How many gates there are. */
  final int gates;

  /** How many tensors are a state. */
  final int states;

  RecurrentRule(int gates, int states) {
    this.gates = gates;
    this.states = states;
  }

  /** All are [n, hidden]. */
  abstract List<Tensor> next(List<Tensor> a, List<Tensor> b, List<Tensor> state);

  private static Tensor sum(List<Tensor> a, List<Tensor> b, int gate) {
    return a.get(gate).add(b.get(gate));
  }
}
