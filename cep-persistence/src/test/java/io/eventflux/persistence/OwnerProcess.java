package io.eventflux.persistence;

import io.eventflux.core.state.StateBackend;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that opens a state folder, says "open", and ends when its input does. */
final class OwnerProcess {
  private OwnerProcess() {}

  /** Starts a process that opens {@code folder} for {@code appName}. */
  static Process start(String option, Path folder, String appName, String... javaOptions)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(javaOptions));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(OwnerProcess.class.getName());
    // The name goes as numbers: what the shell's language does to characters does not matter.
    command.addAll(List.of(option, folder.toString()));
    appName.chars().forEach(each -> command.add(Integer.toString(each)));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** What the process says first; "null" if it ends before. */
  static String firstLine(Process process) throws IOException {
    return String.valueOf(
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine());
  }

  /** Option, folder, and the characters of the name of the app. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    StringBuilder appName = new StringBuilder();
    for (int i = 2; i < arguments.length; i++) {
      appName.append((char) Integer.parseInt(arguments[i]));
    }
    try (StateBackend backend =
        arguments[0].equals("file")
            ? new FileStateBackend(folder)
            : new RocksStateBackend(folder)) {
      backend.open(appName.toString());
      backend.checkpoints();
      System.out.println("open");
      while (System.in.read() >= 0) {
        // Whatever comes in: only its end counts.
      }
    }
  }
}
