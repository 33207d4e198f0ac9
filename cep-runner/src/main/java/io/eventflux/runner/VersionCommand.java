package io.eventflux.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;

/** {@code eventflux version}. */
@Command(
    name = "version",
    header = "Print version, Java and operating system.",
    footer = {"", "Examples:", "  eventflux version"})
final class VersionCommand extends Verb {
  VersionCommand(Console console) {
    super(console);
  }

  @Override
  ExitCode run(Messages messages) throws IOException {
    ProductVersion product = ProductVersion.load();
    console()
        .out()
        .write(
            String.format(
                    "eventflux %s (revision %s)%njava %s, %s%n%s %s %s%n",
                    product.version(),
                    product.revision(),
                    System.getProperty("java.version"),
                    System.getProperty("java.vm.name"),
                    System.getProperty("os.name"),
                    System.getProperty("os.version"),
                    System.getProperty("os.arch"))
                .getBytes(StandardCharsets.UTF_8));
    return ExitCode.OK;
  }
}
