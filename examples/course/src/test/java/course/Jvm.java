package course;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** The tools of the JDK that runs the tests, as a user would start them. */
final class Jvm {
  static final Path TOP = Path.of("../..").toAbsolutePath().normalize();

  private Jvm() {}

  /** A command of a text: {@code java} or {@code jshell}, with a class path in place of the shell's variable. */
  static List<String> command(String written) {
    List<String> command = new ArrayList<>(List.of(
        written.replace("$CP", System.getProperty("java.class.path")).split(" +")));
    String tool = command.get(0);
    command.set(0, Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.add(1, tool.equals("jshell") ? "-R-Xmx512m" : "-Xmx512m");
    return command;
  }

  /** What it prints, started at the top of the repository; it must end well. */
  static String run(List<String> command, Path input) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).directory(TOP.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    if (input != null) {
      builder.redirectInput(input.toFile());
    }
    Process process = builder.start();
    if (input == null) {
      process.getOutputStream().close();
    }
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s%n%s", command, printed).isZero();
    return printed;
  }

  /** Compiles one class on the class path of the tests, and returns it. */
  static Class<?> compiled(Path folder, String name, String source) throws IOException, ReflectiveOperationException {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int result = ToolProvider.getSystemJavaCompiler().run(null, null, errors,
        "-cp", System.getProperty("java.class.path"), "-d", folder.toString(), file.toString());
    assertThat(result).as(errors.toString(StandardCharsets.UTF_8)).isZero();
    return new FolderLoader(folder).loadClass(name);
  }

  private static final class FolderLoader extends ClassLoader {
    private final Path folder;

    FolderLoader(Path folder) {
      super(Jvm.class.getClassLoader());
      this.folder = folder;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      try {
        byte[] bytes = Files.readAllBytes(folder.resolve(name + ".class"));
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException missing) {
        throw new ClassNotFoundException(name, missing);
      }
    }
  }
}
