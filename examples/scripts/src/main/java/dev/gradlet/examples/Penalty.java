package dev.gradlet.examples;

import dev.gradlet.Tensor;
import dev.gradlet.nn.Parameter;
import dev.gradlet.nn.Penalties;
import java.util.List;

/** Four ways to keep parameters small, for one number wd. */
enum Penalty {
  /** The optimizer's own. */
  DECAY("weight decay wd") {
    @Override
    Tensor addTo(Tensor loss, double wd, List<Parameter> parameters) {
      return loss;
    }
  },
  HALF_SQUARES("+ wd/2·Σ‖w‖²") {
    @Override
    Tensor addTo(Tensor loss, double wd, List<Parameter> parameters) {
      return loss.add(Penalties.sumOfSquares(parameters).mul(wd / 2));
    }
  },
  /** The usual slip: its gradient is 2·wd·w. */
  SQUARES("+ wd·Σ‖w‖²") {
    @Override
    Tensor addTo(Tensor loss, double wd, List<Parameter> parameters) {
      return loss.add(Penalties.sumOfSquares(parameters).mul(wd));
    }
  },
  NORM("+ wd·‖w‖") {
    @Override
    Tensor addTo(Tensor loss, double wd, List<Parameter> parameters) {
      return loss.add(Penalties.norm(parameters).mul(wd));
    }
  };

  private final String title;

  Penalty(String title) {
    this.title = title;
  }

  abstract Tensor addTo(Tensor loss, double wd, List<Parameter> parameters);

  @Override
  public String toString() {
    return title;
  }
}
