package dev.gradlet.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whatever a module lets others call: found in its classes, so that nobody has to list what is new. */
public final class PublicMembers {
  private final List<Class<?>> types = new ArrayList<>();

  private PublicMembers() {}

  /** Those of the exported packages of the module to which a class belongs. */
  public static PublicMembers besides(Class<?> one) {
    PublicMembers members = new PublicMembers();
    try {
      Path classes = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
      ModuleDescriptor descriptor;
      try (InputStream info = Files.newInputStream(classes.resolve("module-info.class"))) {
        descriptor = ModuleDescriptor.read(info);
      }
      for (ModuleDescriptor.Exports exported : descriptor.exports()) {
        try (Stream<Path> files = Files.list(classes.resolve(exported.source().replace('.', '/')))) {
          files.map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
              .map(file -> load(exported.source() + "." + file.substring(0, file.length() - ".class".length())))
              .filter(PublicMembers::isPublic)
              .forEach(members.types::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
    members.types.sort(Comparator.comparing(Class::getName));
    return members;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isPublic(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
  }

  /** A constructor or method, of the type that a user has at hand: perhaps not the one that declares it. */
  public record Member(Class<?> type, Executable executable) {
    public boolean isStatic() {
      return executable instanceof Constructor || Modifier.isStatic(executable.getModifiers());
    }

    /** What a call results in. */
    Class<?> result() {
      return executable instanceof Method method ? method.getReturnType() : type;
    }

    @Override
    public String toString() {
      String parameters = String.join(
          ", ", Arrays.stream(executable.getParameterTypes()).map(Class::getSimpleName).toList());
      String owner = type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
      return (executable instanceof Constructor ? "new " + owner : owner + "." + executable.getName()) + "("
          + parameters + ")";
    }
  }

  List<Class<?>> types() {
    return types;
  }

  /** Constructors, then methods that this module declares, of all types; not what users and compilers write. */
  public List<Member> all() {
    return types.stream().flatMap(type -> of(type).stream()).toList();
  }

  List<Member> of(Class<?> type) {
    List<Member> members = new ArrayList<>();
    if (!Modifier.isAbstract(type.getModifiers())) {
      Arrays.stream(type.getConstructors()).forEach(constructor -> members.add(new Member(type, constructor)));
    }
    Arrays.stream(type.getMethods())
        .filter(method -> !method.isBridge() && !method.isSynthetic() && isOwn(method.getDeclaringClass()))
        .filter(method -> !(type.isInterface() && Modifier.isAbstract(method.getModifiers())))
        .filter(method -> !(type.isEnum() && method.getName().equals("valueOf")))
        .forEach(method -> members.add(new Member(type, method)));
    members.sort(Comparator.comparing(Member::toString));
    return members;
  }

  /** Of a public type, or one that is hidden behind it in the same package. */
  private boolean isOwn(Class<?> declaring) {
    return types.stream().anyMatch(type -> type.getPackageName().equals(declaring.getPackageName()));
  }
}
