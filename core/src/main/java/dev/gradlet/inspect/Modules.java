package dev.gradlet.inspect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which boxes belong to which module, by the names of the parameters that they read. */
final class Modules {
  private Modules() {}

  /** A parameter, what is computed from parameters of one module alone, and what reads such directly. */
  static void assign(List<Box> boxes) {
    Map<Box, String> ofParameters = new HashMap<>();
    for (Box box : boxes) {
      if (box.kind == Box.Kind.VARIABLE) {
        int dot = box.name.lastIndexOf('.');
        box.module = dot < 0 ? "" : box.name.substring(0, dot);
        ofParameters.put(box, box.module);
      } else if (box.kind == Box.Kind.OPERATION) {
        String module = null;
        boolean alone = true;
        for (Box input : box.inputs) {
          String of = ofParameters.get(input);
          alone &= of != null;
          module = of == null ? module : module == null || module.equals(of) ? of : "";
        }
        box.module = module == null ? "" : module;
        if (alone && module != null) {
          ofParameters.put(box, module);
        }
      }
    }
  }
}
