package dev.gradlet.nn;

import dev.gradlet.Tensor;
import java.util.List;

/**
 * A step of a recurrent network: the next state from what the input and the last hidden state contribute,
 * a = x W_ihᵀ + b_ih and b = h W_hhᵀ + b_hh, which hold the gates side by side. The hidden state is the first of the
 * states.
 */
enum RecurrentRule {
  /** h ← tanh(a + b). */
  TANH(1, 1) {
    @Override
    List<Tensor> next(Tensor a, Tensor b, List<Tensor> state) {
      return List.of(a.add(b).tanh());
    }
  },

  /** h ← max(a + b, 0). */
  RELU(1, 1) {
    @Override
    List<Tensor> next(Tensor a, Tensor b, List<Tensor> state) {
      return List.of(a.add(b).relu());
    }
  },

  /** Gates r, z, n: n = tanh(a_n + σ(a_r + b_r) b_n), z = σ(a_z + b_z);  h ← (1 − z) n + z h. */
  GRU(3, 1) {
    @Override
    List<Tensor> next(Tensor a, Tensor b, List<Tensor> state) {
      Tensor r = gate(a, 0).add(gate(b, 0)).sigmoid();
      Tensor z = gate(a, 1).add(gate(b, 1)).sigmoid();
      Tensor n = gate(a, 2).add(r.mul(gate(b, 2))).tanh();
      return List.of(n.add(z.mul(state.get(0).sub(n))));
    }
  },

  /** Gates i, f, g, o of a + b:  c ← σ(f) c + σ(i) tanh(g);  h ← σ(o) tanh(c). */
  LSTM(4, 2) {
    @Override
    List<Tensor> next(Tensor a, Tensor b, List<Tensor> state) {
      Tensor gates = a.add(b);
      Tensor kept = gate(gates, 1).sigmoid().mul(state.get(1));
      Tensor c = kept.add(gate(gates, 0).sigmoid().mul(gate(gates, 2).tanh()));
      return List.of(gate(gates, 3).sigmoid().mul(c.tanh()), c);
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

  /** a and b [n, gates · hidden], each state [n, hidden]. */
  abstract List<Tensor> next(Tensor a, Tensor b, List<Tensor> state);

  Tensor gate(Tensor side, int index) {
    int width = side.size(-1) / gates;
    return side.narrow(-1, index * width, width);
  }
}
