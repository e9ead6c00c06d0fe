package dev.gradlet.nn;

import dev.gradlet.Tensor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Where objects of a class can keep state.
 *
 * @param fields the readable instance fields; of a module none where it names its members itself
 * @param statics the readable static fields
 * @param captured of a function or an anonymous class, what it captures
 * @param hasModes whether it is a module that training and evaluation mode make a difference to
 * @param hasText whether it says more of itself than {@code Object.toString} does
 */
record Holder(List<Field> fields, List<Field> statics, List<Field> captured, boolean hasModes, boolean hasText) {
  private static final ClassValue<Holder> OF = new ClassValue<>() {
    @Override
    protected Holder computeValue(Class<?> type) {
      boolean isModule = Module.class.isAssignableFrom(type);
      Predicate<Field> isStatic = f -> Modifier.isStatic(f.getModifiers());
      Predicate<Field> isCaptured = f -> type.isHidden() || f.isSynthetic() && f.getName().startsWith("val$");
      return new Holder(
          isModule && overrides(Module.class, type, "members")
              ? List.of()
              : fields(type, isStatic.or(Field::isSynthetic).negate()),
          fields(type, isStatic),
          fields(type, isCaptured.and(isStatic.negate())),
          isModule && overrides(Module.class, type, "training", boolean.class),
          overrides(Object.class, type, "toString"));
    }
  };

  static Holder of(Class<?> type) {
    return OF.get(type);
  }

  private static List<Field> fields(Class<?> type, Predicate<Field> chosen) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> c : types(type, new LinkedHashSet<>())) {
      Arrays.stream(c.getDeclaredFields())
          .filter(f -> Members.mayHold(f.getType()) && chosen.test(f) && f.trySetAccessible())
          .forEach(fields::add);
    }
    return fields;
  }

  /** A class, its superclasses and all their interfaces, whose fields are static, but for those of the platform. */
  private static Set<Class<?>> types(Class<?> type, Set<Class<?>> types) {
    if (type != null && !isPlatform(type) && types.add(type)) {
      types(type.getSuperclass(), types);
      Arrays.stream(type.getInterfaces()).forEach(i -> types(i, types));
    }
    return types;
  }

  private static boolean overrides(Class<?> base, Class<?> type, String method, Class<?>... parameters) {
    try {
      return type.getMethod(method, parameters).getDeclaringClass() != base;
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  /** The values of the fields. */
  Stream<Object> read(Object object) {
    return fields.stream().map(f -> Members.read(f, object));
  }

  /** What a function or an anonymous class captures, the object around it excepted. */
  List<Object> captures(Object function) {
    String around = function.getClass().getName().replaceFirst("\\$\\$Lambda.*", "");
    return captured.stream()
        .map(f -> Members.read(f, function))
        .filter(value -> value != null && !isInstance(value.getClass(), around))
        .toList();
  }

  private static boolean isInstance(Class<?> type, String name) {
    return type != null && (type.getName().equals(name) || isInstance(type.getSuperclass(), name));
  }

  /** What a value consists of, or null if that cannot be told; an object that is no module is entered at a depth. */
  static Collection<?> parts(Object value, int depth) {
    List<Object> parts = new ArrayList<>();
    if (value instanceof Collection<?> collection) {
      return collection;
    } else if (value instanceof Object[] array) {
      return Arrays.asList(array);
    } else if (value instanceof Optional<?> optional) {
      return optional.stream().toList();
    } else if (value instanceof AtomicReference<?> reference) {
      return Arrays.asList(reference.get());
    } else if (value instanceof Map<?, ?> map) {
      parts.addAll(map.keySet());
      parts.addAll(map.values());
    } else if (value instanceof Tensor || isPlatform(value.getClass())) {
      return null;
    } else if (value instanceof Module module) {
      parts.addAll(module.members().values());
      parts.addAll(of(value.getClass()).captures(value));
    } else if (value.getClass().isHidden()) {
      return of(value.getClass()).captures(value);
    } else if (depth > 0) {
      of(value.getClass()).read(value).forEach(parts::add);
    }
    return parts;
  }

  /** Whether the walk over members knows what to do with a value. */
  static boolean isSeen(Object value) {
    return value instanceof Module || value instanceof Parameter || value instanceof Buffer || value instanceof Map
        || value instanceof List || value instanceof Object[];
  }

  /** Whether a value is itself something that must not be lost. */
  static boolean isState(Object value) {
    return value instanceof Parameter || value instanceof Buffer
        || value instanceof Tensor tensor && tensor.isVariable()
        || value instanceof Module && of(value.getClass()).hasModes;
  }

  /** Whether the type of a field says that it holds state, such as {@code ThreadLocal<Linear>}. */
  static boolean mentionsState(Field field) {
    return mentionsState(field.getGenericType());
  }

  private static boolean mentionsState(Type type) {
    if (type instanceof ParameterizedType generic) {
      return Arrays.stream(generic.getActualTypeArguments()).anyMatch(Holder::mentionsState);
    } else if (type instanceof WildcardType wildcard) {
      return Arrays.stream(wildcard.getUpperBounds()).anyMatch(Holder::mentionsState);
    }
    return type instanceof Class<?> c && isStateType(c);
  }

  private static boolean isStateType(Class<?> type) {
    return Module.class.isAssignableFrom(type) || type == Parameter.class || type == Buffer.class;
  }

  /** The name of a property of state that Kotlin delegates, as to {@code lazy}, or null: its getter has its type. */
  static String delegated(Field field) {
    String property = field.getName().replace("$delegate", "");
    if (property.equals(field.getName()) || property.isEmpty()) {
      return null;
    }
    String getter = "get" + Character.toUpperCase(property.charAt(0)) + property.substring(1);
    return Arrays.stream(field.getDeclaringClass().getDeclaredMethods())
        .anyMatch(m -> m.getName().equals(getter) && m.getParameterCount() == 0 && isStateType(m.getReturnType()))
        ? property
        : null;
  }

  static boolean isPlatform(Class<?> type) {
    return type.getClassLoader() == null || type.getClassLoader() == ClassLoader.getPlatformClassLoader();
  }

  /** A class with its article, as a sentence has it. */
  static String named(Class<?> type) {
    String name = type.isHidden() ? "function" : type.isAnonymousClass() ? "anonymous class" : type.getSimpleName();
    return ("AEIOUaeiou".indexOf(name.charAt(0)) < 0 ? "a " : "an ") + name;
  }
}
