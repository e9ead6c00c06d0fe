package dev.gradlet.spark;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.SparkSession;

/**
 * Spark's standalone cluster on this machine, from the class path of this JVM: a master and workers, each a JVM of its
 * own, bound to 127.0.0.1. Each worker starts one executor, a JVM too, for an application. All end with this JVM,
 * however it ends.
 */
public final class LocalCluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path home = Path.of(System.getProperty("java.io.tmpdir"), "gradlet-spark-" + UUID.randomUUID());
  private final int port;
  private final int cores;
  private final String memory;
  private final List<Process> daemons = new ArrayList<>();

  /**
   * Starts a cluster.
   *
   * @param workers how many
   * @param cores of each worker, and so how many tasks it runs at a time
   * @param memory of each executor, such as {@code 512m}
   * @throws IllegalStateException if its processes cannot be started
   */
  public LocalCluster(int workers, int cores, String memory) {
    this.cores = cores;
    this.memory = memory;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    try {
      // Spark wants a home with a directory of jars. It stays empty: executors get this JVM's class path.
      Files.createDirectories(home.resolve("jars"));
      port = freePort();
      start("master", "org.apache.spark.deploy.master.Master", "--port", String.valueOf(port));
      awaitMaster();
      for (int i = 0; i < workers; i++) {
        startWorker();
      }
    } catch (IOException | InterruptedException e) {
      close();
      throw new IllegalStateException("LocalCluster: " + e.getMessage(), e);
    }
  }

  /** Adds a worker. */
  void startWorker() throws IOException {
    start("worker-" + daemons.size(), "org.apache.spark.deploy.worker.Worker", "--cores", String.valueOf(cores),
        "--memory", memory, "--work-dir", home.resolve("work").toString(), master());
  }

  /** One of the workers, counted from 0 in the order in which they were started. */
  Process worker(int index) {
    return daemons.get(1 + index);
  }

  private void start(String name, String daemon, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Launcher.JAVA, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dspark.master.rest.enabled=false"));
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(List.of("-cp", Launcher.classPath(), Daemon.class.getName(), daemon));
    command.addAll(List.of("--host", HOST, "--webui-port", "0"));
    command.addAll(List.of(arguments));
    File log = home.resolve(name + ".log").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
    builder.environment().putAll(Map.of(
        "SPARK_HOME", home.toString(),
        "SPARK_LOCAL_IP", HOST,
        "SPARK_SCALA_VERSION", "2.13",
        "JAVA_HOME", System.getProperty("java.home")));
    daemons.add(builder.start());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }

  private void awaitMaster() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        new Socket(HOST, port).close();
        return;
      } catch (IOException notYet) {
        if (daemons.get(0).waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
          throw new IOException("the master does not start: " + Files.readString(home.resolve("master.log")), notYet);
        }
      }
    }
  }

  /** The master's URL. */
  public String master() {
    return "spark://" + HOST + ":" + port;
  }

  /** An application on this cluster, with an executor on each worker; it starts once they are there. */
  public SparkSession.Builder application(String name) {
    return SparkSession.builder()
        .appName(name)
        .master(master())
        .config("spark.driver.host", HOST)
        .config("spark.driver.bindAddress", HOST)
        .config("spark.ui.enabled", false)
        .config("spark.executor.memory", memory)
        .config("spark.executor.extraClassPath", Launcher.classPath())
        // Spark runs as many tasks as there are cores, so a task computes on one thread.
        .config("spark.executor.extraJavaOptions", "-Dgradlet.threads=1")
        .config("spark.cores.max", (daemons.size() - 1) * cores)
        .config("spark.scheduler.minRegisteredResourcesRatio", 1)
        .config("spark.scheduler.maxRegisteredResourcesWaitingTime", PATIENCE.toMillis() + "ms");
  }

  /** Ends all of its processes. */
  @Override
  public void close() {
    daemons.forEach(LocalCluster::kill);
    FileUtils.deleteQuietly(home.toFile());
  }

  /** Ends a process and those that it has started, without a word to them. */
  static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
