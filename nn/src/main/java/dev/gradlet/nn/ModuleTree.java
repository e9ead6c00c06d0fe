package dev.gradlet.nn;

import java.util.Map;
import java.util.Set;

/** A module and those below it as text, a line each, as PyTorch prints them. */
final class ModuleTree {
  /** Modules whose own text is being asked for: one that prints itself as a tree is not asked again. */
  private static final ThreadLocal<Set<Object>> ASKED = ThreadLocal.withInitial(Members::identitySet);

  private ModuleTree() {}

  static String of(Module module) {
    return of(module, "", Members.identitySet());
  }

  private static String of(Module module, String indent, Set<Object> path) {
    Map<String, Module> children = Members.children(module);
    if (children.isEmpty()) {
      return line(module);
    }
    if (!path.add(module)) {
      return name(module) + "(...)";
    }
    StringBuilder text = new StringBuilder(name(module)).append("(\n");
    children.forEach((name, child) -> text.append(indent).append("  (").append(name).append("): ")
        .append(of(child, indent + "  ", path)).append('\n'));
    path.remove(module);
    return text.append(indent).append(')').toString();
  }

  /** What a module without others below says of itself, such as {@code Linear(in=4, out=3)}. */
  private static String line(Module module) {
    String name = name(module);
    if (!Holder.of(module.getClass()).hasText() || !ASKED.get().add(module)) {
      return name + "()";
    }
    try {
      return module.toString().replaceFirst("(?s)^(\\w+)\\[(.*)]$", "$1($2)");
    } finally {
      ASKED.get().remove(module);
    }
  }

  static String name(Module module) {
    Class<?> type = module.getClass();
    return type.isHidden() ? "Function" : type.isAnonymousClass() ? "Module" : type.getSimpleName();
  }
}
