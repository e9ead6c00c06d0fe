package dev.gradlet.examples;

import dev.gradlet.nn.optim.Adam;
import dev.gradlet.nn.optim.AdamW;
import dev.gradlet.nn.optim.Optimizer;
import dev.gradlet.nn.optim.ParameterGroup;
import dev.gradlet.nn.optim.SGD;
import java.util.function.Function;

/** The optimizers that the ridge comparison tries. */
enum Rule {
  PLAIN("SGD", groups -> new SGD(0.05, groups)),
  MOMENTUM("SGD + momentum", groups -> new SGD(SGD.options(0.01).momentum(0.9), groups)),
  NESTEROV("Nesterov", groups -> new SGD(SGD.options(0.01).momentum(0.9).nesterov(true), groups)),
  ADAM("Adam", groups -> new Adam(0.01, groups)),
  ADAMW("AdamW", groups -> new AdamW(0.01, groups));

  private final String title;
  private final Function<ParameterGroup[], Optimizer> constructor;

  Rule(String title, Function<ParameterGroup[], Optimizer> constructor) {
    this.title = title;
    this.constructor = constructor;
  }

  Optimizer of(ParameterGroup... groups) {
    return constructor.apply(groups);
  }

  @Override
  public String toString() {
    return title;
  }
}
