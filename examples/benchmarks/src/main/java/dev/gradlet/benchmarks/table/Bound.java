package dev.gradlet.benchmarks.table;

import dev.gradlet.benchmarks.Workload;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A workload of given parameters, ready to run outside JMH. */
final class Bound {
  final Workload workload;
  private final Method method;

  private Bound(Workload workload, Method method) {
    this.workload = workload;
    this.method = method;
  }

  static Bound of(String type, String method, Map<String, String> params) throws ReflectiveOperationException {
    Class<?> owner = Class.forName(type);
    Workload workload = (Workload) owner.getConstructor().newInstance();
    for (Field field : owner.getFields()) {
      if (field.isAnnotationPresent(Param.class)) {
        String value = params.getOrDefault(field.getName(), field.getAnnotation(Param.class).value()[0]);
        field.set(workload, field.getType() == int.class ? (Object) Integer.valueOf(value) : value);
      }
    }
    for (Method setup : owner.getMethods()) {
      if (setup.isAnnotationPresent(Setup.class)) {
        setup.invoke(workload);
      }
    }
    return new Bound(workload, owner.getMethod(method));
  }

  /** Runs it once. What it returns, if that is a number, else NaN. */
  double run() throws ReflectiveOperationException {
    return method.invoke(workload) instanceof Double number ? number : Double.NaN;
  }
}
