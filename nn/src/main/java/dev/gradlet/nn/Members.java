package dev.gradlet.nn;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The tree below a module. Identity is what counts, never equality: two records with equal components are two modules.
 * A module or container that holds itself is entered once on each path, so a reference to the parent does no harm.
 */
final class Members {
  private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
    @Override
    protected List<Field> computeValue(Class<?> type) {
      return fields(type);
    }
  };

  private Members() {}

  static Map<String, Object> ofFields(Module module) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (Field field : FIELDS.get(module.getClass())) {
      Object value = read(field, module);
      if (value != null && members.put(field.getName(), value) != null) {
        throw new IllegalStateException("Module " + module.getClass().getName() + ": two fields are named '"
            + field.getName() + "': rename one, its own or its superclass's");
      }
    }
    return members;
  }

  /** The members of one kind under their first names, each once. */
  static <T> Map<String, T> named(Module root, Class<T> kind) {
    Map<String, T> named = new LinkedHashMap<>();
    Set<Object> seen = identitySet();
    walk(root, (name, member) -> {
      if (kind.isInstance(member) && seen.add(member)) {
        named.put(name, kind.cast(member));
      }
    });
    return named;
  }

  /** The parameters and buffers under all their names: one that two modules share is there twice. */
  static Map<String, Object> state(Module root) {
    Map<String, Object> state = new LinkedHashMap<>();
    walk(root, (name, member) -> {
      if (member instanceof Parameter || member instanceof Buffer) {
        state.put(name, member);
      }
    });
    return state;
  }

  /** The modules that are members of a module, directly or in lists, maps and arrays, but not in other modules. */
  static Map<String, Module> children(Module module) {
    Map<String, Module> children = new LinkedHashMap<>();
    Set<Object> path = identitySet();
    path.add(module);
    below("", module).forEach((name, member) -> children(name, member, path, children));
    return children;
  }

  private static void children(String name, Object member, Set<Object> path, Map<String, Module> children) {
    if (member instanceof Module module) {
      children.put(name, module);
    } else if (path.add(member)) {
      below(name, member).forEach((key, value) -> children(name + "." + key, value, path, children));
    }
  }

  /** Tells the root and all modules below it, each once, the mode they are in. */
  static void setTraining(Module root, boolean training) {
    Unseen.check(root);
    named(root, Module.class).values().forEach(m -> m.training(training));
  }

  static void walk(Module root, BiConsumer<String, Object> visitor) {
    walk("", root, identitySet(), visitor);
  }

  private static void walk(String name, Object member, Set<Object> path, BiConsumer<String, Object> visitor) {
    visitor.accept(name, member);
    Map<String, ?> below = below(name, member);
    if (below.isEmpty() || !path.add(member)) {
      return;
    }
    below.forEach((key, value) -> walk(name.isEmpty() ? key : name + "." + key, value, path, visitor));
    path.remove(member);
  }

  private static Map<String, ?> below(String name, Object member) {
    if (member instanceof Module module) {
      return module.members();
    }
    Map<String, Object> entries = new LinkedHashMap<>();
    if (member instanceof Map<?, ?> map) {
      map.forEach((key, value) -> entries.put(key(name, key), value));
    } else if (member instanceof List<?> list) {
      list.forEach(value -> entries.put(Integer.toString(entries.size()), value));
    } else if (member instanceof Object[] array) {
      Arrays.asList(array).forEach(value -> entries.put(Integer.toString(entries.size()), value));
    }
    return entries;
  }

  private static String key(String name, Object key) {
    String word = String.valueOf(key);
    if (word.isEmpty() || word.indexOf('.') >= 0) {
      throw new IllegalStateException(
          "Module: the key '" + word + "' of the map '" + name + "' must be a name without a dot");
    }
    return word;
  }

  private static List<Field> fields(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    if (type.isHidden() || type.getClassLoader() == null) {
      return fields;
    }
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        try {
          fields.add(type.getDeclaredField(component.getName()));
        } catch (NoSuchFieldException e) {
          throw new AssertionError(e);
        }
      }
    } else {
      fields.addAll(FIELDS.get(type.getSuperclass()));
      fields.addAll(Arrays.asList(type.getDeclaredFields()));
    }
    fields.removeIf(f -> f.isSynthetic() || Modifier.isStatic(f.getModifiers()) || !mayHold(f.getType()));
    fields.forEach(Members::open);
    return List.copyOf(fields);
  }

  /** Whether a field of this type can lead to a member, or to state that no member leads to. */
  static boolean mayHold(Class<?> type) {
    if (type.isArray()) {
      return mayHold(type.getComponentType());
    }
    boolean isClosed = Modifier.isFinal(type.getModifiers()) && Holder.isPlatform(type) && type != Optional.class;
    return !type.isPrimitive() && !type.isEnum() && !isClosed;
  }

  private static void open(Field field) {
    if (!field.trySetAccessible()) {
      Class<?> type = field.getDeclaringClass();
      java.lang.Module reader = Members.class.getModule();
      String opens = "opens " + type.getPackageName() + (reader.isNamed() ? " to " + reader.getName() : "");
      throw new IllegalStateException("Module " + type.getName() + ": its field '" + field.getName()
          + "' cannot be read: add `" + opens + ";` to the module-info of " + type.getModule().getName()
          + ", or override members()");
    }
  }

  static Object read(Field field, Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  static <T> Set<T> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
