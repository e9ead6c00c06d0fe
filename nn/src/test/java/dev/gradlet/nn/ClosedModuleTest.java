package dev.gradlet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users' classes in named modules, compiled and loaded here. */
class ClosedModuleTest {
  private static final String NET =
      """
      package app;
      public record Net(dev.gradlet.nn.Linear linear) implements dev.gradlet.nn.Module {}
      """;

  @TempDir
  Path directory;

  @Test
  void parameters_classInAModuleThatIsNotOpen_saysWhatToAdd() throws Exception {
    Module net = net("module app {}");

    assertThatIllegalStateException()
        .isThrownBy(net::parameters)
        .withMessage("Module app.Net: its field 'linear' cannot be read: add `opens app;` to the module-info of app,"
            + " or override members()");
  }

  @Test
  void parameters_classInAnOpenPackage_areFound() throws Exception {
    assertThat(net("module app { opens app; }").namedParameters()).containsOnlyKeys("linear.weight", "linear.bias");
  }

  private Module net(String moduleInfo) throws Exception {
    Path classes = directory.resolve("classes");
    Path info = write("module-info.java", moduleInfo);
    Path net = write("app/Net.java", NET);
    int status = ToolProvider.getSystemJavaCompiler().run(
        null, null, null, "--add-reads", "app=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "-d",
        classes.toString(), info.toString(), net.toString());
    assertThat(status).isZero();

    Configuration configuration =
        ModuleLayer.boot().configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("app"));
    ClassLoader loader = Module.class.getClassLoader();
    ModuleLayer.Controller controller =
        ModuleLayer.defineModulesWithOneLoader(configuration, List.of(ModuleLayer.boot()), loader);
    java.lang.Module app = controller.layer().findModule("app").orElseThrow();
    controller.addReads(app, loader.getUnnamedModule());
    controller.addExports(app, "app", ClosedModuleTest.class.getModule());
    return (Module) app.getClassLoader()
        .loadClass("app.Net")
        .getConstructor(Linear.class)
        .newInstance(new Linear(2, 1));
  }

  private Path write(String name, String source) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, source);
  }
}
