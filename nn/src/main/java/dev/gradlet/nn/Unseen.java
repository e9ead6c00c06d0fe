package dev.gradlet.nn;

import dev.gradlet.Tensor;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Refuses a tree of modules that keeps a parameter, a buffer or a module with modes where no member leads: in a set or
 * an optional, in an object that is no module, in a static field, in what a function captures. It would be neither
 * trained nor saved, and nothing else would tell.
 */
final class Unseen {
  /** How many objects that are no modules are entered, one from the other. */
  private static final int DEPTH = 3;

  private static final String DIRECTLY = "give the module itself, or make it a field of a module";

  private final Module root;
  private final Set<Object> members = Members.identitySet();
  private final Set<Object> entered = Members.identitySet();

  private Unseen(Module root) {
    this.root = root;
  }

  /** @throws IllegalStateException if something of the tree below would be lost */
  static void check(Module root) {
    Unseen unseen = new Unseen(root);
    Members.walk(root, (name, member) -> {
      if (Holder.isSeen(member)) {
        unseen.members.add(member);
      }
    });
    Members.walk(root, unseen::check);
  }

  private void check(String name, Object member) {
    if (member instanceof Map<?, ?> map) {
      refuse(name, lost(map.keySet(), 0), "a map that has as a key", "make it a value of the map");
    }
    if (member instanceof Module module) {
      Holder holder = Holder.of(module.getClass());
      if (module instanceof Collection || module instanceof Map) {
        refuse(name, lost(Arrays.asList(Holder.parts(module, 0).toArray()), 0),
            Holder.named(module.getClass()) + " that itself consists of", "keep it in a field, or override members()");
      }
      holder.fields().forEach(field -> checkField(name, module, field));
      holder.statics().forEach(field -> checkStatic(name, field));
      holder.captures(module).forEach(
          value -> refuse(name, lost(value, 0), Holder.named(module.getClass()) + " that captures", DIRECTLY));
    } else if (member != null && !Holder.isSeen(member)) {
      refuse(name, lost(member, DEPTH), Holder.named(member.getClass()) + " that holds", advice(member.getClass()));
    }
  }

  private void checkField(String name, Module module, Field field) {
    Object value = Members.read(field, module);
    if (value == null) {
      return;
    }
    String property = Holder.delegated(field);
    if (property != null && Holder.of(value.getClass()).read(value).noneMatch(members::contains)) {
      throw refused(join(name, property), "lazy or delegated, so that its value is no member",
          "initialise the property itself, or override members()");
    }
    if (Holder.isPlatform(value.getClass()) && Holder.parts(value, 0) == null && Holder.mentionsState(field)) {
      throw refused(join(name, field.getName()), Holder.named(value.getClass()) + ", which cannot be seen into",
          advice(value.getClass()));
    }
  }

  private void checkStatic(String name, Field field) {
    Object value = Members.read(field, null);
    if (value != null && value.getClass() != field.getDeclaringClass()) {
      refuse(join(name, field.getName()), lost(value, 0), "a static field that holds", "make it an instance field");
    }
  }

  private void refuse(String name, Object lost, String holds, String advice) {
    if (lost instanceof Tensor && !(lost instanceof Parameter)) {
      throw refused(name, holds + " a variable that is no Parameter", "use Parameter.of");
    } else if (lost != null) {
      throw refused(name, holds + " " + Holder.named(lost.getClass()), advice);
    }
  }

  private IllegalStateException refused(String name, String what, String advice) {
    return new IllegalStateException("Module " + root.getClass().getName() + ": "
        + (name.isEmpty() ? "it" : "'" + name + "'") + " is " + what + ": this would be neither trained nor saved; "
        + advice);
  }

  private static String advice(Class<?> holder) {
    return Tensor.class.isAssignableFrom(holder) ? "use Parameter.of"
        : holder.isHidden() ? DIRECTLY
        : Holder.isPlatform(holder) ? "use a field, a list, a map or an array, or override members()"
        : "let " + holder.getSimpleName() + " implement Module, or override members()";
  }

  private static String join(String name, String field) {
    return name.isEmpty() ? field : name + "." + field;
  }

  /** The first piece of state in a value that no member leads to, or null. */
  private Object lost(Object value, int depth) {
    if (value == null || members.contains(value)) {
      return null;
    }
    if (Holder.isState(value)) {
      return value;
    }
    Collection<?> parts = entered.add(value) ? Holder.parts(value, depth) : null;
    if (parts == null) {
      return null;
    }
    int left = Holder.isSeen(value) || Holder.isPlatform(value.getClass()) ? depth : depth - 1;
    Object lost = parts.stream().map(part -> lost(part, left)).filter(Objects::nonNull).findFirst().orElse(null);
    return lost != null && value instanceof Module ? value : lost;
  }
}
